"""The file of `/mydata`: what it holds, and what may come back from one. See docs/my-data.md."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Literal

from babel.dates import format_datetime
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

FORMAT, VERSION = "waymark-my-data", 1
BOOKMARKS, QUESTIONS = 500, 200  # as many as one person can keep; more was never exported
SIZE_LIMIT = 2_500_000  # bytes; a full account takes half of it where each letter is an emoji
INSTANTS = ("_at", "not_before", "lease_until")
Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SavedBookmark(_Model):
    kind: Literal["page", "section", "word", "medicine"]
    ref: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}(/[a-z0-9-]{1,28})?$")]
    note: Text | None = None


class SavedQuestion(_Model):
    ref: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}$")] | None = None
    text: Text | None = None
    topic: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,28}$")] | None = None
    checked: bool = False
    answer: Text | None = None


class _SavedPerson(_Model):
    """All that may come back of a person; what else a file says of them is left alone."""

    team_number: Text | None = None


class _Kept(_Model):
    people: Annotated[tuple[_SavedPerson, ...], Field(max_length=1)] = ()
    bookmarks: Annotated[tuple[SavedBookmark, ...], Field(max_length=BOOKMARKS)] = ()
    questions: Annotated[tuple[SavedQuestion, ...], Field(max_length=QUESTIONS)] = ()


class _File(_Model):
    format: Literal["waymark-my-data"]
    version: int
    kept: _Kept


@dataclass(frozen=True, slots=True)
class DataExport:
    """What a file brings back."""

    bookmarks: tuple[SavedBookmark, ...]
    questions: tuple[SavedQuestion, ...]
    team_number: str | None = None


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


def to_text(tables: Mapping[str, Sequence[Mapping[str, Any]]], language: str) -> bytes:
    """The same for reading: a line for each value, and instants as the language writes them."""
    write = partial(format_datetime, format="long", tzinfo=UTC, locale=language)
    lines: list[str] = []
    for table, rows in tables.items():
        for row in rows:
            values = _readable(row, write).items()
            lines += [table, *(f"  {name}: {value}" for name, value in values), ""]
    return "\n".join(lines).encode()


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
    number = kept.people[0].team_number if kept.people else None
    return DataExport(kept.bookmarks, kept.questions, number)


def _readable(row: Mapping[str, Any], write: Callable[[datetime], str]) -> dict[str, Any]:
    return {n: _instant(n, value, write) for n, value in row.items() if n != "person_id"}


def _instant(name: str, value: Any, write: Callable[[datetime], str]) -> Any:
    if name.endswith(INSTANTS) and isinstance(value, int):
        return write(datetime.fromtimestamp(value / 1000, UTC))
    return value
