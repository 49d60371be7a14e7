/** The playground's own HTTP side. Every function returns what the server said or throws its words. */

const BASE = "/playground";
const RETRY_AFTER = 1500; // milliseconds

async function ask(path, options = {}) {
  const response = await fetch(BASE + path, options);
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error ?? `The server answered ${response.status}.`);
  return body;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const query = (values) => {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(known).toString();
};

export const readState = () => ask("/state");
export const readChat = ({ person, chat }) => ask(`/chat?${query({ person, chat })}`);
export const readCalls = (after) => ask(`/calls?${query({ after })}`);
export const readPanel = () => ask("/panel");
export const act = ({ hidden, ...deed }) => post("/act", { ...deed, anonymous: Boolean(hidden) });
export const turnClock = (seconds) => post("/clock", { seconds });
export const setFaults = (faults) => post("/faults", faults);
export const changeGroup = (chat, deed) => post("/group", { chat, ...deed });
export const playServer = (version) => post("/server", { version });
export const restart = () => post("/restart", {});
export const setLanguage = (person, language) => post("/language", { person, language });

/** Calls `changed` on every version the server announces, and `broken(bool)` as the line drops and returns. */
export function listen(changed, broken) {
  const source = new EventSource(`${BASE}/events`);
  source.onopen = () => { broken(false); changed(); };
  source.onmessage = () => changed();
  source.onerror = () => {
    broken(true);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(changed, broken), RETRY_AFTER);
  };
}
