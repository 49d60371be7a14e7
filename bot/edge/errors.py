"""What Telegram's errors mean for us."""

from dataclasses import dataclass
from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.edge.http_clients import NeverSentError
from bot.edge.rate_limiter import seconds_of

#: What Telegram says of a closed or deleted topic, and of a bot that may not write.
TOPIC_SHUT = ("thread not found", "topic_closed", "topic_deleted", "topic is closed")
NO_RIGHT = ("rights to send", "no rights", "chat_write_forbidden", "chat_restricted")
Trouble = Literal["topic", "rights", "gone", "moved", "refused", "later"]

Kind = Literal[
    "same", "gone", "stale", "unreachable", "moved", "wait", "unknown", "file", "refused"
]


#: What Telegram says when a request can never succeed, by a part of its words.
REFUSALS: tuple[tuple[str, Kind], ...] = (
    ("message is not modified", "same"),
    ("query is too old", "stale"),
    ("query id is invalid", "stale"),
    ("message to edit not found", "gone"),
    ("message can't be edited", "gone"),
    ("message_id_invalid", "gone"),
    ("there is no text in the message to edit", "gone"),
    ("wrong file identifier", "file"),
    ("wrong remote file identifier", "file"),
    ("wrong file_id", "file"),
    ("file reference", "file"),
    ("can't use file of type", "file"),
    ("chat not found", "unreachable"),
    ("user is deactivated", "unreachable"),
    ("peer_id_invalid", "unreachable"),
    ("bot was kicked", "unreachable"),
    ("not enough rights", "unreachable"),
    ("topic_closed", "unreachable"),
    ("message thread not found", "unreachable"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error means: `wait` is seconds, `chat_id` where the chat has moved to."""

    kind: Kind
    wait: float = 0
    chat_id: int = 0


def classify(error: TelegramError) -> Outcome:
    """Classify an error of the Bot API. The order matters: BadRequest is a NetworkError too."""
    match error:
        case RetryAfter():
            return Outcome("wait", wait=seconds_of(error))
        case ChatMigrated():
            return Outcome("moved", chat_id=error.new_chat_id)
        case Forbidden():
            return Outcome("unreachable")
        case BadRequest():
            said = error.message.lower()
            return Outcome(next((kind for part, kind in REFUSALS if part in said), "refused"))
        case NetworkError():
            return Outcome("unknown")
    return Outcome("unknown" if "invalid server response" in str(error).lower() else "refused")


def may_have_arrived(error: TelegramError) -> bool:
    """Whether a failed request could have reached Telegram: not if it was never connected."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NeverSentError):
            return False
        cause = cause.__cause__
    return True


def trouble_of(error: TelegramError, outcome: Outcome, thread_id: int | None) -> Trouble:
    """What a refusal means for the schedules of a group."""
    said = error.message.lower()
    if any(part in said for part in TOPIC_SHUT):
        return "topic" if thread_id is not None else "rights"
    if any(part in said for part in NO_RIGHT):
        return "rights"
    match outcome.kind:
        case "unreachable":
            return "gone"
        case "moved":
            return "moved"
        case "refused" if not isinstance(error, InvalidToken):  # that says nothing about it
            return "refused"
    return "later"
