"""What watching the bot costs, in time of the processor alone: python -m bench.watching."""

import asyncio
import io
import logging
import time
from contextlib import redirect_stderr
from typing import Any

from prometheus_client import generate_latest

from bot.edge.call_metrics import CountedCalls
from bot.handlers.home import on_home
from bot.ops.logging import start_logging
from bot.ops.metrics import Metrics, handled_by, name_of
from bot.routes import TABLE

TURNS, LINES, SCRAPES = 50_000, 5_000, 20
CALLS = ("answerCallbackQuery", "editMessageText")


async def telegram(*_: Any, **__: Any) -> bool:
    return True


async def plain_turn() -> None:
    for endpoint in CALLS:
        await telegram(endpoint, {})


async def turns(turn: Any) -> float:
    """Microseconds for one."""
    started = time.process_time()
    for _ in range(TURNS):
        await turn()
    return (time.process_time() - started) / TURNS * 1e6


async def counting(metrics: Metrics) -> float:
    """What a turn with two calls costs more when it is counted."""
    sends = CountedCalls(metrics)

    async def turn() -> None:
        handled_by(on_home)
        for endpoint in CALLS:
            await sends.process_request(telegram, (endpoint, {}), {}, endpoint, {}, None)

    return await turns(metrics.timed(turn)) - await turns(plain_turn)


def scraping(metrics: Metrics) -> tuple[float, int]:
    """Milliseconds and bytes, when every handler of the table has been used."""
    groups = TABLE.groups
    tables = (TABLE.commands, TABLE.taps, TABLE.answers, groups.commands, groups.taps)
    for handler in (route.handler for table in tables for route in table.values()):
        metrics.turn_seconds.labels(name_of(handler)).observe(0.1)
        metrics.turns.labels(name_of(handler), "shown").inc()
    started = time.process_time()
    for _ in range(SCRAPES):
        text = generate_latest(metrics.registry)
    return (time.process_time() - started) / SCRAPES * 1e3, len(text)


def a_line() -> float:
    """Microseconds for the line of a turn at DEBUG, as JSON."""
    with redirect_stderr(io.StringIO()):
        start_logging("DEBUG", "json")
    log = logging.getLogger("bot.ops.metrics")
    told = {"handler": "home.on_home", "outcome": "shown", "milliseconds": 1.5}
    started = time.process_time()
    for _ in range(LINES):
        log.debug("turn", extra=told)
    return (time.process_time() - started) / LINES * 1e6


def main() -> None:
    metrics = Metrics()
    costs = sorted(asyncio.run(counting(metrics)) for _ in range(5))
    low, middle, high = costs[0], costs[2], costs[-1]
    print(f"counting a turn with two calls: {low:.1f} / {middle:.1f} / {high:.1f} µs")
    took, size = scraping(metrics)
    print(f"one scrape with every handler used: {took:.1f} ms, {size // 1000} kB")
    print(f"the line of a turn at DEBUG: {a_line():.0f} µs; at INFO there is none")


if __name__ == "__main__":
    main()
