"""Edits, reactions, service messages and albums: what Telegram sends besides what people say."""

from datetime import timedelta

import pytest

from playground.actions import SERVICE
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.walks.test_questions import add_two


async def asked_for_a_question(ana: Chatter) -> None:
    """She has agreed, and the bot waits for her own question."""
    await add_two(ana)
    await ana.says("/questions")
    await ana.taps("Write my own")


async def texts(store: Store) -> list[str]:
    return [question.text or "" for question in await store.questions.list(ANA)]


@pytest.mark.slow
async def test_an_edit_of_something_older_answers_no_question(
    ana: Chatter, pump: Pump, store: Store
) -> None:
    await add_two(ana)
    search = ana.me.says("palbo")
    await pump.flush()
    await ana.taps_wire("home")
    await ana.says("/questions")
    await ana.taps("Write my own")
    before = await texts(store)
    sent = ana.sent
    for _ in range(2):
        ana.me.edits(search.id, "palbociclib")
        await pump.flush()
    assert (await texts(store), ana.sent) == (before, sent)
    await ana.says("Is there a trial?")
    assert await texts(store) == [*before, "Is there a trial?"]


async def test_an_edit_of_the_newest_message_answers_no_question_that_came_later(
    ana: Chatter, pump: Pump, store: Store
) -> None:
    await add_two(ana)
    await ana.says("/questions")
    [own] = [key["callback_data"] for key in ana.keys if key["text"] == "Write my own"]
    search = ana.me.says("palbo")
    await pump.flush()
    await ana.taps_wire(own)
    before, sent = await texts(store), ana.sent
    ana.me.edits(search.id, "palbociclib")
    await pump.flush()
    assert (await texts(store), ana.sent) == (before, sent)


async def test_a_reaction_is_no_edit(ana: Chatter, pump: Pump) -> None:
    search = ana.me.says("palbociclib")
    await pump.flush()
    sent = ana.sent
    ana.me.reacts(search.id)
    await pump.flush()
    assert ana.sent == sent


async def test_help_comes_for_an_edit_of_any_age(ana: Chatter, pump: Pump) -> None:
    first = ana.me.says("letrozole")
    await pump.flush()
    await ana.says("tamoxifen")
    ana.me.edits(first.id, "i want to die")
    await pump.flush()
    assert "988" in ana.screen


async def test_a_kept_answer_that_is_edited_says_how_to_mend_it(
    ana: Chatter, pump: Pump, store: Store
) -> None:
    await asked_for_a_question(ana)
    typed = ana.me.says("Is thre a trial?")
    await pump.flush()
    before = await texts(store)
    ana.me.edits(typed.id, "Is there a trial?")
    await pump.flush()
    assert "I still have your first words." in ana.screen
    assert await texts(store) == before


async def test_an_answer_that_was_not_understood_can_be_mended_by_an_edit(
    ana: Chatter, pump: Pump, store: Store
) -> None:
    await asked_for_a_question(ana)
    typed = ana.me.says("x" * 301)
    await pump.flush()
    assert "longer than 300" in ana.screen
    ana.me.edits(typed.id, "Is there a trial?")
    await pump.flush()
    assert (await texts(store))[-1] == "Is there a trial?"


@pytest.mark.parametrize("kind", SERVICE)
async def test_what_telegram_writes_itself_is_no_answer_and_ends_no_wait(
    ana: Chatter, pump: Pump, store: Store, kind: str
) -> None:
    await asked_for_a_question(ana)
    sent = ana.sent
    ana.me.causes(kind)
    await pump.flush()
    assert ana.sent == sent
    await ana.says("Is there a trial?")
    assert (await texts(store))[-1] == "Is there a trial?"


async def test_an_album_and_a_row_of_forwards_are_answered_once(
    ana: Chatter, pump: Pump, world: World
) -> None:
    await ana.starts()
    ana.me.sends_album(10)
    await pump.flush()
    assert ana.sent == 2
    world.clock.jump(timedelta(seconds=5))
    for _ in range(20):
        ana.me.forwards(ana.message.id)
    await pump.flush()
    assert ana.sent == 3
    world.clock.jump(timedelta(seconds=5))
    await ana.sends("photo")
    assert ana.sent == 4


async def test_what_waited_at_telegram_is_read_by_when_it_was_sent(
    ana: Chatter, pump: Pump, world: World, store: Store
) -> None:
    await asked_for_a_question(ana)
    ana.me.says("Is there a trial?")
    world.clock.jump(timedelta(hours=2))
    await pump.flush()
    assert (await texts(store))[-1] == "Is there a trial?"
