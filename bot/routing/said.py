"""What each person has sent last, in memory only: what an edit or the next of a row means."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from telegram import Message

from bot.edge.updates import has_own_words

T = TypeVar("T")
REMEMBERED = 10_000  # chats
ROW = timedelta(seconds=3)  # an album or several forwards come within that

#: `same`: nothing of it has changed, such as when somebody reacts to it. `old`: the conversation
#: has gone on since. `answer`: it was taken as an answer. `new`: it can be read like a new one.
Edit = Literal["same", "old", "answer", "new"]


@dataclass(slots=True)
class _Last:
    number: int
    #: Python's own hash, which has another seed in every process: no words can be found with it.
    words: int
    was_answer: bool = False
    went_on: bool = False


class Said:
    """Remembers the newest message of every private chat, without its words."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, _Last] = OrderedDict()
        self._not_words_at: OrderedDict[int, datetime] = OrderedDict()

    def note(self, message: Message, *, was_answer: bool) -> None:
        last = _Last(message.message_id, _words(message), was_answer)
        _put(self._last, message.chat.id, last)
        if has_own_words(message):
            self._not_words_at.pop(message.chat.id, None)

    def tapped(self, chat_id: int) -> None:
        """The conversation has gone on since the newest message."""
        if last := self._last.get(chat_id):
            last.went_on = True

    def edit_of(self, message: Message, *, is_awaited: bool) -> Edit:
        """What somebody means by an edit, where `is_awaited` says that we wait for an answer."""
        last = self._last.get(message.chat.id)
        if last is None or last.number != message.message_id:
            return "old"
        if last.words == _words(message):
            return "same"
        last.words = _words(message)
        if is_awaited:  # the same answer once more, or something older than the question
            return "new" if last.was_answer and not last.went_on else "old"
        return "answer" if last.was_answer else "new"

    def follows_in_row(self, message: Message) -> bool:
        """Whether a message that we can't read comes right after another one of that kind."""
        before = self._not_words_at.get(message.chat.id)
        _put(self._not_words_at, message.chat.id, message.date)
        return before is not None and message.date - before <= ROW


def _words(message: Message) -> int:
    return hash(message.text or message.caption or "")


def _put(kept: OrderedDict[int, T], chat_id: int, value: T) -> None:
    kept[chat_id] = value
    kept.move_to_end(chat_id)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
