"""Polling, and the watchdog that notices when nothing comes any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.app import running
from bot.edge.connection import Pulse
from bot.edge.polling import LONG_POLL, LONGEST_WAIT, Poller, _wait_after
from bot.settings import Settings
from bot.turns.services import Services
from playground.actions import Somebody
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.server import Playground
from playground.world import World
from tests.edge.waiting import until

pytestmark = pytest.mark.slow

POLLS = frozenset({"getUpdates"})
MAX_WAIT = 0.3  # seconds, instead of ninety


async def briefly(seconds: float) -> None:
    """Waits between polls that fail are long, and no test needs them."""
    await asyncio.sleep(min(seconds, 0.02))


@pytest.fixture(params=["aiohttp", "httpx"])
def settings(request: pytest.FixtureRequest, playground: Playground) -> Settings:
    return Settings(_env_file=None, bot_api_url=playground.url, transport=request.param)


@pytest.fixture
def polled(services: Services, settings: Settings, playground: Playground) -> Any:
    """The whole bot, polling with that patience."""

    @asynccontextmanager
    async def start(silence: float = MAX_WAIT) -> AsyncIterator[Poller]:
        poller = Poller(settings, silence=silence, sleep=briefly)
        async with running(replace(services, settings=settings), playground.token, poller):
            yield poller

    return start


def heard(world: World, chat_id: int = ANA) -> list[str]:
    messages = world.chats[chat_id].messages.values()
    return [m.text for m in messages if m.sender["id"] == world.bot.id]


async def answers(world: World, person_id: int = ANA) -> None:
    """Ana types something and is answered."""
    before = len(heard(world, person_id))
    Somebody(world, person_id).says("/help")
    await world.until(lambda: len(heard(world, person_id)) > before)


async def test_a_long_poll_that_hangs_is_torn_down_and_made_anew(polled: Any, world: World) -> None:
    world.faults.switch_on(Fault(FaultKind.DELAY, None, seconds=30, methods=POLLS))
    async with polled() as poller:
        await until(lambda: poller.rebuilt)
        assert poller.trouble()
        world.faults.switch_off()
        Somebody(world, ANA).says("/help")
        await world.until(lambda: heard(world))
        await until(lambda: poller.trouble() == "")
        assert poller.rebuilt >= 1


async def test_a_poll_that_is_torn_again_and_again_is_heard_in_the_end(
    polled: Any, world: World
) -> None:
    world.faults.switch_on(Fault(FaultKind.TORN_BEFORE, 3, methods=POLLS))
    async with polled() as poller:
        await answers(world)
        assert poller.trouble() == ""


async def test_an_update_whose_answer_was_lost_is_answered_once(polled: Any, world: World) -> None:
    world.faults.switch_on(Fault(FaultKind.TORN_AFTER, 2, methods=POLLS))
    Somebody(world, ANA).says("/help")
    async with polled():
        await world.until(lambda: heard(world))
    assert len(heard(world)) == 1


async def test_a_token_that_is_refused_for_a_moment_does_not_end_it(
    polled: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PTB's own loop would be over then, without a word."""
    async with polled() as poller:
        await answers(world)
        monkeypatch.setattr(world, "bot", type(world.bot)(token="1:another"))  # noqa: S106
        world.inbox.close()  # ends the poll that waits
        world.inbox.open()
        await until(lambda: poller.rebuilt)
        monkeypatch.undo()
        await answers(world)


def holds(world: World) -> list[int]:
    """For how many seconds Telegram was asked to hold each poll that has come back."""
    return [int(call.params["timeout"]) for call in world.ledger.of("getUpdates")]


async def test_it_is_soon_known_that_polls_succeed(polled: Any, world: World) -> None:
    """Nobody writes, so a long poll says nothing for ten seconds."""
    async with polled(silence=60) as poller:
        await until(lambda: poller.trouble() == "", seconds=2)
        assert holds(world) == [0]
        await answers(world)
        await answers(world)
        assert set(holds(world)[1:]) == {LONG_POLL}


async def test_it_is_soon_known_that_polls_succeed_again(polled: Any, world: World) -> None:
    async with polled(silence=60):
        await answers(world)
        world.faults.switch_on(Fault(FaultKind.SERVER, 2, methods=POLLS))
        await answers(world)
        await answers(world)
        first = [call.status for call in world.ledger.of("getUpdates")].index(502)
        assert holds(world)[first : first + 3] == [LONG_POLL, 0, 0]


async def test_while_polls_succeed_nothing_is_made_anew(polled: Any, world: World) -> None:
    async with polled(silence=60) as poller:
        await answers(world)
        await answers(world, BEN)
        assert (poller.rebuilt, poller.trouble()) == (0, "")


async def test_while_too_much_is_under_way_telegram_keeps_the_rest(
    polled: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.update_processor.PerUserProcessor.is_full", True)
    Somebody(world, ANA).says("/help")
    async with polled(silence=60):
        await asyncio.sleep(0.1)
        assert world.inbox.pending()
        assert not world.ledger.of("getUpdates")
        monkeypatch.undo()
        await world.until(lambda: heard(world))


async def test_what_cannot_be_read_is_passed_over(
    polled: Any, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    Somebody(world, ANA).says("/help")
    world.inbox.put_raw({"message": {"message_id": "?", "text": "secret"}})
    Somebody(world, BEN).says("/help")
    async with polled():
        await world.until(lambda: heard(world) and heard(world, BEN))
    assert "an update can't be read" in caplog.text
    assert not world.inbox.pending()


async def test_a_webhook_that_is_still_set_is_taken_back(polled: Any, world: World) -> None:
    world.webhook = {"url": "https://old.example/hook"}
    async with polled():
        assert world.webhook == {}
        await answers(world)


async def test_it_begins_although_telegram_stumbles(polled: Any, world: World) -> None:
    world.faults.switch_on(Fault(FaultKind.SERVER, 2, methods=frozenset({"deleteWebhook"})))
    async with polled():
        await answers(world)


async def test_a_wrong_token_ends_the_start_without_naming_it(
    services: Services, playground: Playground
) -> None:
    token = "100001:AA-wrong-and-secret"  # noqa: S105 - opens nothing
    with pytest.raises(InvalidToken) as caught:
        async with running(services, token):
            pass
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize("failed", range(1, 40, 6))
def test_it_waits_longer_after_each_failure_but_not_for_ever(failed: int) -> None:
    assert 0 < _wait_after(OSError(), failed) <= LONGEST_WAIT
    assert _wait_after(OSError(), failed) <= _wait_after(OSError(), failed + 1)


async def test_the_pulse_and_the_patience_are_measured_on_one_clock(settings: Settings) -> None:
    now = [1000.0]
    poller = Poller(settings, Pulse(lambda: now[0]))
    assert poller.trouble()
    poller.pulse.heartbeat()
    now[0] += 89
    assert poller.trouble() == ""
    now[0] += 1
    assert poller.trouble() == "no poll has succeeded for too long"
