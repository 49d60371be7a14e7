"""The chat page and the calls it makes, all under /playground/."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground.actions import NotPossibleError, Somebody
from playground.bot_routes import file_response
from playground.ephemeral import VERSIONS
from playground.groups import change
from playground.people import ANONYMOUS_ADMIN
from playground.refusals import Json
from playground.switches import read_switches, set_switches
from playground.view import ChatView, bot_json, chats_json, people_json
from playground.world import World

Handler = Callable[[Request], Awaitable[Response]]
PAGE = Path(__file__).parent / "page"
PAGE_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
HEARTBEAT = 15.0  # seconds between comments on a quiet event stream
INLINE_PATIENCE = 5.0  # seconds to wait for the bot's results
LONGEST_JUMP = 400 * 24 * 60 * 60  # seconds


@dataclass
class PageRoutes:
    """Answers the page; what the caller of the playground gives is restart and panel."""

    world: World
    on_restart: Callable[[], Awaitable[None]] | None = None
    panel: Callable[[], Awaitable[Any]] | None = None
    is_closing: bool = False

    def routes(self) -> list[Route]:
        reads = {
            "state": self.state,
            "chat": self.chat,
            "calls": self.calls,
            "panel": self.stored,
            "events": self.events,
        }
        writes = {
            "act": self.act,
            "clock": self.clock,
            "faults": self.faults,
            "restart": self.restart,
            "language": self.language,
            "group": self.group,
            "server": self.server,
        }
        return [
            *(Route(f"/playground/{name}", _spoken(how)) for name, how in reads.items()),
            *(
                Route(f"/playground/{name}", _spoken(how), methods=["POST"])
                for name, how in writes.items()
            ),
            Route("/playground/file/{id}/{name}", self.file),
            Route("/", self.static),
            Route("/healthz", _healthz),
            Route("/page/{name}", self.static),
            Route("/{name}", self.static),
        ]

    async def state(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "bot": bot_json(self.world),
                "now": self.world.clock.now().isoformat(),
                "people": people_json(self.world),
                "chats": chats_json(self.world),
                "faults": read_switches(self.world),
                "can_restart": self.on_restart is not None,
                "running": self.world.is_running,
                "problems": self.world.problems,
                "hidden": ANONYMOUS_ADMIN["id"],
                "server": {"version": self.world.api_version, "versions": VERSIONS},
            }
        )

    async def chat(self, request: Request) -> Response:
        person, chat = int(request.query_params["person"]), int(request.query_params["chat"])
        Somebody(self.world, person, chat)
        return JSONResponse(ChatView(self.world, person, self.world.chats[chat]).as_json())

    async def calls(self, request: Request) -> Response:
        calls = self.world.ledger.after(int(request.query_params.get("after", 0)))
        return JSONResponse({"calls": [call.as_json() for call in calls]})

    async def stored(self, _request: Request) -> Response:
        return JSONResponse(await self.panel() if self.panel else None)

    async def act(self, request: Request) -> Response:
        deed = await _body(request)
        person, chat = int(deed["person"]), int(deed["chat"])
        hidden = bool(deed.get("anonymous"))
        who = Somebody(self.world, person, chat, topic=deed.get("topic"), anonymous=hidden)
        answer = _do(who, deed)
        if deed["kind"] == "inline":
            answer = await self._results(person, chat)
        return JSONResponse({"ok": True} | answer)

    async def _results(self, person: int, chat: int) -> Json:
        """One part of the list, where the next one starts, and the button over it."""

        def look() -> Json | None:
            return self.world.inline_results.get((person, chat))

        try:
            answer = await self.world.until(look, INLINE_PATIENCE) or {}
        except TimeoutError:
            raise NotPossibleError("The bot did not answer the inline query.") from None
        fields = ("id", "title", "description")
        results = [{name: result[name] for name in fields} for result in answer["results"]]
        return {"results": results, "next": answer["next_offset"], "button": answer["button"]}

    async def clock(self, request: Request) -> Response:
        seconds = float((await _body(request))["seconds"])
        if not 0 <= seconds <= LONGEST_JUMP:
            raise NotPossibleError("The clock turns ahead by at most 400 days at a time.")
        self.world.clock.jump(timedelta(seconds=seconds))
        return JSONResponse({"ok": True, "now": self.world.clock.now().isoformat()})

    async def faults(self, request: Request) -> Response:
        set_switches(self.world, await _body(request))
        return JSONResponse({"ok": True, "faults": read_switches(self.world)})

    async def language(self, request: Request) -> Response:
        wish = await _body(request)
        if int(wish["person"]) not in self.world.people:
            raise NotPossibleError("There is no such person.")
        self.world.speak(int(wish["person"]), str(wish["language"]))
        return JSONResponse({"ok": True})

    async def group(self, request: Request) -> Response:
        deed = await _body(request)
        chat = self.world.chats.get(int(deed["chat"]))
        if chat is None or chat.is_private:
            raise NotPossibleError("There is no such group.")
        change(self.world, chat, deed)
        return JSONResponse({"ok": True})

    async def server(self, request: Request) -> Response:
        """Plays another Bot API server; the bot looks at it when it starts."""
        version = str((await _body(request))["version"])
        if version not in VERSIONS:
            raise NotPossibleError(f"The server can be {', '.join(VERSIONS)}.")
        self.world.api_version = version
        self.world.changes.ring()
        return JSONResponse({"ok": True})

    async def restart(self, _request: Request) -> Response:
        if self.on_restart is None:
            raise NotPossibleError("Nothing here can be restarted.")
        self._run(running=False)
        try:
            await self.on_restart()
        finally:
            self._run(running=True)
        return JSONResponse({"ok": True})

    def _run(self, *, running: bool) -> None:
        self.world.is_running = running
        self.world.changes.ring()

    async def events(self, _request: Request) -> Response:
        return StreamingResponse(
            self._changes(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _changes(self) -> AsyncIterator[str]:
        heard = -1
        while not self.is_closing:
            rings = self.world.changes.rings
            is_quiet = rings == heard and self._patience() == HEARTBEAT
            yield ": still here\n\n" if is_quiet else _event({"version": rings})
            heard = rings
            await self.world.changes.wait(heard, self._patience())

    def _patience(self) -> float:
        """Typing ends without a sound, so the page looks again soon."""
        is_typing = any(self.world.is_typing(chat_id) for chat_id in self.world.typing_until)
        return 1.0 if is_typing else HEARTBEAT

    async def file(self, request: Request) -> Response:
        return file_response(self.world, request)

    async def static(self, request: Request) -> Response:
        path = PAGE / request.path_params.get("name", "index.html")
        if path.suffix not in PAGE_TYPES or path.parent != PAGE or not path.is_file():
            return Response("There is no such page.", 404)
        return FileResponse(path, media_type=PAGE_TYPES[path.suffix], headers=SECURITY)


def _do(who: Somebody, deed: Json) -> Json:
    """One deed of a person, as the page names it."""
    match deed["kind"]:
        case "says":
            return {"message_id": who.says(str(deed["text"]), deed.get("reply_to")).id}
        case "taps":
            who.taps(int(deed["message_id"]), str(deed["data"]))
        case "edits":
            who.edits(int(deed["message_id"]), str(deed["text"]))
        case "start":
            return {"message_id": who.starts(str(deed.get("payload") or "")).id}
        case "blocks":
            who.blocks()
        case "unblocks":
            who.unblocks()
        case "inline":
            who.asks_inline(str(deed.get("text") or ""), str(deed.get("offset") or ""))
        case "shares":
            return {"message_id": who.shares(str(deed["data"])).id}
        case "forwards":
            return {"message_id": who.forwards(int(deed["message_id"])).id}
        case "sends":
            return {"message_id": who.sends(str(deed["data"])).id}
        case other:
            raise NotPossibleError(f"People can't do {other} here.")
    return {}


def _event(value: Json) -> str:
    return f"data: {json.dumps(value)}\n\n"


async def _body(request: Request) -> Json:
    """The JSON of a request; only JSON, so that no other site's form can speak for the page."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    body = await request.json() if kind == "application/json" else None
    if not isinstance(body, dict):
        raise NotPossibleError("The page must send a JSON object.")
    return body


async def _healthz(_: Request) -> Response:
    return Response("well", media_type="text/plain")


def _spoken(handler: Handler) -> Handler:
    """What goes wrong is answered with one sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except KeyError as error:
            return JSONResponse({"error": f"{error.args[0]} is missing."}, 400)
        except (NotPossibleError, ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return answer
