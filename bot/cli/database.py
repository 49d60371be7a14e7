"""The commands that keep the data: `migrate`, `backup`, `restore` and `rotate-key`."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.help import Commands, add_command
from bot.cli.starting import start
from bot.runtime.serve import key_places, opened_store
from bot.settings import Settings
from storage.errors import StorageError
from storage.files.backup import backup, old_keys, restore, rotate_key_file
from storage.files.keys import DataKey
from storage.files.restored import Restored
from storage.store import database_file, find_database_key


def add_commands(commands: Commands) -> None:
    add_command(
        commands,
        "migrate",
        _migrate,
        "bring the database up to date, and stop",
        "Makes the database where there is none. Every start of the bot does the same.",
        "waymark migrate",
    )
    keep = add_command(
        commands,
        "backup",
        _backup,
        "copy the database, encrypted, while the bot runs",
        "The copy opens with the same key. Keep the key apart from it.",
        "waymark backup backups/waymark-2026-11-29.db",
    )
    keep.add_argument(
        "file", type=Path, help="the file to write; an older one of that name is replaced"
    )
    _add_restore(commands)
    _add_rotate(commands)


def _add_restore(commands: Commands) -> None:
    bring = add_command(
        commands,
        "restore",
        _restore,
        "put a backup in the database's place",
        "Stop the bot first. The backup is tried with the key before anything is replaced.",
        "waymark restore backups/waymark-2026-11-29.db --force",
    )
    bring.add_argument("file", type=Path, help="a file that `backup` wrote")
    bring.add_argument("--force", action="store_true", help="replace the database that is there")


def _add_rotate(commands: Commands) -> None:
    add_command(
        commands,
        "rotate-key",
        _rotate_key,
        "encrypt the database with a new key",
        "Stop the bot first. Old backups open with the old key, which stays beside the new one.",
        "waymark rotate-key",
    )


def _migrate(given: argparse.Namespace) -> int:
    async def migrate() -> None:
        async with opened_store(settings):
            print("The database is up to date.")

    settings = start()
    asyncio.run(migrate())
    return 0


def _backup(given: argparse.Namespace) -> int:
    database, key = _database(start())
    backup(database, key, given.file)
    print(f"The backup is {given.file}. It opens with the same key: keep the key apart from it.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    settings = start()
    database, key = _database(settings)
    restored = restore(given.file, database, key, datetime.now(UTC), force=given.force)
    print(f"{database} is now what {given.file} holds.")
    _tell(restored)
    return 0


def _tell(restored: Restored) -> None:
    """What the host has to know of the time since the backup."""
    if restored.last_at:
        print(f"The bot was last at work in it on {restored.last_at:%Y-%m-%d at %H:%M} UTC.")
    print(
        f"Due since then: {restored.doubtful}. They may have been sent, and will say so."
        f" About visits that are over: {restored.dropped}. They are not sent again."
    )
    print("Whoever used /delete since then is in it again: docs/operating.md says what to do.")


def _rotate_key(given: argparse.Namespace) -> int:
    settings = start()
    database, _ = _database(settings)
    key_file = key_places(settings).key_file
    if key_file is None:
        raise StorageError(
            "DATA_KEY holds the key: move it into a file, set DATA_KEY_FILE to that, and rotate."
        )
    rotate_key_file(database, key_file)
    print(
        f"The database has a new key, in {key_file}. The old key opens old backups only:"
        f" it is in {old_keys(key_file)[-1]}. Delete it when they have run out."
    )
    return 0


def _database(settings: Settings) -> tuple[Path, DataKey]:
    """The SQLite file and its key; PostgreSQL has tools of its own for this."""
    database = database_file(settings.database_url)
    found_key = find_database_key(settings.database_url, key_places(settings))
    if database is None or found_key is None:
        raise StorageError("This is for the SQLite file. For PostgreSQL use pg_dump and its kin.")
    return database, found_key.key
