/** What can happen to a group: the bot's place in it, its topics, its upgrade. */
import { $, h, redraw } from "./dom.js";

const PLACES = {
  member: "a member", administrator: "an administrator", restricted: "silenced: it may not write",
  kicked: "removed", left: "gone by itself",
};

export class GroupCard {
  #change;

  /** `change(deed)` asks the server for one change in the group that is open. */
  constructor(change) {
    this.#change = change;
    $("group").addEventListener("submit", (event) => event.preventDefault());
  }

  show(chat) {
    $("group-card").hidden = chat.type === "private";
    if (chat.type === "private") return;
    const { id, type, topics, bot } = chat;
    redraw($("group"), { id, type, topics, bot }, () => [
      this.#place(bot), ...topics.map((topic) => this.#topic(topic)), type === "group" && this.#upgrade(),
    ].filter(Boolean));
  }

  #place(bot) {
    const choose = (event) => this.#change({ kind: "bot", status: event.target.value });
    const options = Object.entries(PLACES).map(([status, label]) => h("option", { value: status, selected: status === bot }, label));
    return h("div", { class: "switch" }, h("label", { for: "bot-place" }, "The bot is here"),
      h("select", { id: "bot-place", "data-testid": "bot-place", onchange: choose }, ...options));
  }

  #topic({ id, title, closed }) {
    const name = `topic-closed-${id}`;
    const turn = (event) => this.#change({ kind: "topic", topic: id, closed: event.target.checked });
    return h("div", { class: "switch" }, h("label", { for: name }, `“${title}” is closed`),
      h("input", { id: name, type: "checkbox", checked: closed, "data-testid": name, onchange: turn }));
  }

  #upgrade() {
    const upgrade = () => this.#change({ kind: "upgrade" });
    return h("button", { type: "button", class: "quiet", "data-testid": "upgrade", onclick: upgrade }, "Upgrade it to a supergroup");
  }
}
