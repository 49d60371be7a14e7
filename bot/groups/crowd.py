"""What was lately posted in each group, so that the bot does not crowd it.

Kept in memory: after a restart a card may come once more.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

A_MINUTE = timedelta(minutes=1)
FOR_PEOPLE, BY_ITSELF = 18, 12  # messages a minute in one group; Telegram takes 20
LONGEST_MEMORY = timedelta(hours=1)
REMEMBERED = 10_000  # posts over all groups; then the old ones are let go


@dataclass(slots=True)
class Posted:
    """Something in a group: when it was posted, and as which message once Telegram has told us."""

    at: datetime
    message_id: int = 0


Place = tuple[int, int | None]  # chat, topic


@dataclass
class Crowd:
    """Counts the messages of each group, and knows what is there already."""

    _sent: dict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _posted: dict[tuple[Place, str], Posted] = field(default_factory=dict)
    _cards: dict[int, datetime] = field(default_factory=dict)
    _fleeting: list[tuple[datetime, int, int]] = field(default_factory=list)

    def take(self, chat_id: int, now: datetime, *, for_people: bool = True) -> bool:
        """Room for one more message in this minute; what comes by itself leaves some to people."""
        if len(self._lately(chat_id, now)) >= (FOR_PEOPLE if for_people else BY_ITSELF):
            return False
        self.count(chat_id, now)
        return True

    def count(self, chat_id: int, now: datetime) -> None:
        """Something was shown that could not wait; Telegram counts changed messages too."""
        self._lately(chat_id, now).append(now)

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

    def rests(self, chat_id: int, now: datetime, rest: timedelta) -> bool:
        """Whether the last card of the group is too young for another one."""
        last = self._cards.get(chat_id)
        return last is not None and timedelta() <= now - last < rest

    def card_posted(self, chat_id: int, now: datetime) -> None:
        self._cards[chat_id] = now

    def remove_later(self, chat_id: int, message_id: int, now: datetime) -> None:
        """A passing remark goes after a minute."""
        self._fleeting.append((now + A_MINUTE, chat_id, message_id))

    def to_remove(self, now: datetime | None = None) -> list[tuple[int, int]]:
        """Chats and messages whose minute has passed; all of them when no moment is given."""
        due = [one for one in self._fleeting if now is None or one[0] <= now]
        self._fleeting = [one for one in self._fleeting if one not in due]
        return [(chat_id, message_id) for _, chat_id, message_id in due]

    def _lately(self, chat_id: int, now: datetime) -> deque[datetime]:
        sent = self._sent[chat_id]
        while sent and now - sent[0] >= A_MINUTE:
            sent.popleft()
        return sent

    def _forget(self, now: datetime) -> None:
        if len(self._posted) < REMEMBERED:
            return
        young = {k: one for k, one in self._posted.items() if now - one.at < LONGEST_MEMORY}
        self._posted = young if len(young) < REMEMBERED else {}
        self._cards = {c: at for c, at in self._cards.items() if now - at < LONGEST_MEMORY}
        live = {c: sent for c, sent in self._sent.items() if sent and now - sent[-1] < A_MINUTE}
        self._sent = defaultdict(deque, live)
