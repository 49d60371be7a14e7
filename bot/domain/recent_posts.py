"""What was lately posted in each group, so that the bot does not flood it.

Kept in memory: after a restart a card may come once more.
"""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

A_MINUTE = timedelta(minutes=1)
#: Messages a minute in one group; Telegram takes 20, changed ones too. Help has room of its own
#: beyond what all the others may use, and who looks through the settings leaves some to people.
FOR_PEOPLE, BY_ITSELF, FOR_SETTINGS, FOR_HELP = 16, 12, 10, 4
LONGEST_WAIT = timedelta(minutes=5)
WAITING_HERE, WAITING = 5, 500  # answers that wait in one group, and in all of them
LONGEST_MEMORY = timedelta(hours=1)
REMEMBERED = 10_000  # posts over all groups; then the old ones are let go


@dataclass(slots=True)
class Posted:
    """Something in a group: when it was posted, and as which message once Telegram has told us."""

    at: datetime
    message_id: int = 0


Place = tuple[int, int | None]  # chat, topic
#: Who a message is for: whoever needs help, other people, a moderator at the settings, or nobody.
Room = Literal["help", "people", "settings", "itself"]
ROOMS: dict[Room, int] = {"people": FOR_PEOPLE, "itself": BY_ITSELF, "settings": FOR_PEOPLE}
Later = Callable[[datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer for which there was no room: tried again, and given up after some minutes."""

    chat_id: int
    room: Room
    not_before: datetime
    until: datetime
    answer: Later
    #: What it shows, and in which topic; None for what everybody gets an answer of their own to.
    what: tuple[int | None, str] | None = None


@dataclass
class RecentPosts:
    """Counts the messages of each group, and knows what is there already."""

    _sent: dict[int, deque[tuple[datetime, Room]]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _posted: dict[tuple[Place, str], Posted] = field(default_factory=dict)
    _cards: dict[int, datetime] = field(default_factory=dict)
    _short_lived: list[tuple[datetime, int, int]] = field(default_factory=list)
    _waiting: list[Waiting] = field(default_factory=list)

    def take(
        self, chat_id: int, now: datetime, room: Room = "people", *, must: bool = False
    ) -> bool:
        """Room for one more message in this minute; what `must` be shown is counted in any case."""
        if not (must or self.has_room(chat_id, now, room)):
            return False
        self._lately(chat_id, now).append((now, room))
        return True

    def has_room(self, chat_id: int, now: datetime, room: Room) -> bool:
        sent = self._lately(chat_id, now)
        of_its_own = sum(sent_room == room for _, sent_room in sent)
        if room == "help":
            return of_its_own < FOR_HELP or len(sent) < FOR_PEOPLE + FOR_HELP
        if room == "settings" and of_its_own >= FOR_SETTINGS:
            return False
        return sum(sent_room != "help" for _, sent_room in sent) < ROOMS[room]

    def answer_later(
        self,
        chat_id: int,
        room: Room,
        now: datetime,
        answer: Later,
        rest: timedelta = timedelta(),
        what: tuple[int | None, str] | None = None,
    ) -> bool:
        """Keep an answer for when there is room for it; whether it is kept, or was already."""
        if what and any(
            (waiting.chat_id, waiting.what) == (chat_id, what) for waiting in self._waiting
        ):
            return True
        here = sum(waiting.chat_id == chat_id and waiting.room == room for waiting in self._waiting)
        if here >= WAITING_HERE or len(self._waiting) >= WAITING or rest > LONGEST_WAIT:
            return False
        until = now + rest + LONGEST_WAIT
        self._waiting.append(Waiting(chat_id, room, now + rest, until, answer, what))
        return True

    def next_waiting(self, now: datetime) -> Waiting | None:
        """The first for which there is room by now, help before all else; it waits no more."""
        self._waiting = [waiting for waiting in self._waiting if now < waiting.until]
        ready = (
            waiting
            for waiting in sorted(self._waiting, key=lambda waiting: waiting.room != "help")
            if waiting.not_before <= now and self.has_room(waiting.chat_id, now, waiting.room)
        )
        if next_post := next(ready, None):
            self._waiting.remove(next_post)
        return next_post

    def claim(
        self, place: Place, key: str, now: datetime, again_after: timedelta
    ) -> tuple[Posted, bool]:
        """What stands there under this key, and whether it is the caller's to post."""
        if self.is_there(place, key, now, again_after):
            return self._posted[place, key], False
        self._forget(now)
        mine = self._posted[place, key] = Posted(now)
        return mine, True

    def is_there(self, place: Place, key: str, now: datetime, again_after: timedelta) -> bool:
        there = self._posted.get((place, key))
        return there is not None and timedelta() <= now - there.at < again_after

    def release(self, place: Place, key: str) -> None:
        """It did not come to be posted, or is not there any more."""
        self._posted.pop((place, key), None)

    def rests(self, chat_id: int, now: datetime, rest: timedelta) -> timedelta:
        """How long the last card of the group is still too young for another one."""
        last = self._cards.get(chat_id)
        young = last is not None and timedelta() <= now - last < rest
        return last + rest - now if last and young else timedelta()

    def card_posted(self, chat_id: int, now: datetime) -> None:
        self._cards[chat_id] = now

    def remove_later(self, chat_id: int, message_id: int, now: datetime) -> None:
        """A passing remark goes after a minute."""
        self._short_lived.append((now + A_MINUTE, chat_id, message_id))

    def to_remove(self, now: datetime | None = None) -> list[tuple[int, int]]:
        """Chats and messages whose minute has passed; all of them when no moment is given."""
        due = [message for message in self._short_lived if now is None or message[0] <= now]
        self._short_lived = [message for message in self._short_lived if message not in due]
        return [(chat_id, message_id) for _, chat_id, message_id in due]

    def _lately(self, chat_id: int, now: datetime) -> deque[tuple[datetime, Room]]:
        sent = self._sent[chat_id]
        while sent and now - sent[0][0] >= A_MINUTE:
            sent.popleft()
        return sent

    def _forget(self, now: datetime) -> None:
        if len(self._posted) < REMEMBERED:
            return
        young = {
            k: posted for k, posted in self._posted.items() if now - posted.at < LONGEST_MEMORY
        }
        self._posted = young if len(young) < REMEMBERED else {}
        self._cards = {c: at for c, at in self._cards.items() if now - at < LONGEST_MEMORY}
        live = {c: sent for c, sent in self._sent.items() if sent and now - sent[-1][0] < A_MINUTE}
        self._sent = defaultdict(deque, live)
