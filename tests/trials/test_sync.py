"""How the register answers, over real HTTP: a copy is old or new, never half."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs.study_sync import Task, sync
from storage.studies import Studies
from tests.trials.copying import ALL, TODAY, Look, ids, leftovers
from tests.trials.copying import look as look
from tests.trials.copying import register as register
from tests.trials.copying import task as task
from tests.trials.stand_in import StandIn


async def test_a_first_copy_has_all(look: Look, task: Task, register: StandIn) -> None:
    result = await look()
    assert (result.outcome, result.totals, result.shown) == ("new", (7, 5), 12)
    assert ids(task) == ALL
    assert register.asked[0] == {"path": "version"}
    assert Studies(Path(task.copy)).copy() is not None


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
async def test_pages_full_to_the_brim(look: Look, task: Task, register: StandIn, size: int) -> None:
    register.size = size
    assert (await look()).outcome == "new"
    assert ids(task) == ALL


@pytest.mark.parametrize(
    "fail",
    [[429], [503, 502], [429, 503, 500], ["half"], ["torn"], ["html"], ["list"], ["torn", 429]],
)
async def test_what_passes_by_itself(
    look: Look, task: Task, register: StandIn, fail: Sequence[int | str]
) -> None:
    register.fail = fail
    assert (await look()).outcome == "new"
    assert ids(task) == ALL


@pytest.mark.parametrize(
    ("fail", "outcome"),
    [([503] * 9, "down"), (["html"] * 9, "down"), (["torn"] * 9, "down"), ([400], "odd"),
     ([404], "odd")],
)  # fmt: skip
async def test_what_does_not_leaves_the_old_copy(
    look: Look, task: Task, register: StandIn, fail: Sequence[int | str], outcome: str
) -> None:
    await look()
    register.stamp, register.fail = "2026-11-28T09:00:06", fail
    assert (await look()).outcome == outcome
    assert ids(task) == ALL
    assert not leftovers(task)


async def test_a_refusal_is_asked_once_more_by_another_client_as_ourselves(
    look: Look, task: Task, register: StandIn
) -> None:
    register.refuses = lambda encodings: "gzip" in encodings  # that is how aiohttp asks
    assert (await look()).outcome == "new"
    assert ids(task) == ALL
    assert len(set(register.agents)) == 1
    assert "Mozilla" not in register.agents[0]


async def test_a_refusal_of_everybody_ends_it_for_the_day(look: Look, register: StandIn) -> None:
    register.refuses = lambda _: True
    result = await look()
    assert result.outcome == "refused"
    assert len(register.asked) == 2


async def test_nobody_at_the_address(task: Task) -> None:
    result = await sync(replace(task, url="http://127.0.0.1:9/api/v2"), TODAY)
    assert result.outcome == "down"


@pytest.mark.parametrize("at", [0, 1, 2])
async def test_data_replaced_in_the_middle_are_read_from_the_start(
    look: Look, task: Task, register: StandIn, at: int
) -> None:
    register.size, register.fail = 3, [""] * at + ["replaced"]
    result = await look()
    assert (result.outcome, result.data_on) == ("new", "2026-11-28T09:00:06")
    assert ids(task) == ALL


async def test_data_that_never_stay_are_given_up(look: Look, task: Task, register: StandIn) -> None:
    register.changes_stamp_at_version = 99
    assert (await look()).outcome == "replaced"
    assert ids(task) == []


async def test_a_total_that_is_not_reached_is_no_copy(
    look: Look, task: Task, register: StandIn
) -> None:
    register.extra_total = 1
    result = await look()
    assert result.outcome == "replaced"
    assert "7 records came, 8 were promised" in result.detail
    assert ids(task) == []
