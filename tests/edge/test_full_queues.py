"""Somebody types or taps faster than they are answered: they hear it once, and hold nobody up."""

import asyncio

import pytest
from telegram import (
    Chat,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bot.edge.application import AnyApplication
from bot.edge.update_processor import LONGEST_QUEUE, PerUserProcessor, whose
from playground.clock import Clock
from playground.people import ANA, BEN
from playground.world import World
from tests.client import Chatter
from tests.edge.processing import TOO_LONG, Bench, Notices, hammer, update
from tests.edge.processing import bench as bench


async def test_somebody_who_hammers_takes_one_place_and_the_rest_are_told() -> None:
    notices = Notices()
    bench, gate = Bench(PerUserProcessor(notices, at_once=2, longest_queue=3)), asyncio.Event()
    hammering = [bench.run(f"ana {n}", ANA, gate.wait()) for n in range(10)]
    async with asyncio.timeout(TOO_LONG.seconds):
        await bench.run("ben", BEN, asyncio.sleep(0))
    assert bench.seen == ["ana 0 begins", "ben begins", "ben ends"]
    assert notices.said == [True, False, False, False, False, False, False]
    assert bench.processor.backlog == 3
    gate.set()
    await asyncio.gather(*hammering)
    assert bench.seen[-1] == "ana 2 ends"
    assert (bench.processor.backlog, bench.processor._queues) == (0, {})


async def test_who_was_told_is_told_again_the_next_time() -> None:
    notices = Notices()
    bench = Bench(PerUserProcessor(notices, longest_queue=1))
    for _ in range(2):
        gate = asyncio.Event()
        tasks = [bench.run("ana", ANA, gate.wait()) for _ in range(2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
    assert notices.said == [True, True]


WHO, WHERE = User(ANA, "Ana", is_bot=False), Chat(ANA, "private")
MEMBERSHIP = ChatMemberUpdated(
    WHERE, WHO, Clock().now(), ChatMemberMember(WHO), ChatMemberLeft(WHO)
)


@pytest.mark.parametrize(
    "news",
    [
        Update(2, message=Message(2, Clock().now(), WHERE, WHO, migrate_to_chat_id=-1)),
        Update(2, message=Message(2, Clock().now(), WHERE, WHO, migrate_from_chat_id=-1)),
        Update(2, my_chat_member=MEMBERSHIP),
        Update(2, chat_member=MEMBERSHIP),
    ],
    ids=["moves to", "came from", "the bot's own place", "a member's place"],
)
async def test_news_of_a_chat_is_never_turned_away(news: Update) -> None:
    bench, gate = Bench(PerUserProcessor(Notices(), longest_queue=1)), asyncio.Event()
    first = bench.run("ana", ANA, gate.wait())
    await asyncio.sleep(0)
    assert whose(news) == whose(update(ANA)), "it stands in the line that is full"
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    moving = asyncio.ensure_future(bench.processor.process_update(news, work()))
    gate.set()
    await asyncio.gather(first, moving)
    assert ran.is_set()


@pytest.mark.slow
async def test_a_person_who_types_too_fast_hears_it_once(
    application: AnyApplication, ana: Chatter, ben: Chatter, world: World
) -> None:
    for _ in range(LONGEST_QUEUE + 10):
        ana.me.says("/help")
    ben.me.says("/privacy")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    assert sum(text.startswith("Please send that again") for text in said) == 1
    assert sum("What I can do" in text for text in said) == LONGEST_QUEUE
    assert ben.screen.startswith("Privacy")
    assert "Urgent help" in ana.labels


@pytest.mark.slow
async def test_whoever_is_turned_away_with_words_of_danger_gets_help_for_them(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    for _ in range(LONGEST_QUEUE):
        ana.me.says("/help")
    ana.me.says("I want to die")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    helped = [text for text in said if text.startswith("<b>Someone to talk to</b>\n")]
    assert len(helped) == 1
    assert "<b>I want to die</b>" in helped[0]
    assert "Call 911 if you are in danger now." in helped[0]
    assert "call or text 988" in helped[0]
    assert not any(text.startswith("One moment") for text in said)


@pytest.mark.slow
async def test_notices_to_one_person_fill_no_queue_and_hold_nobody() -> None:
    """A notice takes as long as Telegram does; those behind the first are dropped at once."""
    never = asyncio.Event()
    said: list[bool] = []

    async def slowly(update: Update, *, first: bool) -> None:
        said.append(first)
        if first:
            await never.wait()

    bench = Bench(PerUserProcessor(slowly, longest_queue=30, full_at=lambda: 60))
    hammering = [bench.run(f"ana {n}", ANA, never.wait()) for n in range(5000)]
    async with asyncio.timeout(1):
        await bench.run("ben", BEN, asyncio.sleep(0))
    assert said.count(True) == 1
    assert bench.processor.backlog == 31
    assert not bench.processor.is_full
    bench.processor.give_up()
    await asyncio.gather(*hammering, return_exceptions=True)


@pytest.mark.slow
async def test_whoever_taps_too_fast_is_still_helped_when_they_write(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    await ana.says("/start")
    world.inbox.drop()
    for _ in range(LONGEST_QUEUE + 3):
        ana.me.taps(ana.message.id, "menu:treatments")
    ana.me.says("I want to die")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    assert sum(text.startswith("<b>Someone to talk to") for text in said) == 1


@pytest.mark.slow
async def test_a_person_who_taps_too_fast_gets_one_notice(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    await ana.says("/start")
    world.inbox.drop()  # what she typed is answered
    for _ in range(LONGEST_QUEUE + 10):
        ana.me.taps(ana.message.id, "menu:treatments")
    await hammer(application)
    answers = [call.params.get("text", "") for call in world.ledger.of("answerCallbackQuery")]
    assert sum(text.startswith("One moment, please.") for text in answers) == 1
    assert len(answers) == LONGEST_QUEUE + 1
    assert ana.sent == 1
