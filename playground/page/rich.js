/** The text of a message: the server's HTML, its links, its hidden and folded parts. */
import { h, momentOf } from "./dom.js";

const FOLDED_LINES = 3;

/** What a link means here: a deep link into this bot's private chat, or any other address. */
export function readLink(href, botUsername) {
  const url = new URL(href, location.href);
  const known = ["t.me", "telegram.me"].includes(url.hostname);
  const ours = known && url.pathname.slice(1).toLowerCase() === (botUsername ?? "").toLowerCase();
  if (!ours) return { kind: "outside", href: url.href };
  return { kind: "bot", payload: url.searchParams.get("start"), group: url.searchParams.has("startgroup") };
}

function dressLink(link, deeds) {
  const command = link.dataset.command;
  if (command) {
    link.addEventListener("click", (event) => { event.preventDefault(); deeds.say(command); });
    return;
  }
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.addEventListener("click", (event) => { if (deeds.open(link.href)) event.preventDefault(); });
}

function dressSpoiler(hidden) {
  hidden.classList.add("spoiler");
  hidden.tabIndex = 0;
  hidden.setAttribute("role", "button");
  hidden.setAttribute("aria-label", "Hidden text. Press to show");
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    if (hidden.classList.contains("shown")) return;
    event.preventDefault();
    hidden.classList.add("shown");
    hidden.removeAttribute("role");
    hidden.removeAttribute("aria-label");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", show);
}

function dressFold(quote) {
  const short = quote.innerText.length < 45 * FOLDED_LINES && quote.innerText.split("\n").length <= FOLDED_LINES;
  if (short) return;
  quote.classList.add("folded");
  const toggle = h("button", { type: "button", class: "fold", "aria-expanded": "false" }, "Show more");
  toggle.addEventListener("click", () => {
    const open = !quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  quote.after(toggle);
}

/** The text of one message as an element. The HTML is the server's own, made from the message's entities. */
export function richText(message, deeds) {
  const text = h("div", { class: "text", dir: "auto" });
  if (message.html) text.innerHTML = message.html;
  else text.textContent = message.text ?? "";
  text.querySelectorAll("a[href]").forEach((link) => dressLink(link, deeds));
  text.querySelectorAll(".spoiler, tg-spoiler").forEach(dressSpoiler);
  text.querySelectorAll("time[data-unix]").forEach((moment) => {
    moment.title = momentOf(new Date(moment.dataset.unix * 1000)).shown;
  });
  text.querySelectorAll("blockquote[expandable], blockquote.expandable").forEach(dressFold);
  return text;
}
