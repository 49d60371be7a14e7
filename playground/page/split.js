/** A second person beside the first: the same page once more, in a frame of its own. */
import { $, h } from "./dom.js";

const PANE = new URLSearchParams(location.search).has("pane");

/** Whom to show beside somebody: who moderates this group, or who does not. */
function companion({ people, chats }, { person, chat }) {
  const { administrators, people: here } = chats.find((each) => each.id === chat);
  const others = people.filter((each) => each.id !== person && here.includes(each.id));
  const moderates = administrators.includes(person);
  return others.find((each) => administrators.includes(each.id) !== moderates) ?? others[0];
}

export class Split {
  #state = null;
  #place = null;

  constructor() {
    document.documentElement.classList.toggle("pane", PANE);
    if (PANE) document.documentElement.dataset.theme = parent.document.documentElement.dataset.theme ?? "";
    $("split").addEventListener("click", () => this.#toggle());
  }

  /** Tells which group the next second person would be shown in. */
  show(state, place) {
    this.#state = state;
    this.#place = place;
  }

  #toggle() {
    const open = !document.body.classList.contains("split");
    document.body.classList.toggle("split", open);
    $("split").setAttribute("aria-pressed", String(open));
    $("second")?.remove();
    if (open) document.querySelector(".layout").append(this.#second());
  }

  /** In a private chat nobody else is there, so the second person starts in a group. */
  #second() {
    const groups = this.#state.chats.filter((chat) => chat.type !== "private" && chat.people.includes(this.#place.person));
    const chat = groups.find((each) => each.id === this.#place.chat)?.id ?? groups[0].id;
    const { id, name } = companion(this.#state, { ...this.#place, chat });
    const topic = chat === this.#place.chat && this.#place.topic ? { topic: this.#place.topic } : {};
    const where = new URLSearchParams({ person: id, chat, ...topic });
    return h("iframe", { id: "second", class: "second", title: `Second person, at first ${name}`, src: `./?pane#${where}` });
  }
}
