/** The list of messages: draws only what changed, and keeps the reader's place and focus. */
import { avatar, dayOf, h, icon, snippet, timeOf } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { richText } from "./rich.js";

const NEAR_BOTTOM = 24; // pixels
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Messages and the days between them, in order, each with all that decides how it is drawn. */
function entriesOf({ messages, me, group, bot }) {
  const entries = [];
  let before = null;
  for (const message of messages) {
    const day = dayOf(message.at);
    const newDay = !before || dayOf(before.at) !== day;
    if (newDay) entries.push({ key: `day ${message.id}`, day });
    const follows = !newDay && !before.service && before.from.id === message.from.id;
    const named = group && message.from.id !== me && !follows;
    const answered = messages.find((other) => other.id === message.reply_to);
    const quote = answered ? { id: answered.id, name: answered.from.name, words: snippet(answered) } : null;
    entries.push({ key: `message ${message.id}`, message, mine: message.from.id === me, named, follows, group, quote, bot });
    before = message;
  }
  return entries;
}

function quoteOf(quote, log) {
  const go = () => {
    const target = log.querySelector(`[data-message-id="${quote.id}"]`);
    target?.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    target?.focus({ preventScroll: true });
  };
  return h("button", { type: "button", class: "quote", onclick: go },
    h("span", { class: "unseen" }, "In answer to "), h("strong", {}, quote.name), h("span", {}, quote.words));
}

function attachment({ document: file, photo }) {
  const out = { target: "_blank", rel: "noopener noreferrer" };
  if (file) return h("a", { class: "file", href: file.url, download: file.name, ...out },
    h("span", { class: "file-sign" }, icon("file")), h("span", {}, file.name));
  if (!photo) return null;
  if (!photo.url) return h("p", { class: "file" }, h("span", { class: "file-sign" }, icon("file")), "Photo");
  const picture = h("img", { src: photo.url, alt: photo.caption || "Photo", loading: "lazy" });
  return h("a", { class: "photo", href: photo.url, ...out }, picture);
}

function meta(message) {
  return h("p", { class: "meta" },
    message.silent && h("span", { class: "silent" }, icon("silent"), h("span", { class: "unseen" }, "sent silently")),
    message.edited && h("span", { class: "edited" }, "edited"),
    h("time", { datetime: message.at }, timeOf(message.at)));
}

function actions(entry, deeds) {
  const { message, mine } = entry;
  const button = (sign, label, deed) => h("button",
    { type: "button", class: "round small", "aria-label": label, "data-testid": sign, onclick: deed }, icon(sign));
  return h("div", { class: "actions", "aria-live": "off" },
    mine && !message.document && !message.photo && !message.only_you && button("edit", "Edit this message", () => deeds.edit(message)),
    !message.only_you && button("reply", `Answer this message from ${message.from.name}`, () => deeds.reply(message)));
}

function faceOf({ message: { from }, follows, bot }) {
  if (follows) return h("span", { class: "avatar blank" });
  if (from.is_bot && from.name === bot) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("mark"));
  return avatar(from.name, from.id);
}

function partsOf(entry, log, deeds) {
  const { message, named, quote } = entry;
  if (message.service) return [h("p", { class: "service" }, message.service)];
  const hasText = Boolean(message.html || message.text);
  const bubble = h("div", { class: "bubble" },
    h("span", { class: "unseen" }, `${message.from.name}: `),
    named && h("p", { class: `author hue-${Math.abs(message.from.id) % 5}`, "aria-hidden": "true" }, message.from.name),
    message.only_you && h("p", { class: "only-you" }, icon("eye"), "Only you can see this"),
    message.via && h("p", { class: "via" }, `via @${message.via}`),
    quote && quoteOf(quote, log),
    attachment(message),
    hasText && richText(message, deeds),
    message.reactions?.length > 0 && h("p", { class: "reactions" },
      h("span", { class: "unseen" }, "Reactions: "), ...message.reactions.map((each) => h("span", {}, each.emoji ?? each))),
    meta(message));
  return [
    entry.group && !entry.mine && faceOf(entry),
    h("div", { class: "stack" }, bubble, keyboard(message, deeds)),
    actions(entry, deeds),
  ].filter(Boolean);
}

function classOf({ message, mine, follows }) {
  if (message.service) return "message note-line";
  const keys = message.reply_markup?.inline_keyboard?.length ? "with-keys" : "";
  const alone = message.only_you ? "alone" : "";
  return `message ${alone} ${mine ? "mine" : "theirs"} ${follows ? "follows" : ""} ${keys}`;
}

export class Conversation {
  #log;
  #deeds;
  #key = null;
  #drawn = new Map();
  #stayedAtEnd = true;
  #height = 0; // pixels

  constructor(log, deeds) {
    this.#log = log;
    this.#deeds = deeds;
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    log.addEventListener("keydown", (event) => this.#arrow(event));
    log.addEventListener("focusin", () => this.#rove());
    new ResizeObserver(() => this.#resized()).observe(log);
  }

  /** Shows the messages of the chat named `key`; a chat seen anew opens at its end without being read out. */
  show(key, view) {
    const opened = key !== this.#key;
    if (opened) this.#open(key);
    const place = this.#place();
    const { added, edited } = this.#reconcile(entriesOf(view));
    if (opened) this.toEnd();
    else if (added.length) this.toEnd(true);
    else if (edited) this.#settle(place);
    this.#rove();
  }

  /** Scrolls to the last message. */
  toEnd(smoothly = false) {
    this.#scrollTo(this.#log.scrollHeight, smoothly);
  }

  get isAtEnd() {
    const log = this.#log;
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM;
  }

  /** A scroll that only follows from a new size tells nothing of where the reader wants to be. */
  #scrolled() {
    if (this.#log.clientHeight === this.#height) this.#stayedAtEnd = this.isAtEnd;
  }

  #resized() {
    this.#height = this.#log.clientHeight;
    if (this.#stayedAtEnd) this.toEnd();
  }

  #open(key) {
    this.#key = key;
    this.#drawn.clear();
    this.#log.replaceChildren();
    this.#log.setAttribute("aria-live", "off");
    setTimeout(() => this.#log.setAttribute("aria-live", "polite"), 500);
  }

  #reconcile(entries) {
    const changes = { added: [], edited: null };
    this.#drop(new Set(entries.map((entry) => entry.key)));
    let cursor = this.#log.firstChild;
    for (const entry of entries) {
      const node = this.#draw(entry, changes);
      if (node === cursor) cursor = cursor.nextSibling;
      else this.#log.insertBefore(node, cursor);
    }
    return changes;
  }

  #drop(wanted) {
    for (const [key, { node }] of this.#drawn) {
      if (wanted.has(key)) continue;
      const focused = node.contains(document.activeElement);
      node.remove();
      this.#drawn.delete(key);
      if (focused) this.#log.focus({ preventScroll: true });
    }
  }

  #draw(entry, changes) {
    const print = JSON.stringify(entry);
    const known = this.#drawn.get(entry.key);
    if (known?.print === print) return known.node;
    const node = known?.node ?? this.#make(entry);
    this.#drawn.set(entry.key, { node, print });
    if (!entry.message) return node;
    if (known) changes.edited = node;
    else changes.added.push(node);
    this.#fill(node, entry);
    return node;
  }

  #make(entry) {
    if (entry.day) return h("p", { class: "day" }, h("span", {}, entry.day));
    return h("article", { "data-testid": "message", "data-message-id": entry.message.id, tabindex: "-1" });
  }

  #fill(node, entry) {
    const focused = node.contains(document.activeElement) ? document.activeElement : null;
    const label = focused?.dataset.place && focused.textContent;
    const { message } = entry;
    node.className = classOf(entry);
    node.setAttribute("aria-label", `${message.from.name}, ${timeOf(message.at)}`);
    node.replaceChildren(...partsOf(entry, this.#log, this.#deeds));
    if (!focused) return;
    const keys = [...node.querySelectorAll("[data-place]:not(:disabled)")];
    const heir = label && keys.find((key) => key.textContent === label);
    (heir || node).focus({ preventScroll: true });
    if (heir?.matches(":focus-visible")) requestAnimationFrame(() => heir.scrollIntoView({ block: "nearest" }));
  }

  /** What the reader is looking at: the end, or the first message that is in view and how far down it is. */
  #place() {
    const top = this.#log.scrollTop;
    const anchor = [...this.#log.children].find((node) => node.offsetTop + node.offsetHeight > top);
    return { atEnd: this.isAtEnd, anchor, offset: anchor ? anchor.offsetTop - top : 0 };
  }

  /** As in Telegram: who was at the end is at the end again, however long the message is now. */
  #settle({ atEnd, anchor, offset }) {
    if (atEnd) this.toEnd();
    else if (anchor?.isConnected) this.#scrollTo(anchor.offsetTop - offset, false);
  }

  /** Tab comes to one message only: the one that has the focus, or else the newest. */
  #rove() {
    const messages = [...this.#log.querySelectorAll("article")];
    const current = messages.find((node) => node.contains(document.activeElement)) ?? messages.at(-1);
    for (const node of messages) {
      const stops = node.querySelectorAll("a, button, [data-stop]");
      for (const stop of stops) stop.tabIndex = node === current ? 0 : -1;
    }
  }

  /** The arrows lead from message to message, from the newest back. */
  #arrow(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const messages = [...this.#log.querySelectorAll("article")];
    const at = messages.findIndex((node) => node.contains(document.activeElement));
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    this.#rove();
  }

  #scrollTo(top, smoothly) {
    this.#log.scrollTo({ top, behavior: smoothly && !calm.matches ? "smooth" : "instant" });
    this.#stayedAtEnd = this.#log.scrollHeight - this.#log.clientHeight - top < NEAR_BOTTOM;
  }
}
