/** The message box: what is written, what it answers or edits, and the list of suggestions above it. */
import { $, h, redraw, snippet } from "./dom.js";

const TALLEST = 160; // pixels

export class Composer {
  #deeds;
  #view = { commands: [], bot: "" };
  #key = null;
  #drafts = new Map();
  #answered = null; // the message this one answers
  #edited = null; // the message this one replaces
  #asked = null; // the last question the bot asked to be answered here
  #offers = [];
  #chosen = -1;
  #box = $("message-box");

  constructor(deeds) {
    this.#deeds = deeds;
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.#box.addEventListener("input", () => this.#typed());
    this.#box.addEventListener("keydown", (event) => this.#pressed(event));
    $("commands").addEventListener("click", () => this.#toggleMenu());
    $("answering-stop").addEventListener("click", () => { this.#aim(null, null); this.#box.focus(); });
    document.addEventListener("click", (event) => { if (!$("composer").contains(event.target)) this.#offer([]); });
  }

  /** Puts away what was being written and takes up what was begun in the chat named `key`. */
  enter(key) {
    if (key === this.#key) return;
    this.#drafts.set(this.#key, this.#edited ? "" : this.#box.value);
    this.#key = key;
    this.#asked = null;
    this.#aim(null, null);
    this.#box.placeholder = "Message";
    this.#box.value = this.#drafts.get(key) ?? "";
    this.#fit();
    this.#offer([]);
  }

  /** Shows the composer; `asked` is the message the bot wants an answer to, if any. */
  show({ commands, bot, menuText, asked }) {
    this.#view = { commands, bot };
    $("commands").hidden = !commands.length;
    $("commands").lastElementChild.textContent = menuText;
    if ((asked?.id ?? null) === this.#asked) return;
    this.#asked = asked?.id ?? null;
    this.#aim(asked, null);
    this.#box.placeholder = asked?.reply_markup?.input_field_placeholder || "Message";
    const elsewhere = document.activeElement?.matches("input, select, dialog *, .side *");
    if (asked && !elsewhere) this.#box.focus({ preventScroll: true });
  }

  answer(message) {
    this.#aim(message, null);
    this.#box.focus();
  }

  edit(message) {
    this.#aim(null, message);
    this.#write(message.text ?? "");
  }

  /** Starts an inline query in this chat's box. */
  startInline(query) {
    this.#aim(null, null);
    this.#write(`@${this.#view.bot} ${query}`);
  }

  #write(text) {
    this.#box.value = text;
    this.#box.focus();
    this.#box.setSelectionRange(text.length, text.length);
    this.#typed();
  }

  #aim(answered, edited) {
    if (this.#edited && !edited) this.#box.value = "";
    this.#answered = answered;
    this.#edited = edited;
    const target = answered ?? edited;
    $("answering").hidden = !target;
    const words = target && [h("strong", {}, edited ? "Editing" : `Answering ${target.from.name}`), snippet(target)];
    $("answering-text").replaceChildren(...(words ?? []));
    $("answering-stop").setAttribute("aria-label", edited ? "Stop editing" : "Stop answering this message");
    this.#fit();
  }

  #fit() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${Math.min(this.#box.scrollHeight, TALLEST)}px`;
  }

  async #send() {
    const text = this.#box.value.trim();
    if (!text) return;
    const deed = this.#edited
      ? { kind: "edits", message_id: this.#edited.id, text }
      : { kind: "says", text, reply_to: this.#answered?.id ?? null };
    this.#offer([]);
    if (!(await this.#deeds.act(deed))) return;
    this.#edited = null;
    this.#box.value = "";
    this.#aim(null, null);
  }

  #typed() {
    this.#fit();
    const text = this.#box.value;
    const mention = `@${this.#view.bot} `.toLowerCase();
    if (this.#view.bot && text.toLowerCase().startsWith(mention)) return this.#searchInline(text.slice(mention.length));
    if (/^\/\S*$/.test(text)) return this.#offer(this.#commandsLike(text.slice(1)), 0);
    return this.#offer([]);
  }

  #commandsLike(start) {
    const wanted = start.toLowerCase();
    return this.#view.commands.filter(({ command }) => command.startsWith(wanted)).map(({ command, description, is_ephemeral: alone }) => ({
      label: `/${command}`, hint: alone ? `${description} (only you see it)` : description, pick: () => this.#say(`/${command}`),
    }));
  }

  async #say(text) {
    this.#box.value = "";
    this.#fit();
    await this.#deeds.act({ kind: "says", text, reply_to: this.#answered?.id ?? null });
    this.#aim(null, null);
  }

  /** The bot's list for these words; what is further down it is fetched when asked for. */
  async #searchInline(text, offset = "", before = []) {
    const { results, next, button } = await this.#deeds.search(text, offset);
    if (!this.#box.value.endsWith(text)) return;
    const found = results.map((result) => ({
      label: result.title, hint: result.description ?? "", stacked: true, pick: () => this.#share(result, text),
    }));
    const way = { label: button?.text, hint: "in your private chat", pick: () => this.#leaveFor(button.start_parameter) };
    const all = before.length ? [...before, ...found] : [...(button ? [way] : []), ...found];
    const more = { label: "More results…", hint: "", pick: () => this.#searchInline(text, next, all) };
    this.#offer(next ? [...all, more] : all, -1);
  }

  #leaveFor(payload) {
    this.#box.value = "";
    this.#fit();
    this.#deeds.start(payload);
  }

  async #share(result, text) {
    this.#box.value = "";
    this.#fit();
    await this.#deeds.act({ kind: "shares", data: result.id, text });
  }

  #toggleMenu() {
    if (this.#offers.length) return this.#offer([]);
    this.#offer(this.#commandsLike(""), 0);
    this.#box.focus();
    return undefined;
  }

  #offer(offers, chosen = -1) {
    this.#offers = offers;
    this.#chosen = offers.length ? chosen : -1;
    $("suggestions").hidden = !offers.length;
    $("commands").setAttribute("aria-expanded", String(offers.length > 0));
    redraw($("suggestions"), offers.map(({ label, hint, stacked }) => [label, hint, stacked]), (values) => values.map(([label, hint, stacked], at) =>
      h("li", { role: "option", id: `offer-${at}`, class: stacked && "stacked", "data-testid": "suggestion", onclick: () => this.#pick(at) },
        h("strong", {}, label), h("span", {}, hint))));
    this.#point();
  }

  #point() {
    const options = [...$("suggestions").children];
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#chosen)));
    const current = $("suggestions").hidden ? null : options[this.#chosen];
    if (current) this.#box.setAttribute("aria-activedescendant", current.id);
    else this.#box.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }

  #pick(at) {
    const offer = this.#offers[at];
    this.#offer([]);
    this.#box.focus();
    offer?.pick();
  }

  #pressed(event) {
    if (event.isComposing) return;
    const open = this.#offers.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      this.#chosen = (this.#chosen + step + this.#offers.length) % this.#offers.length;
      this.#point();
    } else if (event.key === "Escape") this.#escape(event, open);
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (open && this.#chosen >= 0) this.#pick(this.#chosen);
      else this.#send();
    }
  }

  #escape(event, open) {
    if (!open && !this.#answered && !this.#edited) return;
    event.stopPropagation();
    if (open) this.#offer([]);
    else this.#aim(null, null);
  }
}
