"""What goes to the log: never a text, an id of a person, a token or a key."""

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import Literal

from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.types import EventDict

from bot.ops.redaction import may_be_logged, redacted

#: They write whole addresses, with the token in them, at INFO.
CHATTY = (
    "httpx",
    "httpcore",
    "aiohttp",
    "telegram",
    "uvicorn.access",
    "aiosqlite",
    "asyncio",
    "fontTools",  # and these write many lines for each PDF, about the letters in it
    "fpdf",
)
#: What a line may say besides its message.
FIELDS = ("handler", "outcome", "milliseconds", "error", "where")


def start_logging(level: str, style: Literal["console", "json"]) -> None:
    """One way for all lines, whoever writes them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(may_be_logged)
    handler.setFormatter(_Masked(style))
    logging.raiseExceptions = False  # it would print the record that failed, as it is
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    threading.excepthook = _nobody_waits
    sys.unraisablehook = _nobody_waits


def _nobody_waits(failed: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
    """Python would print the whole error, with its words."""
    if failed.exc_value is not None:
        trouble = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        logging.getLogger(__name__).error(
            "unhandled exception in a thread or finaliser", exc_info=trouble
        )


class _Masked(ProcessorFormatter):
    def __init__(self, style: Literal["console", "json"]) -> None:
        console = ConsoleRenderer(
            colors=False,
            event_key="message",
            timestamp_key="at",
            pad_event_to=0,
            pad_level=False,
            sort_keys=False,
        )
        super().__init__(
            processors=[
                _start,
                ExtraAdder(FIELDS),
                self.remove_processors_meta,
                JSONRenderer(ensure_ascii=False) if style == "json" else console,
            ]
        )

    def format(self, record: logging.LogRecord) -> str:
        return super().format(redacted(record))


def _start(_logger: object, _method: str, told: EventDict) -> EventDict:
    record: logging.LogRecord = told["_record"]
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    first = {"at": at, "level": record.levelname.lower(), "logger": record.name}
    return {**first, "message": told.pop("event"), **told}
