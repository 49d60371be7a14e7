"""Somebody whose private chat with the bot has topics: answers stay in the topic."""

import pytest

from playground.people import ANA, Topic
from playground.world import World
from tests.client import Chatter, Pump
from tests.walks.test_questions import add_two

TOPIC = 2


@pytest.fixture
def ana(pump: Pump, world: World) -> Chatter:
    world.chats[ANA].topics[TOPIC] = Topic(TOPIC, "For my doctor")
    return Chatter(pump, ANA, topic=TOPIC)


@pytest.mark.slow
async def test_words_pictures_papers_and_help_stay_in_the_topic(ana: Chatter, world: World) -> None:
    await ana.says("/start hormone-therapy__how-it-works")
    await ana.taps("See a picture")
    await ana.says("I want to die")
    await ana.says("/mydata")
    await ana.sends("photo")
    await ana.says("/start")
    await ana.taps("Treatments")
    messages = world.chats[ANA].messages.values()
    assert any("photo" in message.content for message in messages)
    assert ana.sent > 5
    assert {message.thread_id for message in messages} == {TOPIC}


async def test_a_paper_stays_in_the_topic(ana: Chatter, world: World) -> None:
    await add_two(ana)
    await ana.says("/questions")
    await ana.taps("For my appointment")
    await ana.taps("On paper (PDF)")
    messages = world.chats[ANA].messages.values()
    assert any("document" in message.content for message in messages)
    assert {message.thread_id for message in messages} == {TOPIC}
