"""People for the tests."""

from datetime import UTC, date, datetime

from storage.records import Person
from storage.store import Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def person(person_id: int = 1) -> Person:
    return Person(
        id=person_id,
        language="en",
        region="US",
        text_length="short",
        time_zone=None,
        consent_version=None,
        consented_at=None,
        active_on=date(2026, 11, 23),
    )


async def agree(store: Store, person_id: int) -> Person:
    async with store.transaction():
        return await store.people.give_consent(person(person_id), "v1", NOW)
