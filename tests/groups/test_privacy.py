"""Nobody is exposed: whatever anybody does in a group, the group sees the same bytes.

Every command and every button, in every kind of chat, by somebody of whom much is kept, by
somebody of whom nothing is, and by somebody the bot has never met.
"""

import itertools
from collections.abc import Iterator, Sequence

import pytest

from bot import callback_data
from bot.library.model.library import Library
from bot.routes import COMMANDS, GROUP_COMMANDS
from bot.turns.services import Services
from playground.people import ANA, BEN, THEO, Chat, Topic
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.conftest import OUR_NAME, Group
from tests.groups.test_inline import saves

PEOPLE = (ANA, BEN, THEO)  # much is kept, a little is, nothing is
ROLES = ("member", "administrator")
CHATS = {
    "basic group": ("group", None),
    "supergroup": ("supergroup", None),
    "forum": ("supergroup", None),
    "topic of a forum": ("supergroup", 2),
}
TARGETS = ("", "surgery", "0", "1:1", "p:surgery", "region:GB", "trials:20261201", "-1001000000002")


@pytest.fixture
async def kept(ana: Chatter, ben: Chatter, services: Services) -> list[object]:
    """What is kept before anybody does anything in a group."""
    await saves(ana, "outlook")
    for page in ("surgery", "medicine__palbociclib", "clinical-trials__benefits"):
        await saves(ana, page)
    await ana.taps_wire(callback_data.TEAM_NUMBER())
    await ana.says("Oncology night line 0161 496 0000")
    for wire in (
        callback_data.SET("region", "GB"),
        callback_data.SET("text_length", "short"),
        callback_data.ADD_QUESTION("which-subtype", "subtypes", 0),
        callback_data.ZONE("Europe/London", back=callback_data.VISITS(0)),
        callback_data.SAVE_VISIT("202612121030", "oncologist"),
        callback_data.SET_WHEN("trials", "v3"),
        callback_data.WRITE_QUESTION(),
    ):
        await ana.taps_wire(wire)
    await saves(ben, "caregivers")
    rows = await _personal(services)
    assert "Oncology night line" in str(rows)
    names = {name for name, found in rows if found}
    assert {"bookmarks", "questions", "visits", "reminders", "pending_inputs"} <= names
    return list(rows)


async def _personal(services: Services) -> list[tuple[str, list[object]]]:
    panel = await services.store.panel()
    return [(name, list(rows)) for name, rows in panel if not name.startswith("group")]


class Strangers:
    """Makes chats that nobody has used before, each the same as the other."""

    def __init__(self, pump: Pump) -> None:
        self._pump, self._ids = pump, itertools.count(1)

    def group(self, kind: str, role: str) -> Group:
        type_, _ = CHATS[kind]
        topics = {2: Topic(2, "Questions")} if "forum" in kind else {}
        chat_id = -1005000000000 - next(self._ids)
        members = dict.fromkeys(PEOPLE, role)
        self._pump.world.chats[chat_id] = Chat(chat_id, type_, "A group", members, topics)
        return Group(self._pump, chat_id)


async def settled(pump: Pump) -> None:
    while pump.world.inbox.pending():
        before = pump.offset
        await pump.flush()
        if pump.offset == before:
            break


def numbered_anew(group: Group) -> list[object]:
    """What the group sees, with its messages counted from its own first one, and by no id."""
    first = min(group.pump.world.chats[group.chat_id].messages, default=0)
    seen = [
        (
            message.text,
            message.entities,
            message.reply_markup,
            message.reply_to and message.reply_to - first,
        )
        for message in group.ours
    ]
    return [] if not seen else [repr(seen).replace(str(group.chat_id), "this group")]


def commands(library: Library) -> Iterator[str]:
    subjects = [kind.id for kind in library.default.pack.reminders]
    for name in dict.fromkeys([*COMMANDS, *GROUP_COMMANDS, *subjects, "nothing", "x"]):
        yield f"/{name}@{OUR_NAME} surgery" if name in GROUP_COMMANDS else f"/{name}"


def wires(first: int) -> Sequence[str]:
    """Every button, each with other arguments than its neighbour."""
    targets = itertools.islice(itertools.cycle(TARGETS), first, None)
    return [
        f"{tap.verb}:{args}".rstrip(":")
        for tap, args in zip(callback_data.TAPS, targets, strict=False)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHATS)
async def test_every_command_shows_the_group_the_same_whoever_sends_it(
    kind: str, kept: list[object], pump: Pump, library: Library, services: Services
) -> None:
    strangers, topic = Strangers(pump), CHATS[kind][1]
    asked = [(role, command) for role in ROLES for command in commands(library)]
    places = [[strangers.group(kind, role) for _ in PEOPLE] for role, _ in asked]
    for (_, command), same in zip(asked, places, strict=True):
        for person, group in zip(PEOPLE, same, strict=True):
            group.member(person, topic=topic).me.says(command)
    await settled(pump)
    answered = 0
    for what, same in zip(asked, places, strict=True):
        seen = [numbered_anew(group) for group in same]
        assert seen[0] == seen[1] == seen[2], what
        answered += bool(seen[0])
    assert answered >= 2 * len(COMMANDS)
    assert await _personal(services) == kept, "and what is kept of them is what it was"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "role"), [("basic group", "member"), ("topic of a forum", "administrator")]
)
async def test_every_button_shows_the_group_the_same_whoever_presses_it(
    kind: str, role: str, kept: list[object], pump: Pump, world: World, services: Services
) -> None:
    strangers, topic = Strangers(pump), CHATS[kind][1]
    seen, told = [], []
    for person in PEOPLE:
        group = strangers.group(kind, role)
        there = group.member(person, topic=topic)
        there.me.says("/card surgery")
        await settled(pump)
        earlier = world.ledger.after()[-1].n
        pressed = wires(list(CHATS).index(kind))
        for wire in pressed:
            there.me.taps(group.ours[0].id, wire, forced=True)
        await settled(pump)
        seen.append(numbered_anew(group))
        calls = [c for c in world.ledger.after(earlier) if c.method == "answerCallbackQuery"]
        told.append([call.params.get("text") for call in calls])
        assert len(calls) == len(pressed)
        assert world.taps == {}
    assert seen[0] == seen[1] == seen[2]
    assert told[0] == told[1] == told[2]
    refused = "Only moderators can use this here. You can ask me in private."
    assert (refused in told[0]) == (role == "member"), "members are told what is not theirs"
    assert await _personal(services) == kept


@pytest.mark.slow
async def test_a_personal_command_is_answered_with_one_line_whatever_it_asks(
    kept: list[object], pump: Pump, library: Library
) -> None:
    strangers, lines = Strangers(pump), set()
    personal = [name for name in COMMANDS if name not in GROUP_COMMANDS]
    assert {"bookmarks", "questions", "visits", "reminders", "mydata", "delete"} <= set(personal)
    for name in personal:
        for words in ("", " surgery", " of every\nkind"):
            group = strangers.group("supergroup", "member")
            group.member(ANA).me.says(f"/{name}{words}")
            await settled(pump)
            lines.add(str(numbered_anew(group)))
    assert len(lines) == 1
    assert "in private, where only you can see the answer" in lines.pop()


async def test_the_line_does_not_answer_the_message_that_asked(pump: Pump, group: Group) -> None:
    there = group.member(ANA)
    asked = there.me.says("Hello")
    there.me.says("/bookmarks", reply_to=asked.id)
    await pump.flush()
    assert group.ours[0].reply_to is None


async def test_the_line_can_not_be_used_to_flood_a_group(
    pump: Pump, group: Group, world: World
) -> None:
    for person in PEOPLE:
        for name in ("bookmarks", "mydata", "delete"):
            group.member(person).me.says(f"/{name} {person}")
    await settled(pump)
    assert len(group.ours) == 1
