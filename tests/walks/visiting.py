"""What people who tell of their visits have, and do first. It is Monday 23 November 2026, 9:00."""

from datetime import UTC, datetime

import pytest

from bot.library.model.library import Library
from playground.people import ANA, BEN
from storage.records import Person, Visit
from storage.store import Store
from tests.client import Chatter
from tests.conftest import NOW

LONDON = "Europe/London"


TALK = datetime(2026, 12, 12, 10, 30)  # noqa: DTZ001 - visits are told in local time


@pytest.fixture(autouse=True)
async def settled(store: Store, library: Library) -> None:
    """Both agreed that something is kept, and live in London."""
    async with store.transaction():
        for person_id in (ANA, BEN):
            person = Person(person_id, "en", "GB", "full", LONDON, None, None, NOW.date())
            await store.people.give_consent(person, library.consent_version, NOW)


async def kept(store: Store, person_id: int = ANA) -> list[Visit]:
    return list(await store.visits.upcoming(person_id, NOW))


async def keep(store: Store, local: datetime, person_id: int = ANA) -> Visit:
    async with store.transaction():
        return await store.visits.add(
            person_id,
            NOW,
            local_start=local,
            time_zone=LONDON,
            starts_at=local.replace(tzinfo=UTC),
            with_whom="oncologist",
        )


async def open_grid(person: Chatter) -> str:
    await person.says("/visits")
    return await person.taps("+ Add an appointment")
