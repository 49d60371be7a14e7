"""Serves the written preview to this computer alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A reviewer's terminal shows the address and nothing else."""


@contextmanager
def served(folder: Path, port: int) -> Iterator[ThreadingHTTPServer]:
    """A server on loopback, not yet answering; raises OSError when the port is taken."""
    with ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder))) as server:
        yield server
