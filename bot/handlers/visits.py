from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import wraps

from bot.domain.date_parser import Reason, Unclear, understand, understand_time
from bot.domain.recurrence import instant
from bot.domain.visits import (
    REPEATS,
    calendar_file,
    local_now,
    moved,
    past_the_gap,
    refused,
)
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens import visits
from bot.screens.calendar import UNCLEAR, read_day, read_moment, read_month, spell_day
from bot.screens.visits import NEW
from bot.turns.services import Services
from bot.turns.turn import Handler, Turn
from storage.records import PendingKind, Visit
from storage.visits import PLACE_LIMIT


def about_one(
    handler: Callable[[Turn, Services, Visit], Awaitable[Screen]],
) -> Handler:
    """A handler about the visit that the first argument names; the list, when it is not there."""

    @wraps(handler)
    async def find_it(turn: Turn, services: Services) -> Screen:
        one = await _visit(turn, services)
        return await handler(turn, services, one) if one else await _listed(turn, services)

    return find_it


async def on_visits(turn: Turn, services: Services) -> Screen:
    return await _listed(turn, services, turn.screen_number(0))


@about_one
async def on_visit(turn: Turn, services: Services, one: Visit) -> Screen:
    return visits.visit(turn.view, one)


async def on_month(turn: Turn, services: Services) -> Screen:
    """The month grid, for a new visit or to move one; a day may be typed while it is open."""
    if await _is_gone(turn, services):
        return await _listed(turn, services)
    return await _pick_day(turn, services, read_month(turn.arg(1)))


async def on_day_typed(turn: Turn, services: Services) -> Screen:
    if await _is_gone(turn, services):
        return await _listed(turn, services)
    language, region = turn.edition.language, turn.view.habits
    moment = understand(turn.text, language, _zone(turn, services), turn.now, region)
    if isinstance(moment, Unclear):
        return await _pick_day(turn, services, reason=moment.reason)
    if moment.otherwise:
        return visits.two_readings(turn.view, turn.int_arg(0), moment)
    if moment.at is None:
        return visits.pick_time(turn.view, turn.int_arg(0), moment.on, _here(turn, services))
    return await _read_back(turn, services, datetime.combine(moment.on, moment.at))


async def on_day(turn: Turn, services: Services) -> Screen:
    day = read_day(turn.arg(1))
    if day is None or await _is_gone(turn, services):
        return await on_month(turn, services)
    end_of_day = datetime.combine(day, time(23, 59))
    if reason := refused(end_of_day, _zone(turn, services), turn.now):
        return await _pick_day(turn, services, day, reason)
    return visits.pick_time(turn.view, turn.int_arg(0), day, _here(turn, services))


async def on_other_time(turn: Turn, services: Services) -> Screen:
    day = read_day(turn.arg(1))
    if day is None or await _is_gone(turn, services):
        return await on_month(turn, services)
    await _wait_for(turn, services, "visit-time", f"{turn.int_arg(0)} {spell_day(day)}")
    return visits.time_prompt(turn.view, day)


async def on_time_typed(turn: Turn, services: Services) -> Screen:
    """What is waited for names the visit and the day."""
    ref = turn.arg(0)
    turn = turn.asked(*ref.split(" "))
    day, at = read_day(turn.arg(1)), understand_time(turn.text)
    if day is None or await _is_gone(turn, services):
        return await on_month(turn, services)
    if isinstance(at, Unclear):
        await _wait_for(turn, services, "visit-time", ref)
        notice = turn.view.say("calendar.time_not_understood")
        return visits.pick_time(turn.view, turn.int_arg(0), day, _here(turn, services), notice)
    return await _read_back(turn, services, datetime.combine(day, at))


async def on_time(turn: Turn, services: Services) -> Screen:
    local = read_moment(turn.arg(1))
    if local is None or await _is_gone(turn, services):
        return await on_month(turn, services)
    return await _read_back(turn, services, local)


async def on_save(turn: Turn, services: Services) -> Screen:
    """Keep a new visit; the same button pressed again keeps no second one."""
    local = read_moment(turn.arg(0))
    whom = turn.arg(1)
    new = turn.asked(str(NEW), turn.arg(0))
    known = whom in visits.whom(turn.view)
    if local is None or not known or refused(local, _zone(turn, services), turn.now):
        return await on_time(new, services)
    every = await services.store.visits.upcoming(turn.person_id, turn.now)
    for one in every:
        if (one.local_start, one.with_whom) == (local, whom):
            return visits.saved(turn.view, one)
    one = await services.store.visits.add(
        turn.person_id,
        turn.now,
        local_start=local,
        time_zone=_zone(turn, services),
        starts_at=instant(local, _zone(turn, services)),
        with_whom=whom,
    )
    await plan(services, turn.person_id, turn.now)
    return visits.saved(turn.view, one)


@about_one
async def on_move(turn: Turn, services: Services, one: Visit) -> Screen:
    local = read_moment(turn.arg(1))
    if local is None or refused(local, _zone(turn, services), turn.now):
        return await on_time(turn, services)
    return await _change(turn, services, moved(one, local, _zone(turn, services)))


@about_one
async def on_whom(turn: Turn, services: Services, one: Visit) -> Screen:
    """Asks with whom, or keeps the answer."""
    if turn.arg(1) not in visits.whom(turn.view):
        return visits.choose_whom(turn.view, one)
    return await _change(turn, services, replace(one, with_whom=turn.arg(1)))


@about_one
async def on_repeat(turn: Turn, services: Services, one: Visit) -> Screen:
    """Asks how often it comes again, or keeps the answer; 0 is never."""
    if turn.arg(1) not in ("0", *map(str, REPEATS)):
        return visits.choose_repeat(turn.view, one)
    return await _change(turn, services, replace(one, repeat_weeks=int(turn.arg(1)) or None))


@about_one
async def on_place(turn: Turn, services: Services, one: Visit) -> Screen:
    await _wait_for(turn, services, "visit-place", str(one.id))
    return visits.place_prompt(turn.view)


@about_one
async def on_place_typed(turn: Turn, services: Services, one: Visit) -> Screen:
    place = " ".join(turn.text.split())
    if len(place) > PLACE_LIMIT:
        await _wait_for(turn, services, "visit-place", str(one.id))
        return visits.place_prompt(turn.view, turn.view.say("visits.place_too_long"))
    return await _change(turn, services, replace(one, place=place))


@about_one
async def on_no_place(turn: Turn, services: Services, one: Visit) -> Screen:
    return await _change(turn, services, replace(one, place=None))


@about_one
async def on_file(turn: Turn, services: Services, one: Visit) -> Screen:
    title = turn.view.say("visits.file_title")
    return visits.sent_file(turn.view, one, calendar_file(one, title, turn.now))


@about_one
async def on_cancel(turn: Turn, services: Services, one: Visit) -> Screen:
    return visits.ask_cancel(turn.view, one)


@about_one
async def on_cancel_now(turn: Turn, services: Services, one: Visit) -> Screen:
    """It goes with its reminders; what is planned of the others follows the next visit."""
    await services.store.visits.cancel(turn.person_id, one.id)
    await plan(services, turn.person_id, turn.now)
    return await _listed(turn, services, notice=turn.view.say("visits.cancelled"))


async def _listed(turn: Turn, services: Services, number: int = 0, notice: str = "") -> Screen:
    every = await services.store.visits.upcoming(turn.person_id, turn.now)
    return visits.visits(turn.view, every, number, notice)


async def _pick_day(
    turn: Turn, services: Services, month: date | None = None, reason: Reason | None = None
) -> Screen:
    """Draw the grid, with a word about the last answer if it was none, and wait for a typed one."""
    await _wait_for(turn, services, "visit", str(turn.int_arg(0)))
    today = _here(turn, services).date()
    notice = turn.view.say(UNCLEAR[reason]) if reason else ""
    return visits.pick_day(turn.view, turn.int_arg(0), month or today, today, notice)


async def _read_back(turn: Turn, services: Services, local: datetime) -> Screen:
    """Nothing is kept before the person has seen the moment in full."""
    local = past_the_gap(local, _zone(turn, services))
    if reason := refused(local, _zone(turn, services), turn.now):
        return await _pick_day(turn, services, local.date(), reason)
    one = await _visit(turn, services)
    if one:
        return visits.read_back_change(turn.view, one, local)
    return visits.read_back(turn.view, local)


async def _change(turn: Turn, services: Services, changed: Visit) -> Screen:
    await services.store.visits.change(changed)
    await plan(services, turn.person_id, turn.now)
    return visits.visit(turn.view, changed, turn.view.say("visits.changed"))


async def _wait_for(turn: Turn, services: Services, kind: PendingKind, ref: str) -> None:
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, kind, ref, turn.now)


async def _visit(turn: Turn, services: Services) -> Visit | None:
    return await services.store.visits.get(turn.person_id, turn.int_arg(0))


async def _is_gone(turn: Turn, services: Services) -> bool:
    """Whether the turn names a visit that is not there, or somebody else's."""
    return turn.int_arg(0) != NEW and await _visit(turn, services) is None


def _zone(turn: Turn, services: Services) -> str:
    return turn.kept_person().time_zone or services.settings.default_time_zone


def _here(turn: Turn, services: Services) -> datetime:
    return local_now(turn.now, _zone(turn, services))
