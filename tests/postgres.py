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
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

START_WITHIN = 30  # seconds
MISSING = "PostgreSQL is missing: install the Debian package `postgresql`"


class PostgresServer:
    """A server that makes empty databases, and can be stopped and started while others use it."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries, self._folder, self._user = binaries, folder, _unprivileged_user()
        self._numbers = itertools.count(1)
        self._shared: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "log"

    def make(self) -> None:
        """Its folder, once."""
        if self._user:
            shutil.chown(self._folder, self._user)
        subprocess.run(  # noqa: S603 - our own command
            [
                *(self._binaries / "initdb", "--auth=trust", "--username=waymark"),
                *("--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata", self._folder / "data"),
            ],
            user=self._user,
            cwd=self._folder,
            check=True,
            capture_output=True,
            start_new_session=True,
        )

    def start(self) -> None:
        """Returns when it answers. After `kill -9` its children may hold its folder for a while."""
        give_up_at = time.monotonic() + START_WITHIN
        while not self._comes_up(give_up_at):
            if time.monotonic() > give_up_at:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            time.sleep(0.05)

    def _comes_up(self, give_up_at: float) -> bool:
        folder = self._folder
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [
                    *(self._binaries / "postgres", "-F", "-D", folder / "data", "-k", folder),
                    *("-c", "listen_addresses="),
                ],
                user=self._user,
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C is for those who use it; they stop it
            )
        ready = [str(self._binaries / "pg_isready"), "-q", "-h", str(folder)]
        while subprocess.run(ready, check=False).returncode:  # noqa: S603 - our own command
            if self._process.poll() is not None or time.monotonic() > give_up_at:
                return False
            time.sleep(0.05)
        return True

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """At once, unless told otherwise; nothing here is worth a checkpoint."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait()

    async def kill_a_backend(self) -> None:
        """`kill -9` for the process behind one connection; the server then begins anew."""
        connection = await asyncpg.connect(self.url("postgres"))
        os.kill(connection.get_server_pid(), signal.SIGKILL)
        connection.terminate()

    def url(self, name: str) -> str:
        """A DATABASE_URL for a database on this server."""
        return f"postgresql://waymark@/{name}?host={self._folder}"

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
    _expect_binaries()
    with running_server() as server:
        yield server


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """One for a single test, which may crash it."""
    _expect_binaries()
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_binaries() -> None:
    """For a test that starts a program which starts a server."""
    _expect_binaries()


def _expect_binaries() -> None:
    if find_binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """One that goes, with everything in it, when the block ends."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
    server = PostgresServer(binaries, folder)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    return versions[-1].parent if versions else None


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
