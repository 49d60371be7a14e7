"""Brings back what a file of /mydata holds: what is here already is left as it is."""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain import phone
from bot.domain.data_export import (
    DataExport,
    SavedBookmark,
    SavedQuestion,
    SavedReminder,
    SavedVisit,
)
from bot.planning.reminders import plan
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.errors import LimitReachedError, TextRefusedError


@dataclass
class Restored:
    """How many of each kind came back, and how many could not."""

    counts: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    number: bool = False

    async def note(self, kind: str, came_back: Awaitable[bool]) -> None:
        try:
            self.counts[kind] = self.counts.get(kind, 0) + await came_back
        except (LimitReachedError, TextRefusedError):
            self.refused += 1


async def restore(turn: Turn, services: Services, export: DataExport) -> Restored:
    """Inside a transaction; afterwards every reminder is planned."""
    done = Restored()
    for saved in reversed(export.bookmarks):  # the newest comes first, and is saved last
        await done.note("bookmarks", _bookmark(turn, services, saved))
    for asked in export.questions:
        await done.note("questions", _question(turn, services, asked))
    for visit in export.visits:
        await done.note("visits", _visit(turn, services, visit))
    for reminder in export.reminders:
        await done.note("reminders", _reminder(turn, services, reminder))
    if export.team_number and not turn.kept_person().team_number:
        done.number = await _number(turn, services, export.team_number)
        done.refused += not done.number
    await _zone(turn, services, export.time_zone)
    await plan(services, turn.person_id, turn.now)
    return done


async def _bookmark(turn: Turn, services: Services, saved: SavedBookmark) -> bool:
    store, version = services.store, services.library.version(saved.kind, saved.ref)
    known = await store.bookmarks.find(turn.person_id, saved.kind, saved.ref)
    bookmark = known or await store.bookmarks.save(
        turn.person_id, saved.kind, saved.ref, version, turn.now
    )
    if saved.note and bookmark.note is None:
        await store.bookmarks.set_note(turn.person_id, bookmark.id, saved.note)
    return known is None


async def _question(turn: Turn, services: Services, asked: SavedQuestion) -> bool:
    store = services.store
    for known in await store.questions.list(turn.person_id):
        if (known.ref, known.text) == (asked.ref, asked.text):
            return False
    added = await store.questions.add(
        turn.person_id, turn.now, ref=asked.ref, text=asked.text, topic=asked.topic
    )
    await store.questions.check(turn.person_id, added.id, checked=asked.checked)
    if asked.answer:
        await store.questions.set_answer(turn.person_id, added.id, asked.answer)
    return True


async def _visit(turn: Turn, services: Services, visit: SavedVisit) -> bool:
    """One that is to come, or that comes again; what is over is over."""
    store, local = services.store, visit.local_start
    starts_at = local.replace(tzinfo=ZoneInfo(visit.time_zone)).astimezone(UTC)
    if starts_at <= turn.now and visit.repeat_weeks is None:
        return False
    for known in await store.visits.upcoming(turn.person_id, datetime.min.replace(tzinfo=UTC)):
        if (known.local_start, known.with_whom) == (local, visit.with_whom):
            return False
    await store.visits.add(
        turn.person_id,
        turn.now,
        local_start=local,
        time_zone=visit.time_zone,
        starts_at=starts_at,
        with_whom=visit.with_whom,
        place=visit.place,
        repeat_weeks=visit.repeat_weeks,
    )
    return True


async def _reminder(turn: Turn, services: Services, saved: SavedReminder) -> bool:
    """One that was active or paused; the question after a visit is ours, and comes by itself."""
    store = services.store
    if not saved.comes_back:
        return False
    for known in await store.reminders.list(turn.person_id):
        if (known.kind, known.text, known.rule) == (saved.kind, saved.text, saved.rule):
            return False
    reminder = await store.reminders.add(
        turn.person_id,
        turn.now,
        kind=saved.kind,
        rule=saved.rule,
        time_zone=saved.time_zone,
        text=saved.text,
    )
    if saved.state == "paused":
        await store.reminders.pause(turn.person_id, reminder.id, "person")
    return True


async def _number(turn: Turn, services: Services, number: str) -> bool:
    """Whether their team's number could be kept again, by the rules for a typed one."""
    line = phone.one_line(number)
    if phone.unusable(line):
        return False
    with suppress(TextRefusedError):
        await services.store.people.set_team_number(turn.person_id, line)
        return True
    return False


async def _zone(turn: Turn, services: Services, zone: str | None) -> None:
    """Reminders need one; one that is set already stays."""
    person = await services.store.people.get(turn.person_id)
    if person and person.time_zone is None and zone:
        await services.store.people.save_settings(replace(person, time_zone=zone))
