"""Who can do what where: every command, from everybody, in every kind of chat.

`pytest -s tests/groups/test_permissions.py` prints the tables.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.routes import TABLE
from bot.screen import as_read
from bot.screens.view import View
from playground import groups
from playground.people import ANA, BEN, FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.shapes import chat_json
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump

SUBJECTS = ["trials", "palliative"]
FOR_ALL = ["card surgery", "topics", "urgent", "commands", *SUBJECTS]
FOR_MODERATORS = ["groupsettings", "schedule"]
PERSONAL = sorted(TABLE.commands.keys() - TABLE.groups.commands.keys())
ROLES = ["member", "administrator", "creator", "hidden administrator", "channel"]
MODERATES = {"administrator", "creator", "hidden administrator"}
PLACES = ["group", "supergroup", "topic of a forum"]
Says = Callable[[str], Awaitable[None]]
Asked = dict[tuple[str, str], str]


@pytest.fixture
def chats(world: World) -> dict[str, tuple[int, int | None]]:
    """Where it is tried: the chat and its topic."""
    basic = groups.open_basic_group(
        world, "Old friends", {MIRA: "administrator", THEO: "member", BEN: "creator"}
    )
    for chat_id in (SUPERGROUP_ID, FORUM_ID):
        world.chats[chat_id].members[BEN] = "creator"
    return {
        "group": (basic.id, None),
        "supergroup": (SUPERGROUP_ID, None),
        "topic of a forum": (FORUM_ID, 2),
    }


def speaker(pump: Pump, role: str, chat_id: int, topic: int | None) -> Says:
    people = {"member": THEO, "administrator": MIRA, "creator": BEN, "hidden administrator": MIRA}
    if role == "channel":
        return _channel(pump, chat_id, topic)
    somebody = Chatter(
        pump, people[role], chat_id, topic=topic, anonymous=role == "hidden administrator"
    )

    async def says(text: str) -> None:
        somebody.me.says(text)
        await pump.flush()

    return says


def _channel(pump: Pump, chat_id: int, topic: int | None) -> Says:
    """Somebody who speaks as a channel; playground people can't."""
    world = pump.world
    channel = {"id": -1001000000009, "type": "channel", "title": "News"}
    sender = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}

    async def says(text: str) -> None:
        message: dict[str, Any] = {
            "message_id": world.next_id(),
            "date": world.clock.seconds(),
            "chat": chat_json(world, world.chats[chat_id]),
            "from": sender,
            "sender_chat": channel,
            "text": text,
        }
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        world.inbox.put("message", message)
        await pump.flush()

    return says


async def answer(world: World, view: View, chat_id: int, says: Says, command: str) -> str:
    """What comes of a command in one word; hours later than the last one, for the cool-downs."""
    world.clock.jump(timedelta(hours=3))
    before = set(world.chats[chat_id].messages)
    await says(f"/{command}")
    ours = [
        message.text
        for message_id, message in world.chats[chat_id].messages.items()
        if message_id not in before and message.sender["id"] == world.bot.id
    ]
    if not ours:
        return "nothing"
    words = {
        as_read(view.say("answers.private_only")): "link",
        as_read(view.say("groups.moderators_only")): "no",
    }
    return words.get(ours[-1], "yes")


def expected(command: str, role: str, *, posters: str) -> str:
    if command in PERSONAL:
        return "link"
    only_moderators = command in FOR_MODERATORS or (
        posters == "moderators" and command in ("card surgery", *SUBJECTS)
    )
    return "no" if only_moderators and role not in MODERATES else "yes"


def show(title: str, asked: Asked, columns: list[str]) -> None:
    rows = [f"{title:24}" + "".join(f"{column:22}" for column in columns)]
    for command in dict.fromkeys(command for command, _ in asked):
        name = f"/{command.split()[0]}"
        rows.append(f"{name:24}" + "".join(f"{asked[command, c]:22}" for c in columns))
    print("", *rows, sep="\n")  # noqa: T201 - the tables are there to be read


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
async def test_who_can_do_what_in_a_group(
    place: str, chats: dict[str, tuple[int, int | None]], pump: Pump, view: View
) -> None:
    chat_id, topic = chats[place]
    asked: Asked = {}
    for role in ROLES:
        says = speaker(pump, role, chat_id, topic)
        for command in [*FOR_ALL, *FOR_MODERATORS, *PERSONAL]:
            asked[command, role] = await answer(pump.world, view, chat_id, says, command)
    show(place, asked, ROLES)
    assert asked == {
        (command, role): expected(command, role, posters="everybody") for command, role in asked
    }


@pytest.mark.slow
async def test_who_can_post_where_only_moderators_may(
    chats: dict[str, tuple[int, int | None]], pump: Pump, view: View
) -> None:
    chat_id, topic = chats["supergroup"]
    mira = Chatter(pump, MIRA, chat_id)
    await mira.says("/groupsettings")
    await mira.taps("Who may post: everybody")
    await mira.taps("moderators only")
    asked: Asked = {}
    for role in ROLES:
        says = speaker(pump, role, chat_id, topic)
        for command in [*FOR_ALL, *FOR_MODERATORS]:
            asked[command, role] = await answer(pump.world, view, chat_id, says, command)
    show("moderators post", asked, ROLES)
    assert asked == {
        (command, role): expected(command, role, posters="moderators") for command, role in asked
    }


async def test_what_moderators_can_do_in_a_group_nobody_can_in_private(
    ana: Chatter, store: Store
) -> None:
    asked: Asked = {}
    home = await ana.says("/wordlist")
    assert home.startswith("I do not know that command")
    for command in [*FOR_MODERATORS, *PERSONAL]:
        shown = await ana.says(f"/{command}")
        asked[command, "anybody"] = "unknown" if shown == home else "yes"
    show("private", asked, ["anybody"])
    assert {c for (c, _), what in asked.items() if what == "unknown"} == set(FOR_MODERATORS)
    for data in ("gset", "gput:region:GB", "gat:202612011000:weekly", "gsch"):
        await ana.taps_wire(data)
    assert await store.groups.get(ANA) is None
    assert await store.schedules.list(ANA) == []
