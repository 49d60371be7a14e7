"""What Telegram can answer when it does not do what it is asked, and what the person sees then."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.edge.application import AnyApplication
from bot.edge.errors import REFUSALS, Kind, Outcome, classify
from bot.routes import TABLE
from bot.routing.router import Router
from bot.screen import Screen
from bot.turns.routes import Route
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.faults import Fault, FaultKind
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump

EDIT, SEND = frozenset({"editMessageText"}), frozenset({"sendMessage"})
ANSWER = frozenset({"answerCallbackQuery"})
REFUSED: list[tuple[str, Kind]] = [  # Telegram's sentences, and what they mean to us
    ("Message is not modified: specified new message content and reply markup are exactly", "same"),
    ("Query is too old and response timeout expired or query ID is invalid", "stale"),
    ("Query id is invalid", "stale"),
    ("Message to edit not found", "gone"),
    ("Message can't be edited", "gone"),
    ("MESSAGE_ID_INVALID", "gone"),
    ("There is no text in the message to edit", "gone"),
    ("Wrong file identifier/HTTP URL specified", "file"),
    ("Wrong remote file identifier specified: wrong string length", "file"),
    ("Wrong file_id or the file is temporarily unavailable", "file"),
    ("FILE REFERENCE expired", "file"),
    ("Can't use file of type Document as Photo", "file"),
    ("Chat not found", "unreachable"),
    ("User is deactivated", "unreachable"),
    ("PEER_ID_INVALID", "unreachable"),
    ("Bot was kicked from the supergroup chat", "unreachable"),
    ("Not enough rights to send text messages to the chat", "rights"),
    ("Have no rights to send a message", "rights"),
    ("CHAT_WRITE_FORBIDDEN", "rights"),
    ("CHAT_RESTRICTED", "rights"),
    ("TOPIC_CLOSED", "topic"),
    ("TOPIC_DELETED", "topic"),
    ("The topic is closed", "topic"),
    ("Message thread not found", "topic"),
    ("Bot was blocked by the user", "unreachable"),
    ("CHANNEL_PRIVATE", "unreachable"),
    ("TOPIC_ID_INVALID", "topic"),
    ("Have no write access to the chat", "rights"),
    ("CHAT_SEND_PLAIN_FORBIDDEN", "rights"),
    ("CHAT_GUEST_SEND_FORBIDDEN", "rights"),
    ("CHAT_ADMIN_REQUIRED", "rights"),
    ("Sent message was immediately deleted and can't be returned", "removed"),
    ("Can't parse entities: unclosed start tag", "refused"),
    ("BUTTON_DATA_INVALID", "refused"),
    ("PHOTO_INVALID_DIMENSIONS", "refused"),
]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), Outcome("wait", wait=7)),
        (RetryAfter(timedelta(days=1, seconds=5)), Outcome("wait", wait=86405)),
        (ChatMigrated(-100123), Outcome("moved", chat_id=-100123)),
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome("unreachable")),
        (Forbidden("Forbidden: user is deactivated"), Outcome("unreachable")),
        (Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), Outcome("rights")),
        *[(BadRequest(said), Outcome(kind)) for said, kind in REFUSED],
        (TimedOut(), Outcome("unknown")),
        (NetworkError("Bad Gateway"), Outcome("unknown")),
        (
            NetworkError("Sent message was immediately deleted and can't be returned (500)"),
            Outcome("removed"),
        ),
        (TelegramError("Invalid server response"), Outcome("unknown")),
        (TelegramError("Something new"), Outcome("refused")),
        (Conflict("terminated by other getUpdates request"), Outcome("refused")),
        (InvalidToken(), Outcome("refused")),
    ],
    ids=str,
)
def test_every_error_has_its_meaning(error: TelegramError, outcome: Outcome) -> None:
    assert classify(error) == outcome


def test_every_row_of_the_table_is_tried() -> None:
    said = [sentence.lower() for sentence, _ in REFUSED]
    assert [part for part, _ in REFUSALS if not any(part in text for text in said)] == []


@pytest.mark.usefixtures("without_errors")
class TestThePersonIsAnswered:
    """As well as can be, and nothing ends in the error handler."""

    @pytest.mark.slow
    async def test_after_the_wait_that_telegram_asks_for(self, ana: Chatter, world: World) -> None:
        await ana.says("/start")
        world.faults.switch_on(Fault(FaultKind.FLOOD, seconds=1, methods=EDIT))
        started = time.monotonic()
        assert (await ana.taps("Treatments")).startswith("Treatments")
        assert time.monotonic() - started >= 1

    @pytest.mark.slow
    @pytest.mark.parametrize("status", [500, 502])
    async def test_after_a_server_error(self, ana: Chatter, world: World, status: int) -> None:
        world.faults.switch_on(Fault(FaultKind.SERVER, status=status, methods=SEND))
        assert (await ana.says("/start")).startswith("Hello.")
        assert ana.sent == 1

    @pytest.mark.slow
    async def test_after_a_connection_that_broke_before(self, ana: Chatter, world: World) -> None:
        world.faults.switch_on(Fault(FaultKind.TORN_BEFORE, methods=SEND))
        assert (await ana.says("/start")).startswith("Hello.")
        assert ana.sent == 1

    @pytest.mark.slow
    async def test_twice_after_a_connection_that_broke_behind(
        self, ana: Chatter, world: World
    ) -> None:
        world.faults.switch_on(Fault(FaultKind.TORN_AFTER, methods=SEND))
        await ana.says("/start")
        assert ana.sent == 2
        world.faults.switch_on(Fault(FaultKind.TORN_AFTER, methods=EDIT))
        assert (await ana.taps("Treatments")).startswith("Treatments")
        assert ana.sent == 2

    @pytest.mark.parametrize("kind", [FaultKind.FLOOD, FaultKind.SERVER, FaultKind.TORN_BEFORE])
    async def test_even_when_the_tap_itself_can_not_be(
        self, ana: Chatter, pump: Pump, world: World, kind: FaultKind
    ) -> None:
        await ana.says("/start")
        world.faults.switch_on(Fault(kind, methods=ANSWER))
        ana.me.taps(ana.message.id, "menu:treatments")
        await pump.flush()
        assert ana.screen.startswith("Treatments")

    async def test_once_for_the_same_tap_twice(self, ana: Chatter) -> None:
        await ana.says("/start")
        await ana.taps("Treatments")
        assert (await ana.taps_wire("menu:treatments")).startswith("Treatments")
        assert ana.sent == 1

    async def test_when_the_tap_is_from_before_an_outage(
        self, ana: Chatter, pump: Pump, world: World
    ) -> None:
        await ana.says("/start")
        ana.me.taps(ana.message.id, "menu:treatments")
        world.clock.jump(timedelta(seconds=140))
        await pump.flush()
        assert "too old" in world.ledger.of("answerCallbackQuery")[-1].description
        assert ana.screen.startswith("Treatments")

    async def test_not_at_all_once_they_have_blocked_the_bot(
        self, ana: Chatter, pump: Pump, world: World
    ) -> None:
        await ana.says("/start")
        ana.me.says("/help")
        ana.me.taps(ana.message.id, "menu:treatments")
        ana.me.blocks()
        await pump.flush()
        assert ana.sent == 1
        assert [call.status for call in world.ledger.of("sendMessage")] == [200, 403]


async def breaks(turn: Turn, services: Services) -> Screen:
    raise LookupError(f"{turn.person_id} typed {turn.text}")


@pytest.fixture
def broken(application: AnyApplication, services: Services) -> None:
    """The bot with a search that fails."""
    application.handlers.clear()
    application.error_handlers.clear()
    Router(services, replace(TABLE, typed=Route(breaks))).attach(application)


@pytest.mark.usefixtures("broken")
async def test_a_failing_handler_says_sorry_and_logs_where_it_failed(
    ana: Chatter, logged: Callable[[], str]
) -> None:
    assert "Something went wrong on our side" in await ana.says("letrozole")
    assert "Urgent help" in ana.labels
    log = logged()
    assert "LookupError at test_errors.py" in log
    assert no_secret(log)


async def too_long(turn: Turn, services: Services) -> Screen:
    return Screen("x" * 5000)


async def test_a_screen_that_telegram_refuses_says_sorry(
    ana: Chatter, application: AnyApplication, services: Services, logged: Callable[[], str]
) -> None:
    application.handlers.clear()
    Router(services, replace(TABLE, typed=Route(too_long))).attach(application)
    assert "Something went wrong on our side" in await ana.says("letrozole")
    assert "BadRequest" in logged()


@pytest.mark.slow
async def test_the_log_holds_no_text_no_id_and_no_token(
    ana: Chatter, pump: Pump, world: World, store: Store, logged: Callable[[], str]
) -> None:
    await ana.says("letrozole")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    await ana.taps_wire("ownq")
    world.faults.switch_on(Fault(FaultKind.SERVER, methods=SEND))
    await ana.says("a private question about letrozole")
    await ana.sends("document")
    ana.me.blocks()
    await pump.flush()
    log = logged()
    assert "telegram said: unknown" in log
    assert no_secret(log)
    ids = [bookmark.id for bookmark in await store.bookmarks.list(ANA)]
    ids += [question.id for question in await store.questions.list(ANA)]
    assert len(ids) == 2
    assert not [id_ for id_ in ids if str(id_) in log]


def no_secret(log: str) -> bool:
    """Whether the log says nothing of Ana, of what she typed, or of the token."""
    secrets = (str(ANA), "Ana", "letrozole", "private", "100001", "local-playground")
    return not [secret for secret in secrets if secret in log]
