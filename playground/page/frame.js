/** The frame around the chat: sheets on narrow screens, the chat menu, light and dark. */
import { $ } from "./dom.js";

const wide = matchMedia("(min-width: 70rem)");
const dark = matchMedia("(prefers-color-scheme: dark)");

function openSheet(id) {
  closeSheets();
  const sheet = $(id);
  sheet.classList.add("open");
  opener(id).setAttribute("aria-expanded", "true");
  $("chat").inert = true;
  sheet.querySelector("[data-close]").focus();
}

const opener = (id) => document.querySelector(`[data-open="${id}"]`);

/** Closes whichever sheet is open and gives the focus back to the button that opened it. */
export function closeSheets() {
  $("chat").inert = false;
  for (const sheet of document.querySelectorAll(".sheet.open")) {
    const held = sheet.contains(document.activeElement);
    sheet.classList.remove("open");
    opener(sheet.id).setAttribute("aria-expanded", "false");
    if (held) opener(sheet.id).focus();
  }
}

function closeMenu(event) {
  const menu = $("chat-menu");
  if (!menu.open || (event.type === "click" && event.target.closest("summary"))) return;
  const held = menu.contains(document.activeElement);
  menu.open = false;
  if (held) menu.querySelector("summary").focus();
}

function switchTheme() {
  const root = document.documentElement;
  const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  const second = $("second")?.contentDocument.documentElement;
  if (second) second.dataset.theme = root.dataset.theme;
}

/** Makes the frame's buttons work. */
export function startFrame() {
  document.querySelectorAll("[data-open]").forEach((button) =>
    button.addEventListener("click", () => openSheet(button.dataset.open)));
  document.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", closeSheets));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeMenu(event);
    closeSheets();
  });
  document.addEventListener("click", closeMenu);
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".sheet, dialog, .top")) closeSheets();
  });
  wide.addEventListener("change", closeSheets);
  $("theme").addEventListener("click", switchTheme);
}
