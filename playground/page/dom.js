/** Building blocks of the page: elements, icons, redraws that keep the focus, and times. */

/** Makes an element; `on…` attributes are listeners, null and false ones are left out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an icon from the drawings at the top of index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const $ = (id) => document.getElementById(id);

const drawn = new WeakMap();

/** Draws `value` into `container` only when it differs, and leaves the focus where it was. */
export function redraw(container, value, build) {
  const print = JSON.stringify(value);
  if (drawn.get(container) === print) return;
  drawn.set(container, print);
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const hook = focused?.dataset.testid ?? null;
  container.replaceChildren(...build(value));
  if (hook) container.querySelector(`[data-testid="${CSS.escape(hook)}"]`)?.focus({ preventScroll: true });
}

/** A round picture made of initials; the colour follows from the id. */
export function avatar(name, id) {
  const initials = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => word[0]).join("");
  return h("span", { class: `avatar hue-${Math.abs(Number(id) || 0) % 5}`, "aria-hidden": "true" }, initials);
}

const inEnglish = (options) => new Intl.DateTimeFormat("en-GB", options);
const TIME = inEnglish({ hour: "2-digit", minute: "2-digit" });
const DAY = inEnglish({ weekday: "long", day: "numeric", month: "long" });
const MOMENT = inEnglish({
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const UTC_TIME = inEnglish({ hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

export const timeOf = (iso) => TIME.format(new Date(iso));
export const dayOf = (iso) => DAY.format(new Date(iso));

/** The moment as this computer's clock would show it, with UTC beside it where they differ. */
export function momentOf(date) {
  const utc = date.getTimezoneOffset() === 0 ? "UTC" : `${UTC_TIME.format(date)} UTC`;
  return { shown: MOMENT.format(date), utc };
}

/** The first words of a message, for quotes. */
export function snippet(message) {
  const words = message.text || message.document?.name || message.photo?.caption || message.service || "Photo";
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
