"""What happens to the data of people who do not come back."""

from datetime import timedelta

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import ChatId, Priority, RateLimiter
from bot.jobs.cleanup import CleanupJob
from bot.turns.services import Services
from playground.world import World
from storage.store import Store
from tests.client import Chatter


class Listening(RateLimiter):
    """The real one, which notes who asks to speak."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: list[Priority] = []

    async def turn(self, chat_id: ChatId, priority: Priority) -> None:
        self.asked.append(priority)
        await super().turn(chat_id, priority)


@pytest.fixture
def rate_limiter() -> Listening:
    return Listening()


@pytest.fixture
def cleanup_job(services: Services, application: AnyApplication) -> CleanupJob:
    return CleanupJob(services, application.bot)


async def save(person: Chatter) -> None:
    await person.says("/start surgery")
    await person.taps("☆ Save this")
    if "Keep it" in person.labels:
        await person.taps("Keep it")


async def test_an_idle_person_is_warned_once_and_removed_a_month_later(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    sent = ana.sent
    await cleanup_job.tidy()
    await cleanup_job.tidy()
    assert ana.sent == sent + 1
    assert "goes in a month" in ana.screen
    world.clock.jump(timedelta(days=31))
    await cleanup_job.tidy()
    assert await store.people.get(ana.chat_id) is None
    assert all(not rows for _, rows in await store.panel())


async def test_warnings_let_everybody_else_go_first(
    ana: Chatter, world: World, cleanup_job: CleanupJob, rate_limiter: Listening
) -> None:
    await save(ana)
    assert set(rate_limiter.asked) == {Priority.ANSWER}
    rate_limiter.asked.clear()
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    assert rate_limiter.asked == [Priority.BROADCAST]
    assert max(Priority) is Priority.BROADCAST, "it waits for all others"


async def test_who_opens_what_they_saved_keeps_it(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    await ana.says("/bookmarks")
    await ana.taps("Surgery")
    await ana.taps("Open")
    world.clock.jump(timedelta(days=60))
    await cleanup_job.tidy()
    assert await store.bookmarks.count(ana.chat_id) == 1


async def test_nobody_is_removed_without_a_warning(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=800))
    await cleanup_job.tidy()
    assert await store.people.get(ana.chat_id) is not None


async def test_the_warning_names_no_subject(
    ana: Chatter, world: World, cleanup_job: CleanupJob
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    assert not {"cancer", "breast", "treatment"} & set(ana.screen.lower().split())
