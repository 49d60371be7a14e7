"""What is kept, as plain frozen records. Instants are aware and in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from storage.group_records import Group as Group
from storage.group_records import GroupChange as GroupChange
from storage.group_records import GroupSchedule as GroupSchedule
from storage.group_records import Role as Role
from storage.group_records import ScheduleKind as ScheduleKind
from storage.group_records import ScheduleRests as ScheduleRests
from storage.group_records import WhoPosts as WhoPosts

TextLength = Literal["short", "full"]
BookmarkKind = Literal["page", "section", "word", "medicine", "study"]
PendingKind = (
    Literal["note", "question", "question-text", "answer", "visit", "visit-time", "visit-place"]
    | Literal["my-data", "city", "reminder-text", "moment", "team-number"]
)
Direction = Literal["up", "down"]
#: Whom a visit is with: one of those that the pack lists, or `other`.
WithWhom = str
#: What a reminder is about: `own`, `questions`, `followup`, or a subject of the pack.
ReminderKind = str
ReminderState = Literal["active", "paused", "done", "set-aside"]
PausedBecause = Literal["person", "unreachable"]
DeliveryState = Literal["pending", "claimed", "sending", "sent", "dead", "cancelled"]


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
    #: Whether a reminder may name its subject at once, on a locked screen too.
    topic_shown: bool = False
    #: Whether we ask once after a visit if the subject came up.
    follow_ups: bool = True
    #: The number their team gave them, in their own words; None until they keep one.
    team_number: str | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Something a person saved to find again."""

    #: Ours, random, and the same after an undo.
    id: int
    #: Whose it is.
    person_id: int
    #: What sort of thing it points at.
    kind: BookmarkKind
    #: What it points at: `daily-life`, a section `daily-life/sleep`, or a study `nct01234567`.
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
    """Something a person wants to ask at a visit."""

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
    #: What the doctor said, in their own words, at most 300 characters.
    answer: str | None = None


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
    #: From then on the answer is nobody's.
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment a person told us about."""

    #: Ours, random.
    id: int
    #: Whose it is.
    person_id: int
    #: When it begins on the wall clock there, as they said it; naive.
    local_start: datetime
    #: The IANA zone of that clock.
    time_zone: str
    #: The same moment as an instant.
    starts_at: datetime
    #: Whom they see.
    with_whom: WithWhom
    #: Where, in their own words, at most 60 characters.
    place: str | None
    #: After how many weeks it comes again; None when it does not.
    repeat_weeks: int | None
    #: When they told us.
    created_at: datetime
    #: How often they changed it since.
    changes: int = 0
    #: When they did so last.
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A thing to say to a person at a moment, once or again and again."""

    #: Ours, random.
    id: int
    #: Whose it is.
    person_id: int
    #: What it is about.
    kind: ReminderKind
    #: Their own words, at most 300 characters.
    text: str | None
    #: When it is due, as `bot.domain.recurrence` writes it; storage does not read it.
    rule: str
    #: The visit it belongs to and goes with.
    visit_id: int | None
    #: The IANA zone its rule is read in.
    time_zone: str
    #: Only an active one is planned; a set-aside one could not be sent as it is.
    state: ReminderState
    #: Who paused it: the person, or we, because Telegram does not reach them.
    paused_because: PausedBecause | None
    #: When they asked for it.
    created_at: datetime
    #: Where it counts what is new in the register, and of which types as bits; None until chosen.
    news_country: str | None = None
    news_types: int | None = None
    #: The days of the register's data between which its last message counted; None at first.
    news_from: str | None = None
    news_to: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One time something is to be said in a chat, and how far it got."""

    #: Ours, random.
    id: int
    #: What is said; None for what a group gets.
    reminder_id: int | None
    #: What a group gets; None for what a person gets.
    schedule_id: int | None
    #: Which time of the reminder this is; planned once.
    occurrence: str
    #: Where it is said; for a person their Telegram id.
    chat_id: int
    #: The topic of a forum.
    thread_id: int | None
    #: When it was to be said; stays through every retry.
    due_at: datetime
    #: Before that nobody tries.
    not_before: datetime
    #: How far it got.
    state: DeliveryState
    #: How often it was handed to Telegram.
    attempts: int
    #: How often nobody knows whether it arrived; above 0 the message says so.
    doubt: int
    #: Who claimed it.
    token: str | None
    #: Until when the claim holds.
    lease_until: datetime | None
    #: When Telegram took it.
    sent_at: datetime | None
    #: What Telegram calls it.
    message_id: int | None
    #: Why the last attempt failed, without ids or texts.
    error: str | None
