"""One throw-away PostgreSQL server for a test session, from Debian's own binaries.

It listens on a socket in a folder of its own. As root it runs as `postgres` or `nobody`, because
PostgreSQL refuses to run as root.
"""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

START_WITHIN = 30  # seconds


class PostgresServer:
    """A running server that makes empty databases."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets
        self._numbers = itertools.count(1)
        self._shared: str | None = None

    def url(self, name: str) -> str:
        """A DATABASE_URL for a database on this server."""
        return f"postgresql://waymark@/{name}?host={self._sockets}"

    async def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return self.url(name)

    async def shared_database(self) -> str:
        """The URL of a database that tests empty and use one after the other: much quicker."""
        self._shared = self._shared or await self.new_database()
        return self._shared


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server; where it isn't installed the test is skipped, but never in CI."""
    binaries = _binaries()
    if binaries is None:
        missing = "PostgreSQL is missing: install the Debian package `postgresql`"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
    try:
        yield from _running(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(binaries: Path, folder: Path) -> Iterator[PostgresServer]:
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    subprocess.run(  # noqa: S603 - our own command
        [
            *(binaries / "initdb", "--auth=trust", "--username=waymark", "--encoding=UTF8"),
            *("--locale=C", "--no-sync", "--pgdata", data),
        ],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [binaries / "postgres", "-F", "-D", data, "-k", folder, "-c", "listen_addresses="],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(binaries / "pg_isready", folder, server)
        yield PostgresServer(folder)
    finally:
        server.send_signal(signal.SIGQUIT)  # at once; nothing here is worth a checkpoint
        server.wait()


def _wait_for(ready: Path, folder: Path, server: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + START_WITHIN
    while subprocess.run([ready, "-q", "-h", folder], check=False).returncode:  # noqa: S603
        if server.poll() is not None or time.monotonic() > give_up_at:
            pytest.fail(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.05)


def _binaries() -> Path | None:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    return versions[-1].parent if versions else None


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
