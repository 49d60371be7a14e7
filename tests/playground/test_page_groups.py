"""What the chat page asks of the playground about groups, servers and inline lists."""

import asyncio
from typing import Any

import httpx

from playground.people import ANA, BASIC_GROUP_ID, FORUM_ID, MIRA, SUPERGROUP_ID
from tests.playground.conftest import Caller
from tests.playground.test_groups import article


async def test_a_group_is_changed_from_the_page(http: httpx.AsyncClient, call: Caller) -> None:
    async def changes(**deed: object) -> dict[str, Any]:
        answer = await http.post("/playground/group", json=deed)
        said: dict[str, Any] = answer.json()
        return said | {"status": answer.status_code}

    assert (await changes(chat=BASIC_GROUP_ID, kind="upgrade"))["ok"]
    await changes(chat=FORUM_ID, kind="topic", topic=3, closed=True)
    await changes(chat=FORUM_ID, kind="bot", status="restricted")
    chats = (await http.get("/playground/state")).json()["chats"]
    grown = next(chat for chat in chats if chat["grew_from"] == BASIC_GROUP_ID)
    forum = next(chat for chat in chats if chat["id"] == FORUM_ID)
    assert (grown["type"], grown["administrators"]) == ("supergroup", [MIRA])
    assert [topic["closed"] for topic in forum["topics"]] == [False, True]
    assert forum["bot"] == "restricted"
    updates = await call.result("getUpdates")
    assert [next(iter(update.keys() - {"update_id"})) for update in updates] == [
        *("message", "message", "message", "my_chat_member")
    ]
    for deed, said in (
        ({"chat": ANA, "kind": "upgrade"}, "no such group"),
        ({"chat": FORUM_ID, "kind": "upgrade"}, "Only a basic group"),
        ({"chat": FORUM_ID, "kind": "topic", "topic": 3, "closed": True}, "Nothing would change"),
        ({"chat": FORUM_ID, "kind": "topic", "topic": 9, "closed": True}, "Nothing would change"),
        ({"chat": FORUM_ID, "kind": "bot", "status": "king"}, "The bot can be"),
        ({"chat": FORUM_ID, "kind": "dance"}, "can't be changed like that"),
    ):
        answer = await changes(**deed)
        assert answer["status"] == 400
        assert said in answer["error"]


async def test_another_server_is_played_from_the_page(http: httpx.AsyncClient) -> None:
    await http.post("/playground/server", json={"version": "10.1"})
    server = (await http.get("/playground/state")).json()["server"]
    assert server == {"version": "10.1", "versions": ["10.3", "10.2", "10.1"]}
    answer = await http.post("/playground/server", json={"version": "9.0"})
    assert answer.status_code == 400


async def test_the_inline_list_goes_on_where_it_ended(
    http: httpx.AsyncClient, call: Caller
) -> None:
    async def asks(results: list[str], offset: str = "") -> dict[str, Any]:
        call.world.inbox.drop()
        deed = {"person": ANA, "chat": SUPERGROUP_ID, "kind": "inline", "text": "x"}
        asking = asyncio.create_task(http.post("/playground/act", json=deed | {"offset": offset}))
        [update] = await call.result("getUpdates", timeout=5)
        query = update["inline_query"]
        assert query["offset"] == offset
        found = [article(result) for result in results]
        given = {"inline_query_id": query["id"], "results": found, "next_offset": "2"}
        await call.result("answerInlineQuery", **given)
        shown: dict[str, Any] = (await asking).json()
        return shown

    async def shares(result: str) -> int:
        deed = {"person": ANA, "chat": SUPERGROUP_ID, "kind": "shares", "data": result}
        return (await http.post("/playground/act", json=deed)).status_code

    assert (await asks(["a", "b"]))["next"] == "2"
    assert [result["id"] for result in (await asks(["c"], offset="2"))["results"]] == ["c"]
    assert [await shares(id_) for id_ in ("a", "c")] == [200, 200]
    await asks(["d"])
    assert await shares("a") == 400, "a new list has only what is in it"
