"""What the log holds, as the running bot writes it."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO

import pytest

from bot.ops.logging import CHATTY, start_logging


@pytest.fixture
def without_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing in this test may end in the error handler."""
    yield
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not loud, [record.getMessage() for record in loud]


@pytest.fixture
def bots_logging() -> Iterator[None]:
    """Lets the bot set up its own log, and takes that down again."""
    root = logging.getLogger()
    level, hooks = root.level, (threading.excepthook, sys.unraisablehook)
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    yield
    for handler in root.handlers[:]:
        if type(handler) is logging.StreamHandler:  # pytest's are of other types
            root.removeHandler(handler)
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.raiseExceptions = True
    threading.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def logged(bots_logging: None) -> Callable[[], str]:
    """What the bot has written to its log, at its chattiest."""
    written = StringIO()
    with redirect_stderr(written):
        start_logging("DEBUG", "console")
    return written.getvalue
