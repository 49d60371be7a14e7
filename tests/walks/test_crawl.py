"""Presses every button that can be reached, and looks at every screen on the way."""

from collections import Counter, deque
from dataclasses import replace

import pytest

from bot import callback_data
from bot.library.model.library import URGENT, Edition, Library
from bot.routes import TABLE
from bot.screen import ROWS_LIMIT, TEXT_LIMIT, Screen, as_read
from bot.screens.view import Host, View
from bot.turns.routes import Route
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.markup import parse_html
from playground.people import ANA
from storage.records import Person
from tests.conftest import NOW

#: Of these every single one is pressed; of the others, such as the days of 36 months, a few.
READING = {"home", "menu", "page", "sec", "pwords", "pmeds", "pask", "related", "src", "words"}
READING |= {
    "mine",
    "wrong",
    "pic",
    "meds",
    "word",
    "med",
    "urgent",
    "talk",
    "where",
    "in",
    "set",
    "choose",
}
HOMES = (callback_data.HOME(), callback_data.HOME(callback_data.BESIDE))
HELPS = (
    callback_data.URGENT(),
    callback_data.URGENT(callback_data.BESIDE),
    callback_data.PAGE(URGENT),
)
EACH = 25
LABELS = 42  # characters; entries of lists have rows of their own


async def press(wire: str, turn: Turn, services: Services) -> Screen:
    """The screen behind a button, without Telegram in between."""
    tapped = callback_data.decode(wire)
    assert tapped is not None, f"nobody knows {wire!r}"
    if step := TABLE.steps.get(tapped.tap):
        async with services.store.transaction():
            await step(turn.tapped(tapped), services)
        return await press(tapped.back or callback_data.SETTINGS(), turn, services)
    route: Route = TABLE.taps[tapped.tap]
    if not route.transaction:
        return await route.handler(turn.tapped(tapped), services)
    async with services.store.transaction():
        return await route.handler(turn.tapped(tapped), services)


def check(wire: str, screen: Screen, view: View, foreign: set[str]) -> None:
    text, _ = parse_html(screen.text)
    assert text == as_read(screen.text)
    limit = 4096 if screen.fresh else TEXT_LIMIT  # a message to pass on may be as long as can be
    assert 0 < len(text) <= limit, f"{wire}: {len(text)} characters"
    labels = [button.label for row in screen.rows for button in row]
    ways_out(wire, screen, view)
    assert len(screen.rows) <= ROWS_LIMIT, f"{wire} has {len(screen.rows)} rows of buttons"
    mixed = foreign & {*labels, *text.splitlines()}
    assert not mixed, f"{wire} says in another language: {mixed}"
    for row in screen.rows:
        assert 1 <= len(row) <= 8
        for button in row:
            assert 0 < len(button.label) <= LABELS, f"{wire}: {button.label!r}"
            assert (
                button.url or button.copies or button.shares or callback_data.decode(button.tap)
            ), f"{wire}: {button}"
            assert len(button.copies) <= 256


def ways_out(wire: str, screen: Screen, view: View) -> None:
    """Home and help from everywhere, each once; help is red where it is named."""
    named, back = view.say("buttons.urgent"), view.say("buttons.back")
    to_home = [b for b in screen.rows[-1] if b.tap in HOMES]
    assert wire.startswith(callback_data.HOME()) or len(to_home) == 1, (
        f"not one way home from {wire}"
    )
    others = [b for row in screen.rows for b in row if b.label != back]
    to_help = [b for b in others if b.tap.partition(callback_data.BACK)[0] in HELPS]
    assert as_read(screen.text).startswith(named) or len(to_help) == 1, f"not one help on {wire}"
    assert all(b.style == "danger" for b in to_help if b.label == named), f"help on {wire}"


def foreign(turn: Turn, services: Services) -> set[str]:
    """Sentences and titles that another language has and this one says in other words."""
    others = (
        edition for edition in services.library.editions.values() if edition is not turn.edition
    )
    return {said for edition in others for said in sayings(edition)} - sayings(turn.edition)


def sayings(edition: Edition) -> set[str]:
    sentences = edition.texts.below("")
    return {*sentences.values(), *(page.title for page in edition.pages.values())}


async def ana_who_agreed(services: Services, language: str = "en") -> Person:
    """She keeps things, so that nothing asks her first."""
    store = services.store
    person = Person(ANA, language, "US", "full", None, "agreed", NOW, NOW.date())
    async with store.transaction():
        await store.people.give_consent(person, services.library.consent_version, NOW)
    return await store.people.get(ANA) or person


async def crawl(turn: Turn, services: Services) -> set[str]:
    """Press what can be reached from home, look at each screen, and say what was pressed."""
    seen: set[str] = set()
    times: Counter[str] = Counter()
    waiting = deque([callback_data.HOME()])
    others = foreign(turn, services)
    while waiting:
        wire = waiting.popleft()
        own, _, back = wire.partition(callback_data.BACK)  # the way back changes one button only
        if (
            own in seen or wire == callback_data.DELETE_NOW()
        ):  # the rest of the crawl needs the person
            continue
        verb = own.partition(":")[0]
        times[verb] += 1
        if verb not in READING and times[verb] > EACH:
            continue
        seen.add(own)
        waiting.extend([back] if back else [])
        screen = await press(wire, turn, services)
        if wire.startswith(callback_data.SET("language")):  # says so in the other language
            continue
        check(wire, screen, turn.view, others)
        waiting.extend(b.tap for row in screen.rows for b in row if b.tap)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "length", "helpful"),
    [("en", "full", "off"), ("en", "short", "on"), ("es", "full", "off")],
)
async def test_every_button_from_home_leads_to_a_sound_screen(
    library: Library, services: Services, view: View, language: str, length: str, helpful: str
) -> None:
    settings = services.settings.model_copy(update={"helpful": helpful})
    services = replace(services, settings=settings)
    edition = library.edition(language)
    host = Host("A group", "help@example.org", "https://example.org/privacy")
    drawn = replace(
        view, edition=edition, host=host, text_length="short" if length == "short" else "full"
    )
    person = await ana_who_agreed(services, language)
    seen = await crawl(Turn(ANA, ANA, drawn, NOW, person), services)
    verbs = {wire.partition(":")[0] for wire in seen}
    assert {f"page:{page_id}" for page_id in edition.pages} <= seen
    assert {f"pic:{page_id}" for page_id in edition.drawings} <= seen
    assert {f"word:{word_id}" for word_id in edition.words} <= seen
    assert {"cmp", "cmpa", "cmps"} <= verbs
    assert ("helped" in verbs) == (helpful == "on")
    assert {"home", "menu", "page", "sec", "src", "med", "keep", "drop", "put", "in"} <= verbs
    assert len(seen) > 700
