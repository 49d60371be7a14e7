/** What appears over the chat for a moment: toasts, alerts to be read, and the banner. */
import { $, h, redraw } from "./dom.js";

const SHOWN_FOR = 4500; // milliseconds
const LEAVING_FOR = 250; // milliseconds
const MOST_PROBLEMS = 5; // lines; the check in the terminal lists all

/** A short word over the chat; it goes by itself and takes no focus. */
export function toast(text, tone = "") {
  const note = h("p", { class: `toast ${tone}`, "data-testid": "toast" }, text);
  $("toasts").replaceChildren(note);
  setTimeout(() => note.classList.add("leaving"), SHOWN_FOR - LEAVING_FOR);
  setTimeout(() => note.remove(), SHOWN_FOR);
}

/** Something that must be read and closed; the focus returns to where it was. */
export function alertBox(title, text) {
  const before = document.activeElement;
  const box = h("dialog", { class: "alert", "data-testid": "toast", "aria-labelledby": "alert-title", "aria-describedby": "alert-text" },
    h("h2", { id: "alert-title" }, title),
    h("p", { id: "alert-text", dir: "auto" }, text),
    h("form", { method: "dialog" }, h("button", { class: "start", autofocus: true }, "OK")));
  box.addEventListener("close", () => { box.remove(); before?.focus?.({ preventScroll: true }); });
  document.body.append(box);
  box.showModal();
}

/** Asks to choose one of several; resolves to its value, or null where the box was closed. */
export function choose(title, options) {
  return new Promise((resolve) => {
    const close = () => { box.remove(); resolve(options.find((each) => String(each.value) === box.returnValue)?.value ?? null); };
    const box = h("dialog", { class: "alert", "aria-labelledby": "choice-title", onclose: close },
      h("h2", { id: "choice-title" }, title),
      h("form", { method: "dialog", class: "choices" },
        ...options.map(({ value, label }) => h("button", { class: "quiet", value: String(value) }, label)),
        h("button", { class: "plain", value: "" }, "Cancel")));
    document.body.append(box);
    box.showModal();
  });
}

/** The line under the chat's head; null takes it away. */
export function banner(text) {
  if ($("banner").textContent !== (text ?? "")) $("banner").textContent = text ?? "";
  $("banner").hidden = !text;
}

/** What is wrong with a changed file, until it is mended: each line names file, line and reason. */
export function showProblems(lines) {
  $("problems").hidden = !lines.length;
  const more = lines.length - MOST_PROBLEMS;
  redraw($("problems"), lines, () => [
    h("p", {}, h("strong", {}, "Your change is not in use yet."), " The bot still shows what was there before. To mend:"),
    h("ul", {}, ...lines.slice(0, MOST_PROBLEMS).map((line) => h("li", {}, line))),
    more > 0 && h("p", {}, `And ${more} more.`),
  ].filter(Boolean));
}

/** Copies a text, also where the browser keeps its clipboard closed to pages. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyBySelection(text)) return toast("This browser does not let the page copy.", "bad");
  }
  return toast("Copied");
}

function copyBySelection(text) {
  const before = document.activeElement;
  const field = h("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  return copied;
}
