"""What stopped a command, in one sentence that says what to do."""

import re

from telegram.error import Forbidden, InvalidToken, TelegramError

from bot import __version__
from bot.edge.answers import IncompleteAnswerError
from bot.edge.application import NO_BOT_API
from bot.http.server import PortTakenError
from bot.library.check.record_review import ReviewRefusedError
from bot.library.check.stamp import NotStampedError
from bot.library.load.load import BrokenContentError
from bot.ops.redaction import redact_secrets, stack_of
from bot.preview.changes import UnknownRevisionError
from bot.preview.site import ForeignFolderError
from bot.settings import SettingsError, read_settings
from storage.errors import StorageError

BAD_SETTING = 2
CERTIFICATE = re.compile("certificate|ssl", re.IGNORECASE)
#: Errors whose own words are for whoever typed the command.
SENTENCES = (
    SettingsError,
    StorageError,
    PortTakenError,
    UnknownRevisionError,
    ForeignFolderError,
    ReviewRefusedError,
    NotStampedError,
)


def exit_code(error: Exception) -> int:
    """What is wrong with a setting has a code of its own."""
    return BAD_SETTING if isinstance(error, (SettingsError, InvalidToken)) else 1


def sentence_of(error: Exception) -> str:
    """What stopped it, and what to do, with no secret in it."""
    return redact_secrets(_why(error))


def _why(error: Exception) -> str:
    """What stopped it, and what to do. What we did not foresee is told without its own words."""
    if isinstance(error, SENTENCES):
        return str(error)
    match error:
        case BrokenContentError():
            return f"{error}\nThe content can't be used: mend these lines."
        case InvalidToken():
            return "BOT_TOKEN is not one that Telegram knows: ask BotFather for it."
        case TelegramError(message=message) if message == NO_BOT_API:
            return (
                "What answers at BOT_API_URL is no Bot API: check the address, and whether a"
                " gateway or a proxy stands before it."
            )
        case IncompleteAnswerError():
            return (
                "What answers at BOT_API_URL leaves out what a Bot API has to say: it may be too"
                " old, or an imitation."
            )
        case TelegramError(message=message) if CERTIFICATE.search(message):
            return (
                "The certificate of the Bot API can't be trusted: check this computer's clock,"
                " BOT_API_URL, and whether a proxy looks into connections."
            )
        case Forbidden():
            return (
                "Telegram lets this bot say nothing: it may be frozen or deleted. Look at it in"
                " BotFather."
            )
        case TelegramError():
            kind = type(error).__name__
            return f"Telegram can't be reached ({kind}): is there a network?"
        case OSError(filename=str() as name, strerror=str() as trouble):
            return f"{name} can't be used: {trouble}."
    where = stack_of(error.__traceback__)
    fault = f"Internal error in Waymark {__version__} ({type(error).__name__} at {where})."
    return f"{fault} Please report this line{_where_to_report()}."


def _where_to_report() -> str:
    """Where the host wants faults to be told; nothing if the settings are what is at fault."""
    try:
        address = read_settings().report_url
    except Exception:
        return ""
    return f" at {address}" if address else ""
