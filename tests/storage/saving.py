"""A process that saves one bookmark after the other and says each id once it is confirmed.

Run as `python -m tests.storage.saving DATABASE KEY_FILE`.
"""

import asyncio
import itertools
import sys
from pathlib import Path

from storage.bookmarks import BOOKMARK_LIMIT
from storage.engine.migrate import migrate
from storage.engine.sqlite import open_sqlite
from storage.errors import StorageError
from storage.files.keys import read_key_file
from storage.store import Store
from tests.storage.people import NOW, agree


async def save_for_ever(path: Path, key_file: Path) -> None:
    database = await open_sqlite(path, read_key_file(key_file))
    await migrate(database)
    store = Store(database)
    for person_id in itertools.count(1):
        await agree(store, person_id)
        for number in range(BOOKMARK_LIMIT):
            async with store.transaction():
                saved = await store.bookmarks.save(person_id, "page", f"p-{number}", "h", NOW)
                await store.bookmarks.set_note(person_id, saved.id, f"note {saved.id}")
            sys.stdout.write(f"{person_id} {saved.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    try:
        asyncio.run(save_for_ever(Path(sys.argv[1]), Path(sys.argv[2])))
    except StorageError as error:
        sys.exit(str(error))
