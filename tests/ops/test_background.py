"""Loops beside the bot: what fails in one is told, and does not end it."""

import asyncio
import logging

import pytest

from bot.ops.background import background, repeat
from bot.ops.redaction import redacted

HER_WORDS = "her words"


async def test_a_step_that_fails_is_logged_with_its_place_and_comes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries, went_well = 0, asyncio.Event()

    async def step() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise KeyError(HER_WORDS)
        went_well.set()

    async with background(repeat("cleanup", step, 0.01)), asyncio.timeout(5):
        await went_well.wait()
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "cleanup failed; retrying in 0.01 s"
    logged = redacted(record)
    assert logged.error == "KeyError"  # type: ignore[attr-defined]
    assert "test_background.py" in logged.where  # type: ignore[attr-defined]
    assert HER_WORDS not in str(vars(logged))


async def test_what_still_runs_at_the_end_of_the_block_is_cancelled_and_waited_for() -> None:
    ended: list[str] = []

    async def loop() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("tidily")

    async with background(loop(), loop()):
        await asyncio.sleep(0)
    assert ended == ["tidily", "tidily"]


async def test_a_loop_that_nobody_meant_to_end_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def loop() -> None:
        raise LookupError(HER_WORDS)

    async with background(loop()) as (task,):
        await asyncio.wait({task})
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "a background task ended by an error"
    assert record.exc_info
    assert isinstance(record.exc_info[1], LookupError)
