"""Serves the written preview to this computer alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")


class _Quiet(SimpleHTTPRequestHandler):
    def send_head(self) -> BinaryIO | BytesIO | None:
        """Another name that leads here belongs to a web page that wants to read along."""
        if self.headers.get("Host", "").partition(":")[0] not in NAMES:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return None
        return super().send_head()

    def log_message(self, format: str, *args: object) -> None:
        """A reviewer's terminal shows the address and nothing else."""


@contextmanager
def served(folder: Path, port: int) -> Iterator[ThreadingHTTPServer]:
    """A server on loopback, not yet answering; raises OSError when the port is taken."""
    with ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder))) as server:
        yield server
