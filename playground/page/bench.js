/** The test bench beside the chat: the clock, the API calls, the faults, what is stored, the restart. */
import * as api from "./api.js";
import { $, h, momentOf, redraw, timeOf } from "./dom.js";

const JUMPS = [[3600, "+1 hour"], [86400, "+1 day"], [604800, "+1 week"], [1814400, "+3 weeks"]]; // seconds
const CALLS_KEPT = 200;
const CALLER_LEFT = 499; // a long poll given up, which is no refusal
const TICK = 5000; // milliseconds

export class Bench {
  #attempt;
  #ahead = 0; // milliseconds between this computer's clock and the bot's
  #seen = 0;
  #newCall;

  /** `attempt(deed)` runs something that may be refused; `newCall` hears of every API call once. */
  constructor(attempt, newCall) {
    this.#attempt = attempt;
    this.#newCall = newCall;
    this.#drawJumps();
    $("own-jump").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#jump($("jump-count").valueAsNumber * Number($("jump-unit").value));
    });
    $("refusals-only").addEventListener("change", (event) => $("calls").classList.toggle("refusals-only", event.target.checked));
    $("restart").addEventListener("click", () => this.#restart());
    $("server").addEventListener("change", (event) => this.#attempt(() => api.playServer(event.target.value)));
    $("stored").addEventListener("toggle", () => this.#readStored());
    $("faults").addEventListener("change", () => this.#sendFaults());
    $("faults").addEventListener("submit", (event) => event.preventDefault());
    setInterval(() => this.#tick(), TICK);
  }

  /** Shows the state and asks for the calls and rows that are new. */
  async show(state) {
    this.#ahead = new Date(state.now) - Date.now();
    this.#tick();
    $("running").textContent = state.running ? "Running" : "Stopped";
    $("restart").disabled = !state.can_restart;
    $("restart").title = state.can_restart ? "" : "This bot was started elsewhere";
    this.#drawFaults(state.faults ?? {});
    redraw($("server"), state.server, ({ version, versions }) => versions.map((each) =>
      h("option", { value: each, selected: each === version }, each === versions.at(-1) ? `${each}, old` : each)));
    await Promise.all([this.#readCalls(), this.#readStored()]);
  }

  #tick() {
    const now = new Date(Date.now() + this.#ahead);
    const { shown, utc } = momentOf(now);
    const clock = $("clock-now");
    clock.dateTime = now.toISOString();
    redraw(clock, [shown, utc], () => [h("span", {}, shown), " ", h("small", {}, utc)]);
  }

  #drawJumps() {
    const button = ([seconds, label]) => h("button", {
      type: "button", class: "quiet", "data-testid": `jump-${seconds}`, onclick: () => this.#jump(seconds),
    }, label);
    $("jumps").append(...JUMPS.map(button));
  }

  #jump(seconds) {
    if (seconds > 0) this.#attempt(() => api.turnClock(seconds));
  }

  async #restart() {
    $("restart").disabled = true;
    $("running").textContent = "Restarting…";
    await this.#attempt(api.restart);
  }

  async #readCalls() {
    const after = this.#seen;
    const { calls } = await api.readCalls(after);
    if (after !== this.#seen || !calls.length) return;
    this.#seen = calls.at(-1).n;
    const shown = calls.filter((call) => call.method !== "getUpdates" || (isRefused(call) && call.status !== CALLER_LEFT));
    $("calls").prepend(...shown.map(callRow).reverse());
    while ($("calls").children.length > CALLS_KEPT) $("calls").lastElementChild.remove();
    $("calls-count").textContent = String($("calls").children.length);
    calls.forEach((call) => this.#newCall(call, after === 0));
  }

  async #readStored() {
    if (!$("stored").open) return;
    const panel = await api.readPanel();
    if (panel?.title) $("stored-title").textContent = panel.title;
    redraw($("stored-tables"), panel, storedParts);
  }

  #drawFaults(faults) {
    const on = Object.values(faults).filter(Boolean).length;
    $("faults-on").hidden = !on;
    $("faults-on").textContent = `${on} on`;
    redraw($("faults"), faults, (values) => Object.entries(values).map(([name, value]) => faultField(name, value)));
  }

  #sendFaults() {
    const fields = [...$("faults").querySelectorAll("[name]")];
    const faults = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
    this.#attempt(() => api.setFaults(faults));
  }
}

const isRefused = ({ status }) => status < 200 || status >= 400; // 0 is a torn connection

/** Parameters to read: the JSON that travels inside strings is opened too. */
function readable(params) {
  const open = (value) => {
    if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
    try { return JSON.parse(value); } catch { return value; }
  };
  return JSON.stringify(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, open(value)])), null, 2);
}

function callRow(call) {
  const refused = isRefused(call);
  const details = h("details", {}, h("summary", {}, h("code", {}, call.method),
    h("span", { class: "pill" }, call.status ? String(call.status) : "torn"), h("time", { datetime: call.at }, timeOf(call.at))));
  const open = () => details.append(h("pre", { tabindex: "0" }, readable(call.params ?? {})));
  details.addEventListener("toggle", open, { once: true });
  return h("li", { class: refused ? "refused" : "" }, details, refused && h("p", {}, call.description || "Refused"));
}

function storedParts(panel) {
  if (!panel?.tables?.length) return [h("p", { class: "hint" }, "Nothing is stored.")];
  return panel.tables.map(({ name, rows }) => h("details", { class: "table", open: rows.length > 0 && rows.length < 4 },
    h("summary", {}, h("span", {}, name), h("span", { class: "pill" }, String(rows.length))),
    ...rows.map((row) => h("dl", {}, ...Object.entries(row).flatMap(([column, value]) => [
      h("dt", {}, column), h("dd", {}, value === null ? "none" : typeof value === "object" ? JSON.stringify(value) : String(value))])))));
}

const FAULTS = {
  retry_after: ["Too many requests (429)", "retry after, seconds"],
  server_error: ["Server errors (5xx)"],
  torn: ["Torn before the call is done"],
  torn_after: ["Torn after the call is done"],
  delay: ["Slow answers", "delay, seconds"],
  polling: ["getUpdates suffers too"],
  flood_limits: ["Telegram's flood limits"],
};

function faultField(name, value) {
  const [title, unit] = FAULTS[name] ?? [name.replaceAll("_", " ")];
  const id = `fault-${name}`;
  const counts = typeof value === "number" || unit;
  const input = counts
    ? h("input", { id, name, type: "number", min: "0", step: "any", value: String(value ?? 0), "data-testid": id })
    : h("input", { id, name, type: "checkbox", checked: Boolean(value), "data-testid": id });
  return h("div", { class: `fault ${value ? "on" : ""}` }, h("label", { for: id }, title, unit && h("small", {}, unit)), input);
}

const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.valueAsNumber || 0);
