"""What is kept, as plain frozen records. Instants are aware and in UTC."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

TextLength = Literal["short", "full"]
BookmarkKind = Literal["page", "section", "word", "medicine"]
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
WhoPosts = Literal["everybody", "moderators"]
Role = Literal["moderator", "bot"]
ScheduleKind = Literal["card", "weekly", "monthly"]
ScheduleRests = Literal["moderator", "rights", "gone", "refused"]


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
    #: What it points at: a page such as `daily-life`, or a section such as `daily-life/sleep`.
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


@dataclass(frozen=True, slots=True)
class Group:
    """A chat of several people, and what its moderators chose."""

    #: The Telegram id of the chat.
    chat_id: int
    #: The language the bot speaks there.
    language: str
    #: Whose emergency numbers stand there first.
    region: str
    #: Who may post cards.
    who_posts: WhoPosts
    #: Ids of the pages that may be posted; None for all.
    topics: tuple[str, ...] | None
    #: Whether cards on hard topics are covered until somebody taps them.
    spoiler: bool
    #: How long the bot rests between two cards.
    cooldown_seconds: int
    #: From then on, local, what is posted makes no sound; the same as the end for never.
    quiet_start: time
    #: Until then.
    quiet_end: time
    #: The IANA zone of the group's schedules and quiet hours.
    time_zone: str
    #: Whether the bot is there.
    state: Literal["active", "gone"] = "active"
    #: The day it was removed.
    gone_on: date | None = None
    #: Whether one of its schedules rests because the bot may not write there.
    waits_for_rights: bool = False


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One change of a group's settings; who made it is not kept, only in which role."""

    #: Ours, random.
    id: int
    #: Which group.
    chat_id: int
    #: When it was made.
    changed_at: datetime
    #: Whether a moderator made it, or the bot by itself.
    by_role: Role
    #: What was changed, such as `region`.
    setting: str
    #: What it said before; may be empty.
    was: str
    #: What it says now; may be empty.
    became: str


@dataclass(frozen=True, slots=True)
class GroupSchedule:
    """Something that is posted in a group by itself."""

    #: Ours, random.
    id: int
    #: In which group.
    chat_id: int
    #: In which topic of a forum; None for the general one, and in groups without topics.
    thread_id: int | None
    #: A card once, the pages of a menu one after the other every week, or a question every month.
    kind: ScheduleKind
    #: The page that comes next; for a question, the subject of the pack.
    what: str
    #: When it is due, as `bot.domain.recurrence` writes it; storage does not read it.
    rule: str
    #: The IANA zone its rule is read in.
    time_zone: str
    #: Only an active one is planned.
    state: Literal["active", "paused", "done"]
    #: Why it rests.
    paused_because: ScheduleRests | None
    #: What it posted last, to take it back.
    last_message_id: int | None
    #: When that was; Telegram lets us take it back for 48 hours.
    last_posted_at: datetime | None
    #: When a moderator set it up.
    created_at: datetime
