"""What the chat page asks of the playground."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from playground.actions import Somebody
from playground.parameters import Upload
from playground.people import ANA, BEN, FORUM_ID, SUPERGROUP_ID
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import Caller, keyboard


async def act(http: httpx.AsyncClient, kind: str, **deed: Any) -> httpx.Response:
    return await http.post(
        "/playground/act", json={"person": ANA, "chat": ANA, "kind": kind} | deed
    )


async def view(http: httpx.AsyncClient, person: int = ANA, chat: int = ANA) -> dict[str, Any]:
    answer = await http.get("/playground/chat", params={"person": person, "chat": chat})
    shown: dict[str, Any] = answer.json()
    return shown


async def test_the_state_lists_people_chats_and_switches(http: httpx.AsyncClient) -> None:
    state = (await http.get("/playground/state")).json()
    assert [person["name"] for person in state["people"]] == ["Ana", "Ben", "Mira", "Theo"]
    assert {chat["type"] for chat in state["chats"]} == {"private", "group", "supergroup"}
    forum = next(chat for chat in state["chats"] if chat["id"] == FORUM_ID)
    assert len(forum["topics"]) == 2
    assert state["bot"]["username"] == "waymark_local_bot"
    assert state["now"] == "2026-11-02T09:00:00+00:00"
    assert (state["can_restart"], state["running"]) == (False, True)
    assert state["faults"]["retry_after"] == 0


async def test_a_conversation_is_shown_to_the_person(
    http: httpx.AsyncClient, call: Caller, world: World
) -> None:
    await act(http, "start", payload="surgery")
    await call.result("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await call.sends(
        "<b>Hi</b> & welcome",
        parse_mode="HTML",
        reply_markup=keyboard("x"),
        disable_notification=True,
        reply_parameters={"message_id": world.last(ANA).id},
    )
    shown = await view(http)
    start, answer = shown["messages"]
    assert start["text"] == "/start surgery"
    assert answer["html"] == "<strong>Hi</strong> &amp; welcome"
    assert answer["from"] == {"id": world.bot.id, "name": "Waymark", "is_bot": True}
    assert answer["reply_to"] == start["id"]
    assert answer["reply_markup"] == keyboard("x")
    assert (answer["silent"], answer["edited"], answer["document"]) == (True, False, None)
    assert shown["commands"] == [{"command": "help", "description": "Help"}]
    assert shown["menu_button"] == {"type": "commands"}


async def test_a_tap_and_its_toast(http: httpx.AsyncClient, call: Caller, ana: Somebody) -> None:
    sent = await call.sends(reply_markup=keyboard("x"))
    await act(http, "taps", message_id=sent["message_id"], data="x")
    [update] = await call.result("getUpdates")
    query = update["callback_query"]["id"]
    await call.result("answerCallbackQuery", callback_query_id=query, text="Saved", show_alert=True)
    toast = (await view(http))["toast"]
    assert (toast["text"], toast["alert"]) == ("Saved", True)
    ana.says("next")
    assert (await view(http))["toast"] is None


async def test_typing_and_a_question_are_shown(
    http: httpx.AsyncClient, call: Caller, ana: Somebody
) -> None:
    await call.result("sendChatAction", chat_id=ANA, action="typing")
    assert (await view(http))["typing"] is True
    sent = await call.sends("Which day?", reply_markup={"force_reply": True})
    assert (await view(http))["force_reply"] == sent["message_id"]
    ana.says("Monday", reply_to=sent["message_id"])
    assert (await view(http))["force_reply"] is None


async def test_a_document_can_be_fetched_from_the_page(
    http: httpx.AsyncClient, call: Caller, ana: Somebody
) -> None:
    upload = Upload("page.html", b"<script>")
    await call.result("sendDocument", chat_id=ana.person.id, document=upload)
    document = (await view(http))["messages"][-1]["document"]
    answer = await http.get(document["url"])
    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"] == "attachment"


async def test_blocking_editing_and_unblocking_from_the_page(
    http: httpx.AsyncClient, world: World
) -> None:
    first = (await act(http, "start")).json()["message_id"]
    await act(http, "edits", message_id=first, text="/help")
    await act(http, "blocks")
    assert world.blocked == {ANA}
    refused = await act(http, "says", text="hello")
    assert (refused.status_code, refused.json()) == (
        400,
        {"error": "Ana has blocked the bot; unblock it first."},
    )
    await act(http, "unblocks")
    assert world.blocked == set()


async def test_inline_results_are_waited_for_and_shared(
    http: httpx.AsyncClient, call: Caller, world: World
) -> None:
    asking = asyncio.create_task(act(http, "inline", chat=SUPERGROUP_ID, text="surg"))
    [update] = await call.result("getUpdates", timeout=5)
    result = {
        "type": "article",
        "id": "s",
        "title": "Surgery",
        "input_message_content": {"message_text": "A card"},
    }
    query = update["inline_query"]["id"]
    await call.result("answerInlineQuery", inline_query_id=query, results=[result])
    assert (await asking).json()["results"] == [{"id": "s", "title": "Surgery", "description": ""}]
    await act(http, "shares", chat=SUPERGROUP_ID, data="s", text="surg")
    assert world.last(SUPERGROUP_ID).text == "A card"


async def test_a_forums_messages_name_their_topic(http: httpx.AsyncClient) -> None:
    await act(http, "says", chat=FORUM_ID, topic=2, text="/topics")
    await act(http, "says", chat=FORUM_ID, topic=None, text="/topics")
    topics = [message["topic"] for message in (await view(http, ANA, FORUM_ID))["messages"]]
    assert topics == [2, None]


@pytest.mark.parametrize(
    ("path", "wish", "error"),
    [
        ("act", {"person": ANA, "chat": ANA, "kind": "sings"}, "People can't do sings here."),
        ("act", {"person": 5, "chat": ANA, "kind": "says"}, "There is no such person."),
        ("act", {"person": ANA, "chat": BEN, "kind": "says"}, "This person is not in that chat."),
        ("act", {"person": ANA, "chat": ANA, "kind": "says"}, "text is missing."),
        ("act", [], "The page must send a JSON object."),
        ("clock", {"seconds": -1}, "The clock turns ahead by at most 400 days at a time."),
        ("faults", {"thunder": True}, "There is no fault called thunder."),
        ("restart", {}, "Nothing here can be restarted."),
        ("language", {"person": 5, "language": "es"}, "There is no such person."),
    ],
)
async def test_what_is_not_possible_is_said_in_a_sentence(
    http: httpx.AsyncClient, path: str, wish: Any, error: str
) -> None:
    answer = await http.post(f"/playground/{path}", json=wish)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


async def test_a_form_of_another_site_can_not_act(http: httpx.AsyncClient) -> None:
    wish = json.dumps({"person": ANA, "chat": ANA, "kind": "blocks"})
    answer = await http.post(
        "/playground/act", content=wish, headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 400


async def test_clock_language_and_faults_can_be_set(http: httpx.AsyncClient, world: World) -> None:
    await http.post("/playground/clock", json={"seconds": 86400})
    await http.post("/playground/language", json={"person": ANA, "language": "es"})
    await http.post("/playground/faults", json={"delay": 1})
    state = (await http.get("/playground/state")).json()
    assert state["now"] == "2026-11-03T09:00:00+00:00"
    assert state["people"][0]["language"] == world.people[ANA].language == "es"
    assert state["faults"]["delay"] == 1


async def test_calls_are_listed_from_where_one_left_off(
    http: httpx.AsyncClient, call: Caller
) -> None:
    await call.result("getMe")
    await call.refusal("sendRaven")
    calls = (await http.get("/playground/calls", params={"after": 1})).json()["calls"]
    assert [(call["n"], call["method"], call["status"]) for call in calls] == [
        (2, "sendRaven", 404)
    ]


async def test_restart_and_panel_are_the_callers(world: World) -> None:
    seen: list[bool] = []

    async def on_restart() -> None:
        seen.append(world.is_running)

    async def panel() -> dict[str, Any]:
        return {"tables": []}

    async with (
        Playground(world, on_restart=on_restart, panel=panel) as playground,
        httpx.AsyncClient(base_url=playground.url) as http,
    ):
        await http.post("/playground/restart", json={})
        assert (await http.get("/playground/panel")).json() == {"tables": []}
    assert (seen, world.is_running) == ([False], True)


async def test_every_change_is_announced(http: httpx.AsyncClient, ana: Somebody) -> None:
    async with http.stream("GET", "/playground/events") as stream:
        lines = (line async for line in stream.aiter_lines() if line)
        first = json.loads((await anext(lines)).removeprefix("data: "))
        ana.says("hello")
        second = json.loads((await anext(lines)).removeprefix("data: "))
    assert second["version"] > first["version"]


async def test_the_page_is_served_for_itself_only(http: httpx.AsyncClient) -> None:
    page, script = await http.get("/"), await http.get("/page/app.js")
    assert page.headers["content-type"].startswith("text/html")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for outside in ("/page/..%2Fserver.py", "/page/none.js", "/server.py"):
        assert (await http.get(outside)).status_code == 404
