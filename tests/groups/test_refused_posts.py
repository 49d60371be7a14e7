"""Why a group does not take a post, and what that means for what is scheduled there."""

import logging

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.edge.errors import classify, trouble_of
from bot.jobs.reminders import ReminderWorker
from playground.faults import Fault, FaultKind
from playground.people import SUPERGROUP_ID
from playground.refusals import Refusal
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.groups.conftest import Group
from tests.groups.scheduling import only, set_up, turn

SEND = frozenset({"sendMessage"})
REVIVED = ["have no write access to the chat", "CHAT_SEND_PLAIN_FORBIDDEN", "CHAT_ADMIN_REQUIRED"]


@pytest.mark.parametrize(
    ("error", "thread_id", "trouble"),
    [
        (BadRequest("Message thread not found"), 3, "topic"),
        (BadRequest("TOPIC_CLOSED"), 3, "topic"),
        (BadRequest("TOPIC_DELETED"), 3, "topic"),
        (BadRequest("TOPIC_CLOSED"), None, "rights"),
        (BadRequest("Not enough rights to send text messages to the chat"), None, "rights"),
        (BadRequest("Have no rights to send a message"), 3, "rights"),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), None, "rights"),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), None, "gone"),
        (Forbidden("Forbidden: bot is not a member of the supergroup chat"), 3, "gone"),
        (Forbidden("Forbidden: the group chat was deleted"), None, "gone"),
        (BadRequest("Chat not found"), None, "gone"),
        (ChatMigrated(-100), None, "moved"),
        (RetryAfter(3), None, "later"),
        (TimedOut(), 3, "later"),
        (NetworkError("Bad Gateway"), None, "later"),
        (InvalidToken(), None, "later"),
        (BadRequest("Can't parse entities: x"), None, "new"),
        (BadRequest("FROZEN_METHOD_INVALID"), None, "new"),
        (BadRequest("have no write access to the chat"), None, "rights"),
        (BadRequest("CHAT_SEND_PLAIN_FORBIDDEN"), 3, "rights"),
        (BadRequest("CHAT_GUEST_SEND_FORBIDDEN"), None, "rights"),
        (BadRequest("CHAT_ADMIN_REQUIRED"), None, "rights"),
        (BadRequest("CHANNEL_PRIVATE"), None, "gone"),
        (BadRequest("TOPIC_ID_INVALID"), 3, "topic"),
        (NetworkError("sent message was immediately deleted and can't be returned"), 3, "removed"),
    ],
    ids=str,
)
def test_every_refusal_means_one_thing_for_a_schedule(
    error: TelegramError, thread_id: int | None, trouble: str
) -> None:
    assert trouble_of(error, classify(error), thread_id) == trouble


def refuse(world: World, words: str, code: int = 400, calls: int | None = None) -> None:
    """From now on Telegram answers so when the bot sends something."""
    fault = Fault(FaultKind.REFUSED, calls, methods=SEND)
    fault.refusal = Refusal(code, f"Bad Request: {words}" if code == 400 else words)
    world.faults.switch_on(fault)


def expect(caplog: pytest.LogCaptureFixture, why: str) -> None:
    """That it was given up is the host's to know, once."""
    loud = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert loud == [f"what was due could not be sent: {why}"]
    caplog.clear()


@pytest.mark.parametrize("words", [*REVIVED, "CHAT_GUEST_SEND_FORBIDDEN"])
async def test_what_rests_for_want_of_rights_goes_on_when_they_return(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group, store: Store, words: str
) -> None:
    await set_up(mira)
    turn(world, days=2)
    refuse(world, words)
    await worker.deliver_due()
    assert (await only(store)).paused_because == "rights"
    world.faults.switch_off()
    await mira.says("/schedule")
    assert (await only(store)).state == "active"
    turn(world, days=7)
    await worker.deliver_due()
    assert group.ours[-1].text.startswith("Treatment of the week")


@pytest.mark.slow
async def test_an_answer_we_do_not_know_ends_no_schedule(
    mira: Chatter,
    world: World,
    worker: ReminderWorker,
    group: Group,
    store: Store,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await set_up(mira)
    turn(world, days=2)
    refuse(world, "FROZEN_METHOD_INVALID")
    tries = 0
    for _ in range(24 * 3):
        turn(world, hours=1, minutes=20)
        tries += await worker.deliver_due()
    assert 10 < tries <= 24, "later, but not for ever"
    assert (await only(store)).state == "active"
    world.faults.switch_off()
    turn(world, days=7)
    assert await worker.deliver_due() == 1
    assert group.ours[-1].text.startswith("Treatment of the week")
    expect(caplog, "refused")


@pytest.mark.slow
async def test_a_card_that_is_never_taken_rests_and_the_list_says_why(
    mira: Chatter,
    world: World,
    worker: ReminderWorker,
    store: Store,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await set_up(mira, "+ A short text", page="Surgery")
    turn(world, days=2)
    refuse(world, "FROZEN_METHOD_INVALID")
    for _ in range(30):
        turn(world, hours=1, minutes=20)
        await worker.deliver_due()
    world.faults.switch_off()
    assert (await only(store)).paused_because == "refused"
    assert "could not post it" in await mira.says("/schedule")
    expect(caplog, "refused")


async def test_a_post_that_something_deletes_at_once_is_not_tried_again(
    mira: Chatter,
    world: World,
    worker: ReminderWorker,
    store: Store,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As a program against spam does; three tries of one post would be three more of them."""
    await set_up(mira)
    turn(world, days=2)
    refuse(world, "Sent message was immediately deleted and can't be returned", 500)
    assert await worker.deliver_due() == 1
    turn(world, hours=5)
    assert await worker.deliver_due() == 0
    assert (await only(store)).state == "active"
    assert await store.schedules.next_moments(SUPERGROUP_ID)
    expect(caplog, "removed")
