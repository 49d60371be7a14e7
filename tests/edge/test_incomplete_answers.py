"""Servers that are nearly a Bot API: what they leave out is an error of that one call."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.sentences import sentence_of
from bot.edge.answers import IncompleteAnswerError
from bot.edge.application import AnyApplication
from bot.edge.bot_api import opened_bot
from bot.turns.services import Services
from playground.methods import METHODS
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from playground.server import Playground
from playground.world import World
from tests.client import Chatter, Pump

Answers = Callable[[str, Callable[[Any], Any]], None]


@pytest.fixture
def leaves_out(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Lets the playground do what a method does, and answer less; no real server is to be had."""

    def change(name: str, less: Callable[[Any], Any]) -> None:
        whole = METHODS[name]
        monkeypatch.setitem(
            METHODS, name, replace(whole, answer=lambda *given: less(whole.answer(*given)))
        )

    return change


def without(field: str) -> Callable[[Any], Any]:
    return lambda answer: {name: value for name, value in answer.items() if name != field}


@pytest.mark.parametrize("field", ["message_id", "date", "chat"])
async def test_a_message_is_sent_once_though_the_server_does_not_say_all_of_it(
    ana: Chatter, leaves_out: Answers, field: str
) -> None:
    leaves_out("sendMessage", without(field))
    assert "What would you like to read?" in await ana.starts()
    assert ana.sent == 1


@pytest.mark.slow
async def test_a_picture_is_shown_though_the_server_does_not_say_where_it_is_kept(
    ana: Chatter, leaves_out: Answers
) -> None:
    leaves_out("sendPhoto", without("photo"))
    await ana.says("/start hormone-therapy__how-it-works")
    await ana.taps("See a picture")
    assert "photo" in ana.message.content


async def test_administrators_without_their_rights_moderate_nothing(
    pump: Pump, world: World, leaves_out: Answers
) -> None:
    """And whoever asks gets an answer."""
    leaves_out("getChatAdministrators", lambda every: [without("can_edit_stories")(every[0])])
    world.chats[SUPERGROUP_ID].members[MIRA] = "administrator"
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    assert "moderator" in await mira.says("/groupsettings")
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    assert "emergency" in await theo.says("/urgent")


async def test_a_mistake_of_ours_stays_one(application: AnyApplication) -> None:
    with pytest.raises(TypeError):
        await application.bot.send_message(ANA, "Hello", nothing_of_the_kind=1)


async def test_the_start_says_that_it_is_no_whole_bot_api(
    services: Services, playground: Playground, leaves_out: Answers
) -> None:
    leaves_out("getMe", without("is_bot"))
    with pytest.raises(IncompleteAnswerError) as stopped:
        async with opened_bot(services.settings, playground.token):
            pass
    assert "BOT_API_URL leaves out" in sentence_of(stopped.value)
