"""Help waits for nothing that the same person asked for before."""

import pytest

from bot.edge.application import AnyApplication
from bot.screen import as_read
from playground.faults import Fault, FaultKind
from playground.people import SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.edge.processing import hammer

EARLIER = 8  # updates of the same person, which fill no queue


@pytest.fixture(autouse=True)
def slow_answers(world: World) -> None:
    """Telegram takes its time, so what has come later is there before the next turn begins."""
    fault = Fault(FaultKind.DELAY, None, seconds=0.1)
    fault.methods = frozenset({"sendMessage", "editMessageText"})
    world.faults.switch_on(fault)


def said(world: World) -> list[str]:
    """Every text that went to anybody, in order, by the first line of it."""
    methods = ("sendMessage", "editMessageText")
    calls = [call for call in world.ledger.after() if call.method in methods]
    return [as_read(call.params["text"]).partition("\n")[0] for call in calls]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("/urgent", "Urgent help"),
        ("I want to die", "Someone to talk to"),
        ("/find chest pain", "Urgent help"),
    ],
)
async def test_words_for_help_go_before_what_was_typed_earlier(
    application: AnyApplication, ana: Chatter, world: World, typed: str, title: str
) -> None:
    for _ in range(EARLIER):
        ana.me.says("/privacy")
    ana.me.says(typed)
    await hammer(application)
    lines = said(world)
    assert lines.count(title) == 1
    assert lines.index(title) < 3
    assert lines.count("Privacy") == EARLIER


@pytest.mark.slow
@pytest.mark.parametrize(("wire", "title"), [("urgent", "Urgent help"), ("talk", "Someone to")])
async def test_so_do_the_buttons_of_help(
    application: AnyApplication, ana: Chatter, world: World, wire: str, title: str
) -> None:
    await ana.says("/start")
    world.inbox.drop()
    for _ in range(EARLIER):
        ana.me.taps(ana.message.id, "menu:treatments")
    ana.me.taps(ana.message.id, wire, forced=True)
    await hammer(application)
    helped = [number for number, line in enumerate(said(world)) if line.startswith(title)]
    assert len(helped) == 1
    assert helped[0] < 4
    assert not world.taps, "each tap was answered"


@pytest.mark.slow
async def test_what_was_to_be_kept_is_kept_in_its_turn_and_help_comes_once(
    application: AnyApplication, ana: Chatter, pump: Pump, world: World, store: Store
) -> None:
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.taps("Yes, save this")
    await ana.says("May I travel?")
    await ana.taps_wire("ownq")
    world.inbox.drop()
    ana.me.says("I have chest pain")
    ana.me.says("/privacy")
    ana.me.says("I want to die")
    before = len(said(world))
    await hammer(application)
    lines = said(world)[before:]
    assert lines.count("Someone to talk to") == lines.count("Urgent help") == 1
    assert lines[-1] == "Someone to talk to" or lines.index("Someone to talk to") < 3
    kept = [question.text for question in await store.questions.list(ana.me.person.id)]
    assert "I have chest pain" in kept


@pytest.mark.slow
async def test_a_group_keeps_its_order(
    application: AnyApplication, pump: Pump, world: World
) -> None:
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    theo.me.says("/card letrozole")
    theo.me.says("/urgent")
    await hammer(application)
    assert [line.startswith("Urgent") for line in said(world)] == [False, True]
