"""What a test sees of the page beyond its words: sizes, focus, names, contrast."""

from dataclasses import dataclass

from playwright.async_api import Frame, Page

SHOWN = "(node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })"
FOCUS = """() => {
  const node = document.activeElement;
  const { top, bottom, left, right } = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const within = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return {
    name: (node.getAttribute("aria-label") || node.innerText || node.id).trim(),
    tag: node.tagName.toLowerCase(),
    visible: within && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
TOO_WIDE = f"""() => [...document.querySelectorAll("body, body *:not(.unseen, .unseen *, svg *)")]
  .filter({SHOWN})
  .filter((node) => {{
    const {{ left, right, width }} = node.getBoundingClientRect();
    const scrolls = node.scrollWidth > node.clientWidth + 1
      && !["visible", "clip"].includes(getComputedStyle(node).overflowX)
      && getComputedStyle(node).textOverflow !== "ellipsis";
    return width > 0 && (left < -1 || right > innerWidth + 1 || scrolls);
  }})
  .map((node) => `${{node.tagName.toLowerCase()}}.${{node.className}}`)"""
LOW_CONTRAST = f"""() => {{
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {{ willReadFrequently: true }});
  const over = (below, colour) => {{
    canvas.fillStyle = `rgb(${{below}})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }};
  const light = (colour) => colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => node
    ? over(behind(node.parentElement), getComputedStyle(node).backgroundColor) : [255, 255, 255];
  const contrast = (node) => {{
    const back = behind(node), fore = over(back, getComputedStyle(node).color);
    const [dark, bright] = [light(back), light(fore)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }};
  return [...document.querySelectorAll("body *:not(script, noscript, option, .unseen, .unseen *)")]
    .filter({SHOWN})
    .filter((node) => !node.closest(":disabled, .skip"))
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .filter((node) => contrast(node) < 4.5)
    .map((node) => `${{contrast(node).toFixed(2)}} ${{node.className}} ${{node.innerText.slice(0, 40)}}`);
}}"""  # noqa: E501


@dataclass(frozen=True)
class Focus:
    """Where the keyboard is: the name of the element, and whether its ring can be seen."""

    name: str
    tag: str
    visible: bool


async def focus_of(page: Page) -> Focus:
    return Focus(**await page.evaluate(FOCUS))


async def too_wide(page: Page) -> list[str]:
    """Elements that stick out of the window, or that scroll sideways."""
    found: list[str] = await page.evaluate(TOO_WIDE)
    return found


async def low_contrast(page: Page | Frame) -> list[str]:
    """Texts with less contrast than the 4.5 of WCAG's level AA."""
    found: list[str] = await page.evaluate(LOW_CONTRAST)
    return found
