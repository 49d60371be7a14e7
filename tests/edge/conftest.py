"""What the log holds, as the running bot writes it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO

import pytest

from bot.logs import CHATTY, start_logging


@pytest.fixture
def without_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing in this test may end in the error handler."""
    yield
    loud = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert not loud, [one.getMessage() for one in loud]


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """What the bot has written to its log since, at its chattiest."""
    root, written = logging.getLogger(), StringIO()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    with redirect_stderr(written):
        start_logging("DEBUG", "console")
    yield written.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.NOTSET)
