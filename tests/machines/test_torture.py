"""The short form of `make torture`: everything goes wrong, and nothing is lost."""

import asyncio
from pathlib import Path

from bot.library.library import Library
from tests.machines.torture import torture_postgres, torture_sqlite
from tests.postgres import PostgresServer
from tests.postgres import postgres_server as postgres_server

SECONDS, EVERY = 6.0, 1.0


async def test_everything_goes_wrong_and_nothing_is_lost(
    postgres_server: PostgresServer, tmp_path: Path, library: Library
) -> None:
    """On a server of its own it would crash the others' too, so PostgreSQL itself is spared."""
    folders = [tmp_path / engine for engine in ("postgresql", "sqlite")]
    for folder in folders:
        folder.mkdir()
    ledgers = await asyncio.gather(
        torture_postgres(postgres_server, folders[0], library, SECONDS, EVERY),
        torture_sqlite(folders[1], library, SECONDS, EVERY),
    )
    for ledger in ledgers:
        print(ledger)  # noqa: T201
        assert ledger.is_clean, ledger
