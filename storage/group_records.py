"""What is kept of groups, as plain frozen records."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

WhoPosts = Literal["everybody", "moderators"]
Role = Literal["moderator", "bot"]
ScheduleKind = Literal["card", "weekly", "monthly"]
ScheduleRests = Literal["moderator", "rights", "gone", "refused"]


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
