"""A real database that refuses: read-only, full, locked by another program, damaged, or gone."""

import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from bot.http.health import Health
from bot.ops.snapshot import can_write
from bot.turns.services import Services
from playground.people import ANA, BEN, SUPERGROUP_ID, THEO
from storage.bookmarks import BOOKMARK_LIMIT
from storage.engine.sqlcipher import connect
from storage.errors import DiskFullError
from storage.files.keys import DataKey, FoundKey
from storage.records import Person
from storage.store import Store, open_store
from tests.client import Chatter, Pump
from tests.conftest import NOW

READ = [
    ("/urgent", "Urgent help"),
    ("I want to die", "Someone to talk to"),
    ("chest pain", "Urgent help"),
    ("/start surgery", "Surgery"),
    ("letrozole", "Letrozole"),
]
REFUSED = {"en": "I can't reach what I keep", "es": "En este momento no puedo acceder a lo que"}
KEY = DataKey.make()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "waymark.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{path}", FoundKey(KEY, None, is_new=False))
    yield opened
    with suppress(ValueError):
        await opened.close()


@pytest.fixture
def stranger(pump: Pump) -> Chatter:
    """Who was never here."""
    return Chatter(pump, THEO)


class Trouble:
    """What befalls a database."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store, self._path = store, path
        self._other: sqlcipher.Connection | None = None

    async def begin(self, kind: str) -> None:
        await getattr(self, f"_{kind}")()

    def end(self) -> None:
        if self._other:
            self._other.close()

    async def _pragma(self, setting: str) -> None:
        await self._store._database._writer.rows(f"PRAGMA {setting}", ())  # type: ignore[attr-defined]

    async def _read_only(self) -> None:
        await self._pragma("query_only = ON")

    async def _full(self) -> None:
        """No new page, and no room in the old ones."""
        await self._pragma("max_page_count = 1")
        for person_id in (ANA, BEN, ANA, BEN):
            with suppress(DiskFullError):
                for number in range(BOOKMARK_LIMIT - 1):
                    async with self._store.transaction():
                        await self._store.bookmarks.save(person_id, "page", f"p{number}", "", NOW)

    async def _locked(self) -> None:
        await self._pragma("busy_timeout = 50")
        self._other = connect(self._path, KEY)
        self._other.execute("BEGIN IMMEDIATE")

    async def _damaged(self) -> None:
        await self._store.fold_log()
        size = self._path.stat().st_size
        with self._path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (size - 4096))

    async def _gone(self) -> None:
        await self._store.close()


@pytest.fixture(params=["read_only", "full", "locked", "damaged", "gone"])
async def broken(
    request: pytest.FixtureRequest, store: Store, path: Path, services: Services
) -> AsyncIterator[str]:
    """From now on; Ana and Ben, who reads Spanish, are known from before."""
    version = services.library.consent_version
    async with store.transaction():
        for id_, language in ((ANA, "en"), (BEN, "es")):
            known = Person(id_, language, "US", "full", "UTC", None, None, NOW.date())
            await store.people.give_consent(known, version, NOW)
    trouble = Trouble(store, path)
    await trouble.begin(request.param)
    yield request.param
    trouble.end()


@pytest.mark.slow
@pytest.mark.usefixtures("broken")
async def test_everybody_reads_and_is_helped_in_private_and_in_groups(
    ana: Chatter, stranger: Chatter, pump: Pump
) -> None:
    for somebody in (ana, stranger):
        for typed, title in READ:
            assert (await somebody.says(typed)).startswith(title), typed
        assert (await somebody.taps("Urgent help")).startswith("Urgent help")
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    assert (await theo.says("/urgent")).startswith("Urgent help")
    assert (await theo.says("/card letrozole")).startswith("Letrozole")


@pytest.mark.slow
async def test_what_would_be_kept_is_refused_in_one_sentence(
    broken: str, ana: Chatter, ben: Chatter, caplog: pytest.LogCaptureFixture
) -> None:
    for somebody in (ana, ben):
        await somebody.says("/start surgery")
        if broken == "damaged":  # what was read before is still in memory
            continue
        seen = await somebody.taps_wire("keep:p:surgery")
        language = "es" if somebody is ben and broken != "gone" else "en"
        assert seen.startswith(REFUSED[language])
        told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
        assert told
        assert not [line for line in told if str(somebody.chat_id) in line or "surgery" in line]


@pytest.mark.parametrize("broken", ["read_only", "locked", "gone"], indirect=True)
@pytest.mark.usefixtures("broken")
async def test_the_checks_say_so(services: Services, store: Store) -> None:
    assert not await can_write(store)
    answer = await Health(services, Well()).readyz(None)  # type: ignore[arg-type]  # it reads nothing of the request
    assert answer.status_code == 503
    assert b"does not answer" in answer.body


class Well:
    def trouble(self) -> str:
        return ""


@pytest.mark.slow
async def test_a_lock_that_passes_leaves_nothing_behind(
    ana: Chatter, store: Store, path: Path, services: Services
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    trouble = Trouble(store, path)
    await trouble.begin("locked")
    assert REFUSED["en"] in await ana.taps("Yes, save this")
    trouble.end()
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    assert await store.bookmarks.has(ANA, "page", "surgery")
