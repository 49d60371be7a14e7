"""What is kept, as plain frozen records. Instants are aware and in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

TextLength = Literal["short", "full"]
BookmarkKind = Literal["page", "section", "word", "medicine"]
PendingKind = Literal["note", "question", "question-text", "my-data"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed that something is kept."""

    #: The Telegram id.
    id: int
    #: The language the bot speaks with them, such as `en`.
    language: str
    #: Whose emergency numbers and paper size they see, such as `US`.
    region: str
    #: How much of a page they see first.
    text_length: TextLength
    #: Their IANA time zone; None until they choose one.
    time_zone: str | None
    #: Which text they agreed to.
    consent_version: str | None
    #: When they agreed.
    consented_at: datetime | None
    #: The last day they did something.
    active_on: date
    #: The day we told them that idle data goes; None once they are active again.
    warned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Something a person saved to find again."""

    #: Ours, random, and the same after an undo.
    id: int
    #: Whose it is.
    person_id: int
    #: What sort of thing it points at.
    kind: BookmarkKind
    #: What it points at: `hormone-therapy`, or `hormone-therapy/how-it-works`.
    ref: str
    #: A hash of the text they last saw, to tell them when it changed.
    content_version: str
    #: Their own words about it, at most 300 characters.
    note: str | None
    #: Its place in their list; smaller comes first.
    position: int
    #: When they saved it.
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person wants to ask their oncologist."""

    #: Ours, random, and the same after an undo.
    id: int
    #: Whose it is.
    person_id: int
    #: Its id in the pack; None when it is all their own.
    ref: str | None
    #: Their own words, which go before the pack's; None when the pack's are used.
    text: str | None
    #: The page it belongs to; None when it belongs to none.
    topic: str | None
    #: Whether they have asked it.
    checked: bool
    #: Its place in their list; smaller comes first.
    position: int
    #: When they added it.
    added_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many questions a person has."""

    #: Not asked yet.
    open: int
    #: Asked and checked off.
    checked: int


@dataclass(frozen=True, slots=True)
class PendingInput:
    """A typed answer we wait for."""

    #: Who was asked.
    person_id: int
    #: Where they were asked; one answer at a time is waited for in a chat.
    chat_id: int
    #: What the answer is for.
    kind: PendingKind
    #: What exactly it is for, such as the id of a bookmark; may be empty.
    ref: str
    #: The message that asked; None until Telegram has told us its id.
    prompt_message_id: int | None
    #: From then on the answer is nobody's.
    expires_at: datetime
