"""A group, a forum and the people in them, with the whole bot behind."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.message_cleanup import MessageCleanup
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.people import ANA, FORUM_ID, MIRA, SUPERGROUP_ID, THEO, Message
from tests.client import Chatter, Pump

OUR_NAME = "waymark_local_bot"


@dataclass
class Group:
    """One chat as everybody in it sees it."""

    pump: Pump
    chat_id: int

    def member(self, person_id: int, **how: Any) -> Chatter:
        return Chatter(self.pump, person_id, self.chat_id, **how)

    @property
    def ours(self) -> list[Message]:
        """What the bot has posted, oldest first."""
        messages = self.pump.world.chats[self.chat_id].messages.values()
        return [message for message in messages if message.sender["id"] == self.pump.world.bot.id]

    @property
    def seen(self) -> list[object]:
        """What the group sees of the bot: text, marks, buttons and what it answers."""
        return [
            (
                message.text,
                message.entities,
                message.reply_markup,
                message.reply_to,
                message.thread_id,
            )
            for message in self.ours
        ]


@pytest.fixture
def group(pump: Pump) -> Group:
    return Group(pump, SUPERGROUP_ID)


@pytest.fixture
def forum(pump: Pump) -> Group:
    return Group(pump, FORUM_ID)


@pytest.fixture
def mira(group: Group) -> Chatter:
    """A moderator."""
    return group.member(MIRA)


@pytest.fixture
def theo(group: Group) -> Chatter:
    """A member."""
    return group.member(THEO)


@pytest.fixture
def ana_there(group: Group) -> Chatter:
    """The patient, in the group."""
    return group.member(ANA)


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


@pytest.fixture
def message_cleanup(services: Services, application: AnyApplication) -> MessageCleanup:
    return MessageCleanup(services, application.bot)


@pytest.fixture(autouse=True)
def without_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing in these tests may end in the error handler."""
    yield
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not loud, [record.getMessage() for record in loud]
