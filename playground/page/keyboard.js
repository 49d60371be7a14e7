/** The rows of buttons under a message. */
import { h, icon } from "./dom.js";

const OPENABLE = /^(https?|tg|mailto|tel):/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const WAITING_FOR = 3000; // milliseconds a tapped button shows that it is waiting

/** What a button does, as an icon and a deed; null for a kind that this page cannot show. */
function readKey(key, message, deeds) {
  if (key.callback_data !== undefined) return { act: () => deeds.tap(message, key.callback_data), waits: true };
  if (key.url) {
    const link = SCHEME.test(key.url) ? key.url : `http://${key.url}`;
    return OPENABLE.test(link) ? { sign: "link", link } : null;
  }
  if (key.copy_text) return { act: () => deeds.copy(key.copy_text.text), sign: "copy" };
  if (key.switch_inline_query_current_chat !== undefined) {
    return { act: () => deeds.inline(key.switch_inline_query_current_chat, false), sign: "share" };
  }
  const elsewhere = key.switch_inline_query ?? key.switch_inline_query_chosen_chat?.query;
  if (elsewhere !== undefined || key.switch_inline_query_chosen_chat) {
    return { act: () => deeds.inline(elsewhere ?? "", true), sign: "share" };
  }
  return null;
}

function linkKey(key, link, looks, deeds) {
  const leave = (event) => { if (deeds.open(link)) event.preventDefault(); };
  return h("a", { ...looks, href: link, target: "_blank", rel: "noopener noreferrer", onclick: leave },
    h("span", {}, key.text), h("span", { class: "unseen" }, "(link)"), icon("link"));
}

function keyElement(key, place, message, deeds) {
  const meaning = readKey(key, message, deeds);
  const looks = { class: `key ${key.style ?? ""}`, "data-testid": "key", "data-place": place, dir: "auto" };
  if (meaning?.link) return linkKey(key, meaning.link, looks, deeds);
  const button = h("button", { ...looks, type: "button", disabled: meaning === null },
    h("span", {}, key.text), meaning?.sign ? icon(meaning.sign) : null);
  button.addEventListener("click", () => {
    if (meaning.waits && button.closest(".keys")?.querySelector(".waiting")) return; // a double tap
    const deed = meaning.act();
    if (meaning.waits) wait(button, deed);
  });
  return button;
}

/** Until the bot answers; a tap that was refused is answered by nobody. */
function wait(button, deed) {
  const stop = () => button.classList.remove("waiting");
  button.classList.add("waiting");
  deed.then((taken) => { if (taken === null) stop(); });
  setTimeout(stop, WAITING_FOR);
}

/** The keyboard of a message, or null where it has none. */
export function keyboard(message, deeds) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const lines = rows.map((row, y) => h("div", { class: "key-row" },
    ...row.map((key, x) => keyElement(key, `${y}:${x}`, message, deeds))));
  return h("div", { class: "keys", role: "group", "aria-label": "Buttons", "aria-live": "off" }, ...lines);
}
