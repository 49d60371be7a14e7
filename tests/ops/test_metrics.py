"""What Prometheus gets to read of turns and calls: true numbers, and nobody behind them."""

import asyncio
import re
from dataclasses import replace
from typing import get_args

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from telegram import Chat, Message, Update, User

from bot import callback_data
from bot.app import build_application
from bot.edge import errors
from bot.edge.application import AnyApplication
from bot.edge.update_processor import PerUserProcessor
from bot.http.metrics import FORWARDED
from bot.ops import metrics
from bot.ops.metrics import Metrics, handled_by, name_of
from bot.routes import TABLE
from bot.routing.router import Router
from bot.screen import Screen
from bot.turns.routes import Route
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.faults import Fault, FaultKind
from playground.people import ANA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import IN_MEMORY_URL, open_store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.ops.prometheus import page as page
from tests.ops.prometheus import read

pytestmark = pytest.mark.slow

SEND = frozenset({"sendMessage"})


async def test_a_turn_is_counted_by_its_handler_and_timed(
    ana: Chatter, page: httpx.AsyncClient
) -> None:
    await ana.says("/start")
    await ana.taps("Treatments")
    await ana.taps("‹ Back")
    seen = await read(page)
    assert seen["waymark_turns_total{handler=home.on_start,outcome=shown}"] == 1
    assert seen["waymark_turns_total{handler=home.on_home,outcome=shown}"] == 1
    assert seen["waymark_turn_seconds_count{handler=home.on_menu}"] == 1
    assert seen["waymark_turn_seconds_sum{handler=home.on_menu}"] > 0
    assert seen["waymark_turn_processing_seconds_count"] == 3
    assert seen["waymark_failures_total"] == 0


async def test_what_telegram_took_is_counted_by_kind(ana: Chatter, page: httpx.AsyncClient) -> None:
    before = await read(page)
    await ana.says("/start")
    await ana.taps("Treatments")
    seen = await read(page)
    made = {kind: seen[key] - before[key] for kind in get_args(metrics.Sent)
            if (key := f"waymark_calls_total{{kind={kind}}}")}  # fmt: skip
    assert made == {"answer": 1, "edit": 1, "send": 1, "document": 0, "photo": 0, "other": 0}
    assert seen["waymark_call_seconds_count"] - before["waymark_call_seconds_count"] == 3


async def test_a_button_behind_consent_is_counted_by_what_it_does(
    ana: Chatter, page: httpx.AsyncClient
) -> None:
    await ana.says("/start hormone-therapy")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    seen = await read(page)
    assert seen["waymark_turns_total{handler=bookmarks.on_keep,outcome=shown}"] == 2
    assert "waymark_turns_total{handler=home.on_old_button,outcome=shown}" not in seen


async def fails(turn: Turn, services: Services) -> Screen:
    raise LookupError("what was typed")


async def test_a_failing_turn_is_counted_as_one(
    ana: Chatter, application: AnyApplication, services: Services, page: httpx.AsyncClient
) -> None:
    application.handlers.clear()
    Router(services, replace(TABLE, typed=Route(fails))).attach(application)
    await ana.says("letrozole")
    seen = await read(page)
    assert seen["waymark_turns_total{handler=other,outcome=failed}"] == 1
    assert seen["waymark_failures_total"] == 1


async def test_a_screen_that_never_arrived_is_counted_as_not_shown(
    ana: Chatter, pump: Pump, world: World, page: httpx.AsyncClient
) -> None:
    await ana.says("/start")
    ana.me.says("/treatments")
    ana.me.blocks()
    await pump.flush()
    seen = await read(page)
    assert seen["waymark_turns_total{handler=home.on_menu,outcome=not_shown}"] == 1
    assert seen["waymark_call_errors_total{kind=unreachable}"] == 1


async def test_an_edit_that_became_a_new_message_was_shown(
    ana: Chatter, pump: Pump, application: AnyApplication, page: httpx.AsyncClient
) -> None:
    await ana.says("/start")
    ana.me.taps(ana.message.id, callback_data.MENU("treatments"))
    await application.bot.delete_message(ANA, ana.message.id)
    await pump.flush()
    seen = await read(page)
    assert seen["waymark_call_errors_total{kind=gone}"] == 1
    assert seen["waymark_turns_total{handler=home.on_menu,outcome=shown}"] == 1


async def test_turns_in_groups_and_inline_are_counted_too(
    pump: Pump, world: World, page: httpx.AsyncClient
) -> None:
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    theo.me.says("/topics")
    theo.me.says("good morning")
    theo.me.asks_inline("surgery")
    await pump.flush()
    seen = await read(page)
    assert seen["waymark_turns_total{handler=groups.cards.on_topics,outcome=shown}"] == 1
    assert seen["waymark_turns_total{handler=inline.on_inline,outcome=shown}"] == 1


async def test_our_own_share_leaves_telegrams_time_out(
    ana: Chatter, world: World, page: httpx.AsyncClient
) -> None:
    world.faults.switch_on(Fault(FaultKind.DELAY, methods=SEND, seconds=0.1, calls=1))
    await ana.says("/start")
    seen = await read(page)
    whole = seen["waymark_turn_seconds_sum{handler=home.on_start}"]
    assert whole > 0.1
    assert seen["waymark_turn_processing_seconds_sum"] < whole - 0.09


async def test_the_wait_for_ones_turn_counts(services: Services) -> None:
    ana = User(ANA, "Ana", is_bot=False)
    message = Message(1, NOW, Chat(ANA, "private"), from_user=ana, text="hello")
    processor = PerUserProcessor()

    async def take(seconds: float) -> None:
        handled_by(TABLE.typed.handler)
        await asyncio.sleep(seconds)

    timed = services.metrics.timed(take)
    turns = [processor.process_update(Update(n, message), timed(0.04 * (1 - n))) for n in (0, 1)]
    await asyncio.gather(*turns)
    labels = {"handler": "search.on_find"}
    seconds = services.metrics.registry.get_sample_value("waymark_turn_seconds_sum", labels)
    assert seconds is not None
    assert seconds >= 0.08  # the second one took no time itself, and waited for the first


async def test_handler_names_are_those_of_the_table_and_say_nothing_of_anybody(
    ana: Chatter, page: httpx.AsyncClient, services: Services
) -> None:
    await ana.says("/start hormone-therapy")
    await ana.says("letrozole and what it does")
    await ana.says("/nothing-of-the-kind")
    await ana.taps_wire("made:up:by:somebody")
    text = (await page.get("/metrics")).text
    routes = [*TABLE.commands.values(), *TABLE.taps.values(), *TABLE.answers.values()]
    routes += [TABLE.typed, TABLE.unknown_command, TABLE.old_button]
    known = {name_of(route.handler) for route in routes}
    told = {s.labels["handler"] for f in families(text) for s in f.samples if "handler" in s.labels}
    assert told <= known
    assert len(told) == 4
    for secret in (str(ANA), "letrozole", "hormone", "nothing-of", "made:", "local-playground"):
        assert not re.search(rf"(?<![\d.]){secret}", text)  # not the digits of some other number


async def test_two_bots_in_one_process_count_for_themselves(
    ana: Chatter, services: Services
) -> None:
    await ana.says("/start")
    other = await open_store(IN_MEMORY_URL)
    another = replace(services, store=other, metrics=Metrics())
    build_application(another, "123456:other")
    names = {"handler": "home.on_start", "outcome": "shown"}
    assert services.metrics.registry.get_sample_value("waymark_turns_total", names) == 1
    assert another.metrics.registry.get_sample_value("waymark_turns_total", names) is None
    await other.close()


@pytest.mark.parametrize("header", FORWARDED)
async def test_whoever_comes_through_a_proxy_finds_nothing(
    page: httpx.AsyncClient, header: str
) -> None:
    answer = await page.get("/metrics", headers={header: "203.0.113.5"})
    assert (answer.status_code, answer.text) == (404, "Not Found")


@pytest.mark.usefixtures("application")
def test_every_kind_of_refusal_is_counted_from_the_start(services: Services) -> None:
    count = services.metrics.registry.get_sample_value
    kinds = {kind: count("waymark_call_errors_total", {"kind": kind}) for kind in errors.KINDS}
    assert set(kinds.values()) == {0.0}, kinds


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 404), ("127.0.0.1.evil.example:8080", 404), ("localhost:8080", 200),
     ("127.0.0.1:8080", 200), ("bot:8080", 200), ("192.168.1.5", 404)],
)  # fmt: skip
async def test_a_name_that_was_made_to_lead_here_reads_nothing(
    page: httpx.AsyncClient, host: str, status: int
) -> None:
    answer = await page.get("/metrics", headers={"Host": host})
    assert answer.status_code == status
