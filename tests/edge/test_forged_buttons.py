"""Buttons that no version of the bot ever drew: a hostile program can send any data."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import callback_data
from playground.world import World
from storage.store import Store
from tests.client import Chatter

pytestmark = pytest.mark.usefixtures("without_errors")
SHOWING = ("sendMessage", "editMessageText", "sendPhoto")  # a picture is a screen of its own
KINDS = ["page", "word", "medicine", "treatments", "language", "p", "s", "m", "w", "n", "t"]
IDS = ["hormone-therapy", "outlook", "urgent-help", "benefits", "palbociclib", "her2"]
VALUES = ["US", "region", "full", "en", "0", "1", "7", "up", "normal", "large", "v3", "20261201"]
numbers = st.integers(-(10**20), 10**20).map(str)
argument = st.sampled_from(KINDS + IDS + VALUES) | numbers | st.text(max_size=12)
own = st.builds(
    lambda verb, args: ":".join([verb, *args]),
    st.sampled_from(sorted(callback_data.BY_VERB)),
    st.lists(argument, max_size=4),
)
anything = (
    own
    | st.builds("{}|{}".format, own, own)
    | st.text(min_size=1, max_size=64)
    | st.binary(min_size=1, max_size=64).map(lambda data: data.decode("latin-1"))
)
wires = anything.map(lambda wire: wire.encode()[:64].decode(errors="ignore"))  # Telegram's limit


async def tap(ana: Chatter, world: World, wire: str) -> None:
    """Exactly one answer to the tap, and one screen that says something."""
    calls = world.ledger.after()
    seen = await ana.taps_wire(wire)
    made = world.ledger.after(calls[-1].n)
    assert [call.status for call in made if call.method == "answerCallbackQuery"] == [200]
    shown = [call for call in made if call.method in SHOWING]
    assert len(shown) == 1, [call.description for call in shown]
    assert shown[0].status == 200 or "not modified" in shown[0].description
    assert seen.strip()
    assert "Something went wrong" not in seen


async def agree(person: Chatter) -> None:
    await person.says("/start hormone-therapy")
    await person.taps("☆ Save")
    await person.taps("Yes, save this")


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(wire=wires)
async def test_any_data_is_answered_once_with_a_screen(
    ana: Chatter, world: World, store: Store, wire: str
) -> None:
    if await store.people.get(ana.chat_id) is None:
        await agree(ana)
    await tap(ana, world, wire)


HOSTILE = [
    "gone-for-years:7",
    "sec:hormone-therapy:bene",
    "p" * 64,
    "page:" + "é" * 29,
    "\x00\x01\xff:\x7f",
    "|" * 64,
    ":" * 64,
    "home|home|home",
    "yes|yes:yes",
    "yes|deletenow",
    "keep:s:hormone-therapy:nothing:t",
    "keep:x:<b>&:t",
    "sec:outlook:../../x",
    "put:region:<script>",
    "put:time_zone:UTC",
    "src:texts:home",
    "addq:nothing:nothing:0",
    "choose:__class__",
    "in:outlook:US",
    "where:hormone-therapy",
    "pic:hormone-therapy",
]


@pytest.mark.slow
async def test_hostile_data_leads_to_a_sensible_screen(ana: Chatter, world: World) -> None:
    await agree(ana)
    for wire in HOSTILE:
        await tap(ana, world, wire)


#: The largest id, the first number that no column holds, and the largest of 19 digits.
TOO_LARGE = [str(2**63 - 1), str(2**63), str(10**19 - 1), "9" * 40]
DATED = {"rmon": "202612", "rday": "20261201", "rat": "202612011000"}  # the id comes second


@pytest.mark.slow
@pytest.mark.parametrize("number", TOO_LARGE)
async def test_no_verb_fails_at_a_number_that_no_column_holds(
    ana: Chatter, world: World, store: Store, number: str
) -> None:
    for verb in sorted(callback_data.BY_VERB):
        if await store.people.get(ana.chat_id) is None:  # at first, and after "deletenow"
            await agree(ana)
            await ana.taps_wire("zone:Europe/Berlin|rems")
        await tap(ana, world, f"{verb}:{number}")
    for target in (f"setw:{number}:v3", *(f"{v}:{day}:{number}" for v, day in DATED.items())):
        await tap(ana, world, target)


async def test_an_unknown_button_says_that_the_menu_has_moved(ana: Chatter) -> None:
    await ana.says("/start")
    assert (await ana.taps_wire("gone-for-years:7")).startswith("This menu is out of date")
    assert "Treatments" in ana.labels


@pytest.mark.slow
async def test_a_screen_number_out_of_bounds_is_the_first_screen(
    ana: Chatter, world: World
) -> None:
    await ana.says("/start")
    lists = ("words", "meds", "pwords:hormone-therapy", "src:page:outlook", "marks", "qs")
    for wire in lists:
        first = await ana.taps_wire(f"{wire}:0")
        for number in ("999999999999", "-1", "٣", "1e3", ""):
            await ana.taps_wire("home")
            await tap(ana, world, f"{wire}:{number}")
            assert ana.screen == first, number


@pytest.mark.slow
async def test_the_ids_of_somebody_else_open_nothing(
    ana: Chatter, ben: Chatter, world: World, store: Store
) -> None:
    await agree(ana)
    marks, questions = await things_of(ben, store)
    before = await store.people.export(ben.chat_id)
    for verb in ("mark", "open", "note", "mvmark", "unmark", "remark", "share"):
        for mark in marks:
            await tap(ana, world, f"{verb}:{mark}:up")
            assert "secret" not in ana.screen
            assert "Chemotherapy" not in ana.screen
    for verb in ("q", "editq", "tick", "mvq", "unq", "req"):
        for question in questions:
            await tap(ana, world, f"{verb}:{question}:1")
            assert "private" not in ana.screen
    assert await store.people.export(ben.chat_id) == before
    assert [bookmark.ref for bookmark in await store.bookmarks.list(ana.chat_id)] == [
        "hormone-therapy"
    ]
    assert await store.questions.list(ana.chat_id) == []


async def things_of(ben: Chatter, store: Store) -> tuple[list[int], list[int]]:
    """Bookmarks and questions of Ben's, one of each taken out again."""
    await ben.says("/start chemotherapy")
    await ben.taps("☆ Save")
    await ben.taps("Yes, save this")
    await ben.says("/start surgery")
    await ben.taps("☆ Save")
    marks = await store.bookmarks.list(ben.chat_id)
    for text in ("my private question", "another private one"):
        await ben.taps_wire("ownq")
        await ben.says(text)
    questions = await store.questions.list(ben.chat_id)
    note = next(bookmark.id for bookmark in marks if bookmark.ref == "chemotherapy")
    await ben.taps_wire(f"note:{note}")
    await ben.says("a secret note")
    await ben.taps_wire(f"unmark:{marks[0].id}")
    await ben.taps_wire(f"unq:{questions[0].id}")
    return [bookmark.id for bookmark in marks], [question.id for question in questions]
