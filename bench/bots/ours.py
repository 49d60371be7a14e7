"""Waymark itself: python -m bench.bots.ours URL FOLDER PEOPLE. All it keeps lies in FOLDER.

Telegram lets it send 30 requests a second; here it may send as many as it can.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.bots.plain import TOKEN
from bench.load_api import FIRST_PERSON
from bot.app import running
from bot.edge.application import freeze_gc
from bot.edge.rate_limiter import RateLimiter
from bot.library.load.load import load_ready
from bot.settings import Settings
from bot.turns.services import Services
from storage.files.keys import KeyPlaces
from storage.records import Person
from storage.store import Store, find_database_key, open_store

CONTENT = Path(__file__).parents[2] / "content"


async def main(url: str, folder: Path, people: int) -> None:
    settings = Settings(_env_file=None, bot_api_url=url)
    store = await opened(folder)
    library = load_ready(CONTENT)
    services = Services(library, store, settings, lambda: datetime.now(UTC))
    await fill(store, library.consent_version, people)
    try:
        async with running(services, TOKEN, rate_limiter=RateLimiter(None)):
            freeze_gc()
            await asyncio.Event().wait()
    finally:
        await store.close()


async def opened(folder: Path) -> Store:
    (folder / "data").mkdir()
    url = f"sqlite:///{folder / 'data' / 'bench.db'}"
    places = KeyPlaces(None, None, folder / "keys" / "bench.key")
    return await open_store(url, find_database_key(url, places))


async def fill(store: Store, version: str, people: int) -> None:
    """So many people have agreed that something is kept."""
    now = datetime.now(UTC)
    async with store.transaction():
        for id_ in range(FIRST_PERSON, FIRST_PERSON + people):
            person = Person(id_, "en", "US", "full", "UTC", None, None, now.date())
            await store.people.give_consent(person, version, now)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
