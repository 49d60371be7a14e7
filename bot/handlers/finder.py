"""The finder: a question to the copy in a thread, and a screen. Looking keeps nothing."""

import asyncio
from dataclasses import replace

from bot.domain.finder import GROUPS, Choice, day_of, number_in, point_of
from bot.library.model.finder import Finder
from bot.screen import Screen
from bot.screens import finder, study
from bot.screens.cards import Item
from bot.screens.study import Mine
from bot.screens.study_words import number_of
from bot.screens.view import View
from bot.turns.services import Services
from bot.turns.studies import ready, usable
from bot.turns.turn import Turn
from storage.errors import READ_WITHIN
from storage.records import Bookmark, BookmarkKind
from storage.study_answers import Card, Gone

SAVED: BookmarkKind = "study"


async def on_finder(turn: Turn, services: Services) -> Screen:
    """Country, type, groups or a list: as far as the button says."""
    view, choice, register = turn.view, Choice.of(turn.args), await usable(turn.view, services)
    if register is None:
        return finder.off(view)
    source, studies = register.source, register.studies
    if not choice.country:
        return finder.countries(view, source, await asyncio.to_thread(studies.countries), 0)
    if choice.types is None and source.finder.types:
        return finder.types(view, source, choice)
    choice = replace(choice, types=source.finder.bits_of(choice.types or 0))
    if not choice.group:
        groups = await asyncio.to_thread(studies.groups, choice.country, choice.types or 0)
        return finder.overview(view, source, choice, groups)
    where = (choice.country, GROUPS[choice.group], choice.types or 0, choice.at)
    listed = await asyncio.to_thread(studies.listed, *where, choice.number, finder.LIST_SHOWN)
    return finder.listing(view, source, choice, listed)


async def on_countries(turn: Turn, services: Services) -> Screen:
    register = await usable(turn.view, services)
    if register is None:
        return finder.off(turn.view)
    every = await asyncio.to_thread(register.studies.countries)
    return finder.countries(turn.view, register.source, every, turn.screen_number(0))


async def on_states(turn: Turn, services: Services) -> Screen:
    choice, register = Choice.of((*turn.args[:3], "", "")), await usable(turn.view, services)
    if register is None or not choice.group:
        return await on_finder(turn, services)
    every = await asyncio.to_thread(register.studies.states, choice.country, choice.types or 0)
    if not every:
        return await on_towns(turn, services)
    return finder.states(turn.view, register.source, choice, every, turn.screen_number(3))


async def on_towns(turn: Turn, services: Services) -> Screen:
    choice, register = Choice.of((*turn.args[:3], "", "")), await usable(turn.view, services)
    if register is None or not choice.group:
        return await on_finder(turn, services)
    state = turn.arg(4)
    towns = await asyncio.to_thread(
        register.studies.towns, choice.country, choice.types or 0, state
    )
    return finder.towns(turn.view, register.source, choice, towns, turn.screen_number(3), state)


async def on_new(turn: Turn, services: Services) -> Screen:
    """What opened in a country since a day."""
    choice, day = Choice.of(turn.args[:2]), day_of(turn.arg(2))
    register = await usable(turn.view, services)
    if register is None or not choice.country or not day:
        return await on_finder(turn.asked(), services)
    choice = replace(choice, types=register.source.finder.bits_of(choice.types or 0))
    listed = await asyncio.to_thread(
        register.studies.new_ones,
        *(choice.country, day, choice.types or 0, turn.screen_number(3), finder.LIST_SHOWN),
    )
    return finder.new_ones(turn.view, register.source, choice, day, listed)


async def on_ways(turn: Turn, services: Services) -> Screen:
    return finder.ways(turn.view, turn.arg(0))


async def on_study(turn: Turn, services: Services) -> Screen:
    """A card; also from a link or a bookmark, for a list that is too old does not hide it."""
    return await show(turn, services, *_meant(turn))


async def show(
    turn: Turn, services: Services, id: int, choice: Choice, mine: Mine | None = None
) -> Screen:
    """The card of a study, with what of it is kept for the person."""
    register = await ready(turn.view, services)
    if register is None:
        return study.unread(turn.view, id)
    known = await asyncio.to_thread(register.studies.card, id, choice.country, choice.at)
    mine = mine or await _mine(turn, services, id)
    return study.card(turn.view, register.source, choice, known, id, mine)


async def on_ask(turn: Turn, services: Services) -> Screen:
    """Put the question about it on the person's list, once however often it is asked."""
    id, choice = _meant(turn)
    register = await ready(turn.view, services)
    known = await asyncio.to_thread(register.studies.card, id, choice.country) if register else None
    if not register or not isinstance(known, Card):
        return await show(turn, services, id, choice)
    await services.store.questions.add(
        turn.person_id,
        turn.now,
        ref=ref_of(id),
        text=study.question(turn.view, known),
        topic=_topic(turn, register.source.finder),
    )
    return await show(turn, services, id, choice)


async def on_words(turn: Turn, services: Services) -> Screen:
    (id, choice), register = _meant(turn), await ready(turn.view, services)
    if register is None:
        return study.unread(turn.view, id)
    known = await asyncio.to_thread(register.studies.card, id, choice.country)
    return study.words(turn.view, register.source, choice, known, id)


async def on_places(turn: Turn, services: Services) -> Screen:
    (id, choice), register = _meant(turn), await usable(turn.view, services)
    if register is None:
        return finder.off(turn.view)
    places = await asyncio.to_thread(
        register.studies.places,
        *(id, choice.country, choice.at, turn.screen_number(3), study.PLACES_SHOWN),
    )
    return study.places(turn.view, register.source, choice, id, places)


async def keep(turn: Turn, services: Services) -> Screen:
    """Save the study that the button names, and draw its card with the star."""
    id, choice = _meant(turn)
    if await known_of(turn.view, services, id):
        await services.store.bookmarks.save(turn.person_id, SAVED, ref_of(id), SAVED, turn.now)
    return await show(turn, services, id, choice)


async def bookmark_of(turn: Turn, services: Services) -> Bookmark | None:
    """The person's bookmark of the study that the button names."""
    id, _ = _meant(turn)
    if not turn.person:
        return None
    return await services.store.bookmarks.find(turn.person_id, SAVED, ref_of(id))


async def card_to_share(view: View, services: Services, text: str) -> Item | None:
    """The card of the study whose number stands in a text, the same whoever asks; None for none."""
    id = number_in(text)
    register = await usable(view, services) if id else None
    known = await asyncio.to_thread(register.studies.card, id, "") if register else None
    return (
        study.item(view, register.source, known) if register and isinstance(known, Card) else None
    )


async def known_of(view: View, services: Services, id: int) -> Card | Gone | None:
    """What the copy says of a study, however old it is."""
    register = await ready(view, services)
    return await asyncio.to_thread(register.studies.card, id, "") if register else None


def ref_of(id: int) -> str:
    """A study as bookmarks and questions name it."""
    return number_of(id).lower()


def id_of(ref: str) -> int:
    digits = ref.removeprefix("nct")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 8 else 0


def _meant(turn: Turn) -> tuple[int, Choice]:
    """The study, and where it is looked at from; 0, which nothing has, for anything odd."""
    choice, at = Choice.of((turn.arg(1), "0")), point_of(turn.arg(2))
    return id_of(turn.arg(0)), Choice(choice.country, 0, "t" if at else "", at)


async def _mine(turn: Turn, services: Services, id: int) -> Mine:
    if turn.person is None:
        return Mine()
    store, ref = services.store, ref_of(id)
    async with asyncio.timeout(READ_WITHIN):
        is_saved = await store.bookmarks.has(turn.person_id, SAVED, ref)
        return Mine(is_saved, await store.questions.find(turn.person_id, ref) is not None)


def _topic(turn: Turn, finder: Finder) -> str | None:
    """The topic under which the pack asks about this."""
    page = turn.edition.page(finder.page)
    first = next(iter(page.questions), "") if page else ""
    known = turn.edition.questions.get(first)
    return known.topic if known else None
