/** Who one is and where: the people, their chats, the topics of a forum, and what is unread elsewhere. */
import { $, avatar, h, icon, redraw } from "./dom.js";

const LANGUAGES = ["en", "es", "fr", "de", "pt", "ar"];
const names = new Intl.DisplayNames(["en"], { type: "language" });
const kindOf = ({ type, topics }) => (topics.length ? "forum" : type === "group" ? "small group" : "group");
const POSTS = /^(send|forward|copy)/;

const botMark = () => h("span", { class: "avatar bot" }, icon("mark"));

function row({ hook, current, face, title, hint, unread, choose }) {
  return h("li", {}, h("button", {
    type: "button", class: "row", "data-testid": hook, "aria-current": current ? "true" : null, onclick: choose,
  }, face, h("span", { class: "row-text" }, h("strong", {}, title), h("small", {}, hint)),
  unread > 0 && h("span", { class: "unread" }, String(unread), h("span", { class: "unseen" }, " unread"))));
}

export class People {
  #go;
  #unread = new Map(); // chat id -> messages posted while one looked elsewhere
  #state = null;
  #place = null;

  /** `go(place)` opens a chat; `speak(person, language)` changes somebody's language. */
  constructor(go, speak) {
    this.#go = go;
    $("language").addEventListener("change", (event) => speak(this.#place.person, event.target.value));
    $("topics").addEventListener("keydown", (event) => this.#arrow(event));
  }

  /** The chats somebody can be in; whoever hides speaks as a group that they administer. */
  static chatsOf(state, { person, hidden }) {
    return state.chats.filter((chat) => (hidden ? chat.administrators.includes(person) && chat.type !== "private"
      : chat.people.includes(person)));
  }

  /** The private chat of a person, where everyone starts. */
  static privateChat(state, person) {
    return state.chats.find((chat) => chat.type === "private" && chat.people.includes(person));
  }

  show(state, place) {
    this.#state = state;
    this.#place = place;
    this.#unread.delete(place.chat);
    this.#draw();
  }

  /** Counts a message the bot posted in a chat that is not open. */
  heard(call) {
    const chat = Number(call.params?.chat_id);
    const counts = call.status === 200 && POSTS.test(call.method) && !call.method.includes("Action");
    if (!counts || !chat || chat === this.#place?.chat) return;
    this.#unread.set(chat, (this.#unread.get(chat) ?? 0) + 1);
    this.#draw();
  }

  #draw() {
    const { people, chats, bot } = this.#state;
    const { person, chat, hidden } = this.#place;
    const mine = People.chatsOf(this.#state, this.#place);
    mine.sort((one, other) => Number(other.type === "private") - Number(one.type === "private"));
    const unread = Object.fromEntries(this.#unread);
    const admins = people.filter((each) => People.chatsOf(this.#state, { person: each.id, hidden: true }).length);
    redraw($("persons"), { people, person, hidden, admins, chat, unread }, () => [
      ...people.map((each) => this.#personRow(each)), ...admins.map((each) => this.#hiddenRow(each))]);
    redraw($("chats"), { mine, person, hidden, chat, unread, bot }, () => mine.map((each) => this.#chatRow(each)));
    const here = mine.find((each) => each.id === chat);
    this.#drawTopics(here?.topics ?? []);
    this.#drawLanguage(people.find((each) => each.id === person));
    this.#drawMe(people.find((each) => each.id === person));
    $("people-dot").hidden = !this.#unread.size;
  }

  #drawMe({ id, name }) {
    const { hidden } = this.#place;
    redraw($("me"), { id, name, hidden }, () => [hidden ? avatar("?", 0) : avatar(name, id)]);
    $("people-open").setAttribute("aria-label", `You are ${hidden ? `${name}, hidden` : name}. People and chats`);
  }

  /** An administrator who hides their name: the group itself seems to speak. */
  #hiddenRow(each) {
    const chats = People.chatsOf(this.#state, { person: each.id, hidden: true });
    const here = chats.find((chat) => chat.id === this.#place.chat) ?? chats[0];
    return row({
      hook: `hidden-${each.id}`, current: Boolean(this.#place.hidden) && each.id === this.#place.person,
      face: avatar("?", 0), title: "Anonymous admin", hint: `${each.name}, under the group's name`, unread: 0,
      choose: () => this.#go({ person: each.id, chat: here.id, topic: null, hidden: true }, true),
    });
  }

  #personRow(each) {
    const chat = People.privateChat(this.#state, each.id);
    const hint = each.blocked ? `${each.role} · blocked the bot` : each.role;
    return row({
      hook: `person-${each.id}`, current: each.id === this.#place.person && !this.#place.hidden, face: avatar(each.name, each.id),
      title: each.name, hint, unread: this.#unread.get(chat?.id),
      choose: () => this.#go({ person: each.id, chat: chat?.id, topic: null }, true),
    });
  }

  #chatRow(each) {
    const own = each.type === "private";
    const { bot } = this.#state;
    return row({
      hook: `chat-${each.id}`, current: each.id === this.#place.chat,
      face: own ? botMark() : avatar(each.title, each.id),
      title: own ? bot.name : each.title,
      hint: own ? "private chat" : `${kindOf(each)}, ${each.people.length} people`,
      unread: this.#unread.get(each.id),
      choose: () => this.#go({ ...this.#place, chat: each.id, topic: null }, true),
    });
  }

  #drawTopics(topics) {
    const all = topics.length ? [{ id: null, title: "General", closed: false }, ...topics] : [];
    $("topics").hidden = !all.length;
    const chosen = this.#place.topic ?? null;
    redraw($("topics"), { all, chosen, chat: this.#place.chat }, () => all.map(({ id, title, closed }) => h("button", {
      type: "button", role: "tab", class: "tab", "data-testid": `topic-${id ?? "general"}`, "aria-controls": "log",
      "aria-selected": String(id === chosen), tabindex: id === chosen ? "0" : "-1",
      onclick: () => this.#go({ ...this.#place, topic: id }),
    }, title, closed && h("span", { class: "unseen" }, " (closed)"), closed && icon("lock"))));
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = [...$("topics").children];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }

  #drawLanguage(person) {
    if (!person) return;
    const known = [...new Set([...(this.#state.languages ?? LANGUAGES), person.language])];
    redraw($("language"), { known, of: person.id, language: person.language }, () => known.map((code) =>
      h("option", { value: code, selected: code === person.language }, `${names.of(code)} (${code})`)));
  }
}
