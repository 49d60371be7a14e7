/** The page of the playground: reads what the server has, draws it, and sends what people do. */
import * as api from "./api.js";
import { Bench } from "./bench.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { $, avatar, h, icon, redraw } from "./dom.js";
import { closeSheets, startFrame } from "./frame.js";
import { alertBox, banner, choose, copy, showProblems, toast } from "./notices.js";
import { GroupCard } from "./group.js";
import { People } from "./people.js";
import { readLink } from "./rich.js";
import { Split } from "./split.js";

const BUTTON_GONE = "There is no such button on that message."; // the second of two quick taps
const TYPING_LASTS = 5000; // milliseconds, as in Telegram

let state = null;
let place = { person: null, chat: null, topic: null, hidden: false };
let offline = false;
let typingEnds = 0;
const touch = matchMedia("(hover: none)"); // a focused box would open the keyboard of a phone
const greeted = new Set(); // chats seen at least once, so that an old toast is not shown again
const told = new Set(); // toasts already shown

const deeds = {
  act,
  say: (text) => act({ kind: "says", text }),
  tap: (message, data) => attempt(() => api.act({ ...place, kind: "taps", message_id: message.id, data }), BUTTON_GONE),
  reply: (message) => composer.answer(message),
  edit: (message) => composer.edit(message),
  open,
  copy,
  inline,
  start: (payload) => startHere(payload),
  search: async (text, offset) => (await attempt(() => api.act({ ...place, kind: "inline", text, offset }))) ?? { results: [] },
};
const conversation = new Conversation($("log"), deeds);
const composer = new Composer(deeds);
const people = new People(go, (person, language) => attempt(() => api.setLanguage(person, language)));
const groupCard = new GroupCard((deed) => attempt(() => api.changeGroup(place.chat, deed)));
const split = new Split();
const bench = new Bench(attempt, (call, old) => { if (!old) hear(call); });

const keyOf = ({ person, chat, topic, hidden }) => `${person} ${chat} ${topic ?? ""} ${hidden ? "hidden" : ""}`;
const chatNow = () => state.chats.find((chat) => chat.id === place.chat);
const personNow = () => state.people.find((person) => person.id === place.person);

/** Runs something the server may refuse; says why, unless it is for the reason named in `quietly`, and answers null. */
async function attempt(deed, quietly = "") {
  try {
    const answer = await deed();
    refresh();
    return answer ?? {};
  } catch (error) {
    if (error.message !== quietly) toast(error.message, "bad");
    refresh();
    return null;
  }
}

async function act(deed) {
  return (await attempt(() => api.act({ ...place, ...deed }))) !== null;
}

/** Turns to another chat at once: what is still drawn of the last one can no longer be pressed. */
function turnTo(next) {
  place = next;
  people.show(state, place);
  composer.enter(keyOf(place));
  $("toasts").replaceChildren();
  for (const part of [document.querySelector(".stage"), $("start"), $("blocked")]) part.inert = true;
}

function arrive() {
  for (const part of [document.querySelector(".stage"), $("start"), $("blocked")]) part.inert = false;
  if (document.activeElement === document.body) $("log").focus({ preventScroll: true });
}

function go(next, close = false) {
  if (keyOf(next) !== keyOf(place)) turnTo(next);
  if (close) closeSheets();
  history.replaceState(null, "", `#${new URLSearchParams(Object.entries(place).filter(([, id]) => id))}`);
  return refresh();
}

/** Opens a link that belongs to this bot inside the page; answers false for every other link. */
function open(href) {
  const link = readLink(href, state.bot.username);
  if (link.kind === "outside") return false;
  if (link.group) toast("In Telegram, this link adds the bot to a group.");
  else startHere(link.payload);
  return true;
}

async function startHere(payload) {
  const chat = People.privateChat(state, place.person);
  await go({ person: place.person, chat: chat.id, topic: null });
  await act({ kind: "start", payload: payload ?? "" });
}

async function inline(query, elsewhere) {
  const mine = state.chats.filter((chat) => chat.people.includes(place.person));
  const options = mine.map((chat) => ({ value: chat.id, label: chat.type === "private" ? state.bot.name : chat.title }));
  const chat = elsewhere ? await choose("Share in which chat?", options) : place.chat;
  if (chat === null) return;
  if (chat !== place.chat) await go({ person: place.person, chat, topic: null });
  composer.startInline(query);
}

async function sendOther() {
  const kinds = ["photo", "document", "sticker", "voice", "location", "contact"];
  const files = await filesHere();
  const kind = await choose("Send what?", [
    ...files.map(({ id, document: file }) => ({ value: id, label: file.name })),
    ...kinds.map((value) => ({ value, label: `A ${value}` })),
  ]);
  if (typeof kind === "number") await act({ kind: "forwards", message_id: kind });
  else if (kind) await act({ kind: "sends", data: kind });
}

/** The newest file of each name that one has received in this chat: it can be sent back. */
async function filesHere() {
  const { messages } = await api.readChat(place);
  const byName = new Map(messages.filter((message) => message.document).map((message) => [message.document.name, message]));
  return [...byName.values()];
}

function drawHead(chat, typing) {
  const own = chat.type === "private";
  const me = place.hidden ? `hidden (${personNow().name})` : personNow().name;
  const status = `${own ? "bot" : `${chat.people.length} people`} · you are ${me}`;
  $("chat-title").textContent = own ? state.bot.name : chat.title;
  redraw($("chat-status"), { typing, status }, () => (typing
    ? [h("span", { class: "typing" }, "typing", h("i"), h("i"), h("i"))] : [status]));
  redraw($("chat-avatar"), chat.id, () => [own ? icon("mark") : avatar(chat.title, chat.id)]);
  $("chat-avatar").classList.toggle("bot", own);
  $("again").hidden = $("block").hidden = !own;
}

function drawFoot(chat, view, isNew) {
  const { blocked } = personNow();
  const own = chat.type === "private";
  const focusLost = document.activeElement === $("start") || $("blocked").contains(document.activeElement);
  $("blocked").hidden = !(own && blocked);
  $("start").hidden = !isNew || blocked;
  $("composer").hidden = (own && blocked) || isNew;
  $("block").textContent = blocked ? "Unblock the bot" : "Block the bot";
  $("again").disabled = $("other").disabled = own && blocked;
  composer.enter(keyOf(place));
  composer.show({
    commands: view.commands ?? [], bot: state.bot.username,
    menuText: (view.menu_button?.type === "web_app" && view.menu_button.text) || "Menu",
    asked: view.messages.find((message) => message.id === view.force_reply),
  });
  if (focusLost && !$("composer").hidden) $(touch.matches ? "log" : "message-box").focus({ preventScroll: true });
}

function drawWelcome(isNew) {
  const { name, description, short_description: short } = state.bot;
  $("welcome").hidden = !isNew;
  redraw($("welcome"), { name, description, short }, () => [
    h("span", { class: "avatar bot large" }, icon("mark")),
    h("h2", {}, `What can ${name} do?`),
    ...(description || short || "Press Start to begin.").split(/\n+/).map((line) => h("p", { dir: "auto" }, line)),
  ]);
}

function drawToast(note) {
  const key = keyOf(place);
  const first = !greeted.has(key);
  greeted.add(key);
  if (!note || told.has(note.id)) return;
  told.add(note.id);
  if (first) return;
  if (note.alert) alertBox(state.bot.name, note.text);
  else if (note.text) toast(note.text);
  if (note.url && !open(note.url)) window.open(note.url, "_blank", "noopener,noreferrer");
}

/** A call the bot made just now: it may tell that somebody has something to read, or that a tap is answered. */
function hear(call) {
  people.heard(call);
  if (call.method !== "answerCallbackQuery") return;
  document.querySelectorAll(".key.waiting").forEach((button) => button.classList.remove("waiting"));
}

function draw(view) {
  const chat = chatNow();
  const topical = view.messages.some((message) => "topic" in message);
  const messages = topical ? view.messages.filter((each) => (each.topic ?? null) === place.topic) : view.messages;
  const isNew = chat.type === "private" && !messages.length;
  document.title = `${state.bot.name} playground`;
  $("brand").textContent = state.bot.name;
  people.show(state, place);
  drawHead(chat, view.typing);
  drawWelcome(isNew);
  $("log").lang = chat.type === "private" ? personNow().language : "";
  conversation.show(keyOf(place), { messages, me: place.hidden ? state.hidden : place.person, group: chat.type !== "private", bot: state.bot.name });
  drawFoot(chat, { ...view, messages }, isNew);
  groupCard.show(chat);
  split.show(state, place);
  if (document.querySelector(".stage").inert) arrive();
  drawToast(view.toast);
  clearTimeout(typingEnds);
  if (view.typing) typingEnds = setTimeout(refresh, TYPING_LASTS);
  showLatest();
}

/** The place named in the address when it exists, else the first person's private chat. */
function findPlace() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const known = (name) => (asked.has(name) ? Number(asked.get(name)) : null);
  const wanted = place.person === null ? { person: known("person"), chat: known("chat"), topic: known("topic"), hidden: asked.has("hidden") } : place;
  const person = state.people.find((each) => each.id === wanted.person) ?? state.people[0];
  const hidden = wanted.hidden && People.chatsOf(state, { person: person.id, hidden: true }).length > 0;
  const mine = People.chatsOf(state, { person: person.id, hidden });
  const same = mine.find((each) => each.id === wanted.chat) ?? mine.find((each) => each.grew_from === wanted.chat);
  const chat = same ?? (hidden ? mine[0] : People.privateChat(state, person.id) ?? mine[0]);
  return { person: person.id, chat: chat.id, topic: same ? wanted.topic ?? null : null, hidden };
}

async function readAll() {
  state = await api.readState();
  place = findPlace();
  const asked = keyOf(place);
  const view = await api.readChat(place);
  if (asked !== keyOf(place)) return;
  draw(view);
  banner(offline ? "The playground does not answer. Trying again…" : state.running ? null : "The bot is stopped. Messages wait for it.");
  showProblems(state.problems);
  await bench.show(state);
}

let reading = null;
let following = null;

/** Reads everything once more; calls that arrive meanwhile share one more round. */
function refresh() {
  if (!reading) {
    reading = readAll().catch((error) => banner(error.message)).finally(() => { reading = null; });
    return reading;
  }
  following ??= reading.then(() => { following = null; return refresh(); });
  return following;
}

function showLatest() {
  $("latest").hidden = conversation.isAtEnd;
}

startFrame();
$("start").addEventListener("click", () => act({ kind: "start", payload: "" }));
$("again").addEventListener("click", () => act({ kind: "start", payload: "" }));
$("other").addEventListener("click", sendOther);
$("inline").addEventListener("click", () => composer.startInline(""));
$("block").addEventListener("click", () => act({ kind: personNow().blocked ? "unblocks" : "blocks" }));
$("unblock").addEventListener("click", () => act({ kind: "unblocks" }));
$("latest").addEventListener("click", () => conversation.toEnd(true));
$("log").addEventListener("scroll", showLatest, { passive: true });
api.listen(refresh, (broken) => { offline = broken; if (broken) banner("The playground does not answer. Trying again…"); });
