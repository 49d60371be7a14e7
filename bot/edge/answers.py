"""A bot for which an answer that lacks something is an error of that call, as any refusal is."""

import traceback
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram.error import NetworkError
from telegram.ext import ExtBot

#: What PTB raises of an object without a field, or with one of another type.
UNREAD = (TypeError, KeyError, ValueError, AttributeError, IndexError)
#: The calls whose answer is an object.
ANSWERED_WITH_OBJECTS = (
    "get_me",
    "get_webhook_info",
    "get_chat_menu_button",
    "get_chat_administrators",
    "get_my_commands",
    "get_my_description",
    "get_my_short_description",
    "get_file",
    "send_message",
    "send_photo",
    "send_document",
)
Call = Callable[..., Coroutine[Any, Any, Any]]


class IncompleteAnswerError(NetworkError):
    """The server did what it was asked, and what it says of it can't be read."""


class AnsweredBot(ExtBot[Any]):
    """PTB's bot; it lets TypeError and the like out where a server leaves out a field."""


def _whole(call: Call) -> Call:
    @wraps(call)
    async def asked(*args: Any, **given: Any) -> Any:
        try:
            return await call(*args, **given)
        except UNREAD as error:
            if not _came_with_answer(error):
                raise
            problem = type(error).__name__
        raise IncompleteAnswerError(f"incomplete answer: {problem}")  # its words may quote people

    return asked


def _came_with_answer(error: BaseException) -> bool:
    """Whether it was met while an object was made of the answer, and not in what we asked."""
    return any(frame.name == "de_json" for frame in traceback.extract_tb(error.__traceback__))


for _name in ANSWERED_WITH_OBJECTS:
    setattr(AnsweredBot, _name, _whole(getattr(ExtBot, _name)))
