"""`/status` is for those who run the bot; to everybody else it does not exist."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import BotCommandScopeAllPrivateChats

from bot import __version__
from bot.app import build_application
from bot.edge.application import AnyApplication
from bot.edge.commands import register
from bot.library.model.library import Library
from bot.routes import COMMANDS, OPERATOR_COMMANDS
from bot.screen import as_read
from bot.screens.status import Status, status
from bot.screens.view import View
from bot.turns.services import Services
from playground.people import ANA, BEN, MIRA, SUPERGROUP_ID
from playground.server import Playground
from playground.world import World
from tests.client import Chatter, Pump

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STATUS = Status(
    version="1.2.3",
    up_since=NOON,
    content_version="0123456789ab",
    content_at=NOON,
    problems=(),
    poll_age=timedelta(seconds=7.4),
    due=2,
    pending=31,
    sends=120,
    refusals=3,
    engine="SQLite 3.46.1",
    size=1_250_000,
)


@pytest.fixture
async def application(services: Services, playground: Playground) -> AsyncIterator[AnyApplication]:
    """The bot, which Ben and Mira run."""
    update = {"operator_ids": frozenset({BEN, MIRA}), "helpful": "on"}
    settings = services.settings.model_copy(update=update)
    built = build_application(replace(services, settings=settings), playground.token)
    async with built:
        yield built


def messages(world: World) -> list[dict[str, Any]]:
    """What the bot has sent, all of it."""
    return [call.params for call in world.ledger.of("sendMessage")]


async def test_an_operator_reads_how_the_bot_is(ben: Chatter) -> None:
    seen = await ben.says("/status")  # at 09:00, some milliseconds after the start
    assert f"Version {__version__}, up since November 23, 2026, 08:59 UTC" in seen
    assert "Database: SQLite 3." in seen
    assert "To be sent: 0 due now, 0 planned" in seen
    assert "Urgent help" in ben.labels


async def test_sends_and_refusals_of_the_last_hour_are_in_it(
    ana: Chatter, ben: Chatter, pump: Pump
) -> None:
    before = await ben.says("/status")
    ana.me.starts()
    ana.me.blocks()
    await pump.flush()
    after = await ben.says("/status")
    assert "refused" in before
    assert ", 0 refused" in before
    assert ", 1 refused" in after


async def test_a_refused_change_of_the_content_and_its_reasons_are_in_it(
    ben: Chatter, services: Services
) -> None:
    services.library_holder.refuse(("en/treatments/surgery.yaml:3: The title is missing.",), NOON)
    assert "surgery.yaml:3: The title is missing." in await ben.says("/status")


async def test_answers_on_helpful_pages_are_in_it_from_five_up(
    ben: Chatter, services: Services
) -> None:
    for number in range(9):
        async with services.store.transaction():
            page_id = "surgery" if number < 5 else "outlook"
            await services.store.feedback.count(page_id, "v", NOON.date(), helped=number != 1)
    seen = await ben.says("/status")
    assert "Surgery: yes 4, not really 1" in seen
    assert "Outlook" not in seen


@pytest.mark.parametrize("words", ["", " now", "@waymark_bot"])
async def test_to_everybody_else_it_is_an_unknown_command_byte_for_byte(
    ana: Chatter, world: World, pump: Pump, words: str
) -> None:
    await ana.says("/status" + words.replace("@waymark_bot", f"@{world.bot.username}"))
    await ana.says("/stutas")
    asked, unknown = messages(world)
    assert asked == unknown
    assert "I do not know that command" in str(asked)


async def test_it_leaves_as_little_as_an_unknown_command(ana: Chatter, services: Services) -> None:
    await ana.says("/status")
    assert [name for name, rows in await services.store.panel() if rows] == []


async def test_in_a_group_it_is_not_heard_even_from_an_operator(pump: Pump, world: World) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    mira.me.says("/status")
    await pump.flush()
    assert messages(world) == []


async def test_no_menu_lists_it(application: AnyApplication, library: Library) -> None:
    await register(application.bot, library, COMMANDS)
    listed = await application.bot.get_my_commands(BotCommandScopeAllPrivateChats())
    assert OPERATOR_COMMANDS.keys() == {"status"}
    assert OPERATOR_COMMANDS.keys().isdisjoint(command.command for command in listed)


async def test_nobody_is_an_operator_until_somebody_is_named(
    services: Services, playground: Playground, world: World
) -> None:
    async with build_application(services, playground.token) as usual:
        seen = await Chatter(Pump(usual, world), ANA).says("/status")
    assert "I do not know that command" in seen


def test_it_reads_like_this(view: View) -> None:
    assert as_read(status(view, STATUS).text).splitlines() == [
        "How the bot is",
        "",
        "Version 1.2.3, up since November 23, 2026, 12:00 UTC",
        "Content 0123456789ab, in use since November 23, 2026, 12:00 UTC",
        "Last good poll: 7 seconds ago",
        "To be sent: 2 due now, 31 planned",
        "Calls to Telegram in the last hour: 120 taken, 3 refused",
        "Database: SQLite 3.46.1, 1.2 MB",
    ]


def test_without_polls_it_says_why(view: View) -> None:
    assert "to the webhook" in status(view, replace(STATUS, poll_age=None)).text
    assert "No poll has" in status(view, replace(STATUS, poll_age=timedelta.max)).text


def test_the_problems_of_refused_content_are_listed_and_never_too_many(view: View) -> None:
    problems = [f"en/treatments/surgery.yaml:{n}: a <b> {'x' * 900}" for n in range(1, 31)]
    text = as_read(status(view, replace(STATUS, problems=problems)).text)
    assert "The changed content was refused" in text
    assert "• en/treatments/surgery.yaml:10: a <b>" in text
    assert "and 20 more" in text
    assert len(text) < 4096


def test_how_helpful_pages_were_is_told_where_it_is_counted(view: View) -> None:
    helpful = [("Surgery", 7, 1), ("Words", 5, 0)]
    text = as_read(status(view, replace(STATUS, helpful=helpful)).text)
    assert "• Surgery: yes 7, not really 1" in text
    assert "helpful" not in status(view, STATUS).text
