from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import wraps

from bot import callback_data
from bot.domain.calendar_file import calendar_file
from bot.domain.date_parser import Reason, Unclear, understand, understand_time
from bot.domain.recurrence import instant
from bot.domain.visits import REPEATS, changed, corrected, local_now, moved, past_the_gap, refused
from bot.handlers.time_zone import zone_of
from bot.planning.agenda import agenda_of
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens import agenda, consent, visits
from bot.screens.calendar import (
    UNCLEAR,
    read_day,
    read_moment,
    read_month,
    spell_day,
    spell_moment,
)
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
        visit = await _visit(turn, services)
        return await handler(turn, services, visit) if visit else await _listed(turn, services)

    return find_it


async def on_visits(turn: Turn, services: Services) -> Screen:
    """The list; who has nothing here yet is asked at once whether one may be kept."""
    if not turn.may_be_known:
        return consent.ask(turn.view, callback_data.VISIT_MONTH(NEW))
    return await _listed(turn, services, turn.screen_number(0))


@about_one
async def on_visit(turn: Turn, services: Services, visit: Visit) -> Screen:
    return await _shown(turn, services, visit)


async def on_month(turn: Turn, services: Services) -> Screen:
    """The month grid, for a new visit or to move one; a day may be typed while it is open."""
    if await _is_gone(turn, services):
        return await _listed(turn, services)
    return await _pick_day(turn, services, read_month(turn.arg(1)))


async def on_day_typed(turn: Turn, services: Services) -> Screen:
    """A typed day and time. What is waited for names the visit, and the moment chosen so far."""
    turn = turn.asked(*turn.arg(0).split(" "))
    if await _is_gone(turn, services):
        return await _listed(turn, services)
    chosen = read_moment(turn.arg(1))
    language, region = turn.edition.language, turn.view.habits
    moment = understand(turn.text, language, zone_of(turn, services), turn.said_at, region)
    if chosen:
        moment = corrected(chosen, turn.text, moment)
    if isinstance(moment, Unclear):
        if chosen:
            return await _read_back(turn, services, chosen, turn.view.say(UNCLEAR[moment.reason]))
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
    if reason := refused(end_of_day, zone_of(turn, services), turn.now):
        return await _pick_day(turn, services, day, reason)
    return visits.pick_time(turn.view, turn.int_arg(0), day, _here(turn, services))


async def on_other_time(turn: Turn, services: Services) -> Screen:
    day = read_day(turn.arg(1))
    if day is None or await _is_gone(turn, services):
        return await on_month(turn, services)
    await _wait_for(turn, services, "visit-time", f"{turn.int_arg(0)} {spell_day(day)}")
    return visits.time_prompt(turn.view, turn.int_arg(0), day)


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
    """Keep a new visit, and ask what to raise there; the same button twice keeps no second one."""
    local = read_moment(turn.arg(0))
    whom, zone = turn.arg(1), zone_of(turn, services)
    if local is None or whom not in visits.whom(turn.view) or refused(local, zone, turn.now):
        return await on_time(turn.asked(str(NEW), turn.arg(0)), services)
    every = await services.store.visits.upcoming(turn.person_id, turn.now)
    same = (visit for visit in every if (visit.local_start, visit.with_whom) == (local, whom))
    visit = next(same, None) or await services.store.visits.add(
        turn.person_id,
        turn.now,
        local_start=local,
        time_zone=zone,
        starts_at=instant(local, zone),
        with_whom=whom,
    )
    await plan(services, turn.person_id, turn.now)
    plans = await agenda_of(services, turn.edition, visit, zone, turn.now)
    return agenda.agenda(turn.view, visit, plans, turn.view.say("visits.kept"))


@about_one
async def on_move(turn: Turn, services: Services, visit: Visit) -> Screen:
    local = read_moment(turn.arg(1))
    if local is None or refused(local, zone_of(turn, services), turn.now):
        return await on_time(turn, services)
    return await _change(turn, services, moved(visit, local, zone_of(turn, services)))


@about_one
async def on_whom(turn: Turn, services: Services, visit: Visit) -> Screen:
    """Asks with whom, or keeps the answer."""
    if turn.arg(1) not in visits.whom(turn.view):
        return visits.choose_whom(turn.view, visit)
    return await _change(turn, services, replace(visit, with_whom=turn.arg(1)))


@about_one
async def on_repeat(turn: Turn, services: Services, visit: Visit) -> Screen:
    """Asks how often it comes again, or keeps the answer; 0 is never."""
    if turn.arg(1) not in ("0", *map(str, REPEATS)):
        return visits.choose_repeat(turn.view, visit)
    return await _change(turn, services, replace(visit, repeat_weeks=int(turn.arg(1)) or None))


@about_one
async def on_place(turn: Turn, services: Services, visit: Visit) -> Screen:
    await _wait_for(turn, services, "visit-place", str(visit.id))
    return visits.place_prompt(turn.view, visit)


@about_one
async def on_place_typed(turn: Turn, services: Services, visit: Visit) -> Screen:
    place = " ".join(turn.text.split())
    if len(place) > PLACE_LIMIT:
        await _wait_for(turn, services, "visit-place", str(visit.id))
        return visits.place_prompt(turn.view, visit, turn.view.say("visits.place_too_long"))
    return await _change(turn, services, replace(visit, place=place))


@about_one
async def on_no_place(turn: Turn, services: Services, visit: Visit) -> Screen:
    return await _change(turn, services, replace(visit, place=None))


@about_one
async def on_file(turn: Turn, services: Services, visit: Visit) -> Screen:
    title = turn.view.say("visits.file_title")
    drawn = await _shown(turn, services, visit, "visits.file_sent")
    return visits.with_file(turn.view, drawn, calendar_file(visit, title, turn.now))


@about_one
async def on_cancel(turn: Turn, services: Services, visit: Visit) -> Screen:
    return visits.ask_cancel(turn.view, visit)


@about_one
async def on_cancel_now(turn: Turn, services: Services, visit: Visit) -> Screen:
    """It goes with its reminders; what is planned of the others follows the next visit."""
    await services.store.visits.cancel(turn.person_id, visit.id)
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


async def _read_back(turn: Turn, services: Services, local: datetime, notice: str = "") -> Screen:
    """Nothing is kept before the person has seen the moment in full; they may type another."""
    zone = zone_of(turn, services)
    local = past_the_gap(local, zone)
    if reason := refused(local, zone, turn.now):
        return await _pick_day(turn, services, local.date(), reason)
    await _wait_for(turn, services, "visit", f"{turn.int_arg(0)} {spell_moment(local)}")
    visit = await _visit(turn, services)
    if visit:
        return visits.read_back_change(turn.view, visit, local, notice)
    return visits.read_back(turn.view, local, notice)


async def _change(turn: Turn, services: Services, new: Visit) -> Screen:
    new = changed(new, turn.now)
    await services.store.visits.change(new)
    await plan(services, turn.person_id, turn.now)
    return await _shown(turn, services, new, "visits.changed")


async def _shown(turn: Turn, services: Services, visit: Visit, notice_key: str = "") -> Screen:
    zone = zone_of(turn, services)
    plans = await agenda_of(services, turn.edition, visit, zone, turn.now)
    return visits.visit(turn.view, visit, plans, turn.view.say(notice_key) if notice_key else "")


async def _wait_for(turn: Turn, services: Services, kind: PendingKind, ref: str) -> None:
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, kind, ref, turn.now)


async def _visit(turn: Turn, services: Services) -> Visit | None:
    return await services.store.visits.get(turn.person_id, turn.int_arg(0))


async def _is_gone(turn: Turn, services: Services) -> bool:
    """Whether the turn names a visit that is not there, or somebody else's."""
    return turn.int_arg(0) != NEW and await _visit(turn, services) is None


def _here(turn: Turn, services: Services) -> datetime:
    return local_now(turn.now, zone_of(turn, services))
