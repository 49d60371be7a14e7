"""The file of `/mydata`: what it holds, and what may come back from one. See docs/my-data.md."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from bot.domain.recurrence import from_text
from bot.domain.reminder_kinds import FOLLOW_UP

FORMAT, VERSION = "waymark-my-data", 1
BOOKMARKS, QUESTIONS = 500, 200  # as many as one person can keep; more was never exported
VISITS, REMINDERS = 100, 200  # reminders that are done are in the file, too
SIZE_LIMIT = 2_500_000  # bytes; a full account takes half of it where each letter is an emoji
INSTANTS = ("_at", "not_before", "lease_until")
Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
ShortId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}$")]


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such time zone")
    return name


def _rule(spelled: str) -> str:
    from_text(spelled)  # a RuleError is a ValueError
    return spelled


Zone = Annotated[str, AfterValidator(_known_zone)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SavedBookmark(_Model):
    kind: Literal["page", "section", "word", "medicine", "study"]
    ref: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}(/[a-z0-9-]{1,28})?$")]
    note: Text | None = None


class SavedQuestion(_Model):
    ref: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}$")] | None = None
    text: Text | None = None
    topic: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}$")] | None = None
    checked: bool = False
    answer: Text | None = None


class SavedVisit(_Model):
    local_start: datetime
    time_zone: Zone
    with_whom: ShortId
    place: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    repeat_weeks: Annotated[int, Field(ge=1, le=52)] | None = None

    @field_validator("local_start")
    @classmethod
    def _wall_clock(cls, value: datetime) -> datetime:
        if value.tzinfo is not None:
            raise ValueError("the time on a clock has no zone of its own")
        return value


class SavedReminder(_Model):
    kind: ShortId
    text: Text | None = None
    rule: Annotated[str, StringConstraints(max_length=60), AfterValidator(_rule)]
    time_zone: Zone
    state: Literal["active", "paused", "done", "set-aside"] = "active"

    @property
    def comes_back(self) -> bool:
        return self.kind != FOLLOW_UP and self.state in ("active", "paused")


class _SavedPerson(_Model):
    """All that may come back of a person; what else a file says of them is left alone."""

    team_number: Text | None = None
    time_zone: Zone | None = None


class _Kept(_Model):
    people: Annotated[tuple[_SavedPerson, ...], Field(max_length=1)] = ()
    bookmarks: Annotated[tuple[SavedBookmark, ...], Field(max_length=BOOKMARKS)] = ()
    questions: Annotated[tuple[SavedQuestion, ...], Field(max_length=QUESTIONS)] = ()
    visits: Annotated[tuple[SavedVisit, ...], Field(max_length=VISITS)] = ()
    reminders: Annotated[tuple[SavedReminder, ...], Field(max_length=REMINDERS)] = ()


class _File(_Model):
    format: Literal["waymark-my-data"]
    version: int
    kept: _Kept


@dataclass(frozen=True, slots=True)
class DataExport:
    """What a file brings back."""

    bookmarks: tuple[SavedBookmark, ...]
    questions: tuple[SavedQuestion, ...]
    visits: tuple[SavedVisit, ...] = ()
    reminders: tuple[SavedReminder, ...] = ()
    team_number: str | None = None
    time_zone: str | None = None


class BadFileError(Exception):
    """`why` is one of: too_big, not_json, not_ours, newer, broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def to_json(tables: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime) -> bytes:
    """Every row of a person, with instants as ISO 8601 in UTC."""
    kept = {
        table: [_readable(row, datetime.isoformat) for row in rows]
        for table, rows in tables.items()
    }
    whole = {"format": FORMAT, "version": VERSION, "made_at": now.isoformat(), "kept": kept}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def from_json(content: bytes) -> DataExport:
    """What can come back; raises BadFileError, and then nothing of the file is used."""
    if len(content) > SIZE_LIMIT:
        raise BadFileError("too_big")
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadFileError("not_json") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadFileError("not_ours")
    if whole.get("version") != VERSION:
        raise BadFileError("newer")
    try:
        kept = _File.model_validate(whole).kept
    except ValidationError:
        raise BadFileError("broken") from None
    person = kept.people[0] if kept.people else _SavedPerson()
    lists = (kept.bookmarks, kept.questions, kept.visits, kept.reminders)
    return DataExport(*lists, person.team_number, person.time_zone)


def _readable(row: Mapping[str, Any], write: Callable[[datetime], str]) -> dict[str, Any]:
    return {n: _instant(n, value, write) for n, value in row.items() if n != "person_id"}


def _instant(name: str, value: Any, write: Callable[[datetime], str]) -> Any:
    if name.endswith(INSTANTS) and isinstance(value, int):
        return write(datetime.fromtimestamp(value / 1000, UTC))
    return value
