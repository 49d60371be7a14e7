"""What log records may say: secrets go out of all of them, and data out of other programs' ones."""

import linecache
import logging
import re
from collections.abc import Iterator
from types import TracebackType

OURS = ("bot", "storage")
SECRET = re.compile(
    r"\d{5,}(?::|%3A)[\w-]{6,}"  # a token
    r"|\b[0-9a-f]{32,}\b"  # a key
    r"|(?<=://)\S+@"  # a name and a password in an address, whatever signs these have
    r"|(?<=[?&/ ='\"])[\w-]{43,}"  # other long secrets
    r"|(?<![\w+/])[\w+/]{43}=",  # and 32 bytes in base64
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d{5,}")
SMALL = 10_000  # counts and ports are smaller, ids are larger
FORMAT_FIELD = re.compile(r"%(%|[-+ #0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z])")
HIDDEN = "…"
MOST_FRAMES = 6  # of an error


def redact_secrets(text: str) -> str:
    """The same, and an ellipsis for whatever looks like a token, a key or a password."""
    return SECRET.sub(HIDDEN, text)


def may_be_logged(record: logging.LogRecord) -> bool:
    """Drop INFO records of other libraries whose message may contain data."""
    loud = record.levelno >= logging.WARNING
    return loud or _is_ours(record) or bool(record.args) or _is_written_there(record)


def redacted(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that may be written down. An error is its kind and its place, never its words."""
    ours = _is_ours(record)
    told = logging.makeLogRecord(record.__dict__ if ours else _standard(record))
    told.msg = _filled(record) if ours else NUMBER.sub(HIDDEN, _without_data(record))
    told.args = ()
    told.exc_info = told.exc_text = told.stack_info = None
    if record.exc_info and record.exc_info[0]:
        told.error, told.where = record.exc_info[0].__name__, stack_of(record.exc_info[2])
    return told


def stack_of(trace: TracebackType | None) -> str:
    """Where an error came from, the nearest place first."""
    frames: list[str] = []
    while trace:
        file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
        frames.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(frames[::-1][:MOST_FRAMES])


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _is_written_there(record: logging.LogRecord) -> bool:
    """Whether the message stands in the program's source as it is, so no data can be in it."""
    whole = tuple(f"{quote}{record.msg}{quote}" for quote in "\"'")
    return any(text in line for line in linecache.getlines(record.pathname) for text in whole)


def _standard(record: logging.LogRecord) -> dict[str, object]:
    """What every record has; what somebody hung on it stays away."""
    names = vars(logging.makeLogRecord({}))
    return {name: value for name, value in vars(record).items() if name in names}


def _filled(record: logging.LogRecord) -> str:
    try:
        return redact_secrets(record.getMessage())
    except (TypeError, ValueError):  # the arguments do not fit
        return HIDDEN


def _without_data(record: logging.LogRecord) -> str:
    """The words of the program, with small numbers and the kinds of errors filled in."""
    words = redact_secrets(str(record.msg))
    if not record.args:
        return words if _is_written_there(record) else HIDDEN
    if isinstance(record.args, dict):
        return re.sub(r"%\(\w+\)[a-zA-Z]", HIDDEN, words)
    values = map(_shown, record.args)
    return FORMAT_FIELD.sub(lambda place: _next(place[1], values), words)


def _next(place: str, values: Iterator[str]) -> str:
    return "%" if place == "%" else next(values, HIDDEN)


def _shown(value: object) -> str:
    if isinstance(value, BaseException):
        return type(value).__name__
    is_small = isinstance(value, (int, float)) and abs(value) < SMALL
    return str(value) if is_small else HIDDEN
