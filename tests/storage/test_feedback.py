from datetime import date, timedelta

from storage.engine.database import Database
from storage.feedback import LEAST, HelpfulCount
from storage.store import Store

DAY = date(2026, 11, 23)


async def answer(store: Store, *answers: bool, page: str = "surgery", day: date = DAY) -> None:
    for helped in answers:
        async with store.transaction():
            await store.feedback.count(page, "v1", day, helped=helped)


async def test_answers_are_added_up_and_told_from_five_on(store: Store) -> None:
    await answer(store, True, True, False, True)
    assert await store.feedback.summed() == []
    await answer(store, False, day=DAY + timedelta(days=1))
    assert await store.feedback.summed() == [HelpfulCount("surgery", "v1", 3, 2)]


async def test_every_page_and_every_version_is_told_for_itself(store: Store) -> None:
    await answer(store, *[True] * LEAST)
    await answer(store, *[True] * (LEAST - 1), page="outlook")
    async with store.transaction():
        for _ in range(LEAST):
            await store.feedback.count("surgery", "v2", DAY + timedelta(days=1), helped=False)
    told = await store.feedback.summed()
    assert told == [HelpfulCount("surgery", "v2", 0, 5), HelpfulCount("surgery", "v1", 5, 0)]


async def test_one_day_has_one_row_and_nothing_of_anybody(store: Store, database: Database) -> None:
    await answer(store, True, False, True)
    rows = await database.fetch_all("SELECT * FROM helpful_counts")
    assert rows == [
        {
            "page_id": "surgery",
            "content_version": "v1",
            "day": "2026-11-23",
            "helped": 2,
            "not_really": 1,
        }
    ]


async def test_after_thirteen_months_they_go(store: Store) -> None:
    await answer(store, *[True] * LEAST)
    async with store.transaction():
        assert await store.feedback.forget(DAY + timedelta(days=396)) == 0
        assert await store.feedback.forget(DAY + timedelta(days=397)) == 1
    assert await store.feedback.summed() == []
