"""What Telegram's errors mean for us."""

from dataclasses import dataclass
from typing import Literal, get_args

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.edge.answers import IncompleteAnswerError
from bot.edge.http_clients import NeverSentError
from bot.edge.rate_limiter import seconds_of

Kind = Literal[
    "same",  # the message is already as it should be
    "gone",  # the message to change is no longer there
    "stale",  # the tap or search was made too long ago
    "file",  # the file has to be uploaded again
    "unreachable",  # this chat can't be written to
    "topic",  # nor can this topic of a forum
    "rights",  # the bot may not write here
    "moved",  # the group has another id
    "wait",  # too many messages
    "removed",  # it arrived, and something in the chat deleted it at once
    "incomplete",  # it was done, and what the server says of it can't be read
    "unknown",  # the network failed: nobody knows whether it arrived
    "refused",  # our mistake, or something new
]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Nothing sent to this chat arrives.
UNREACHABLE: tuple[Kind, ...] = ("unreachable", "topic", "rights")
#: An answer that came too late, or may come again by itself.
PASSING: tuple[Kind, ...] = ("stale", "unknown", "wait")
#: What a refusal means for what is sent by itself. `new` is one that we don't know.
Trouble = Literal["topic", "rights", "gone", "moved", "removed", "new", "later"]

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
    ("blocked by the user", "unreachable"),
    ("channel_private", "unreachable"),
    ("thread not found", "topic"),
    ("topic_closed", "topic"),
    ("topic_deleted", "topic"),
    ("topic is closed", "topic"),
    ("topic_id_invalid", "topic"),
    ("not enough rights", "rights"),
    ("no rights", "rights"),
    ("chat_write_forbidden", "rights"),
    ("chat_restricted", "rights"),
    ("no write access", "rights"),
    ("chat_send_", "rights"),  # such as CHAT_SEND_PLAIN_FORBIDDEN
    ("chat_guest_send_forbidden", "rights"),
    ("chat_admin_required", "rights"),
    ("immediately deleted", "removed"),
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
            return Outcome(_kind_of(error) or "unreachable")
        case BadRequest():
            return Outcome(_kind_of(error) or "refused")
        case IncompleteAnswerError():
            return Outcome("incomplete")
        case NetworkError():
            return Outcome("removed" if _kind_of(error) == "removed" else "unknown")
    return Outcome("unknown" if "invalid server response" in str(error).lower() else "refused")


def _kind_of(error: TelegramError) -> Kind | None:
    sentence = error.message.lower()
    return next((kind for part, kind in REFUSALS if part in sentence), None)


def is_blocked(error: TelegramError) -> bool:
    """Whether Telegram says so of this person, not only that it did not want to send."""
    return _kind_of(error) == "unreachable"


def may_have_arrived(error: TelegramError) -> bool:
    """Whether a failed request could have reached Telegram: not if it was never connected."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NeverSentError):
            return False
        cause = cause.__cause__
    return True


def trouble_of(error: TelegramError, outcome: Outcome, thread_id: int | None) -> Trouble:
    """What a refusal means for what is sent by itself."""
    match outcome.kind:
        case "topic":
            return "topic" if thread_id is not None else "rights"
        case "unreachable":
            return "gone"
        case "rights" | "moved" | "removed":
            return outcome.kind
        case "unknown" | "incomplete" | "wait":
            return "later"
    return "later" if isinstance(error, InvalidToken) else "new"  # a token says nothing of a chat
