"""The copy of the register: each way in which it fails, over real HTTP. Old or new, never half."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.jobs import studies as jobs
from bot.jobs.studies import line_of
from bot.jobs.study_sync import Result, Task, sync
from storage.files.atomic import owned
from storage.studies import Studies
from storage.study_answers import Gone
from storage.study_file import PARTS
from tests.trials.records import ROOT
from tests.trials.stand_in import StandIn, Study, number, site, study

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
Look = Callable[..., Awaitable[Result]]


@pytest.fixture
def register() -> StandIn:
    own = [study(n) for n in range(1, 8)]
    wide = [study(n, "Advanced solid tumors") for n in range(20, 25)]
    return StandIn(own, wide)


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """The pack's own words, but with less asked of a copy than of the whole register."""
    data = yaml.safe_load((ROOT / "content/trials.yaml").read_text("utf-8"))
    data["sane"] = {"first": 5, "countries": 1, "country": {"GB": 3}}
    words = tmp_path / "words.yaml"
    words.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return Task(str(tmp_path / "copy.db"), str(words), waits=(0, 0, 0), pause=0)


@pytest.fixture
def look(register: StandIn, task: Task) -> Look:
    async def looked(**how: object) -> Result:
        async with register.serving() as url:
            return await sync(replace(task, url=url, **how), TODAY)  # type: ignore[arg-type]

    return looked


def ids(task: Task) -> list[int]:
    """What stands in the copy."""
    copy = Studies(Path(task.copy))
    if copy.copy() is None:
        return []
    every = [copy.listed("GB", part, 0, None, 0, 99).entries for part in PARTS]
    return sorted(entry.id for entries in every for entry in entries)


def leftovers(task: Task) -> list[str]:
    return [one.name for one in Path(task.copy).parent.glob("copy.db.*") if one.suffix != ".lock"]


def add_text(file: str, text: str) -> None:
    with Path(file).open("a", encoding="utf-8") as opened:
        opened.write(text)


ALL = [1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23, 24]


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


async def test_the_same_data_are_not_fetched_twice(look: Look, register: StandIn) -> None:
    await look()
    register.asked.clear()
    assert (await look()).outcome == "same"
    assert register.asked == [{"path": "version"}]


async def test_other_rules_make_the_copy_again_and_nothing_is_news(look: Look, task: Task) -> None:
    await look()
    add_text(task.finder, "\n# changed\n")
    assert (await look()).outcome == "new"
    assert Studies(Path(task.copy)).new_since("GB", "2026-01-01") == 0


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (([study(1)], []), "only"),
        (([study(n, "Metastatic breast cancer", site(country="France")) for n in range(9)], []),
         "open in GB"),
        (([study(n, "Metastatic breast cancer", site(point=None)) for n in range(9)], []),
         "have a point"),
        (([study(n, "Metastatic breast cancer", site(country=f"Land {n}")) for n in range(9)], []),
         "unknown countries"),
    ],
)  # fmt: skip
async def test_a_copy_that_cannot_be_true_is_not_believed(
    look: Look, task: Task, register: StandIn, answers: tuple[list[Study], ...], why: str
) -> None:
    register.answers = list(answers)
    result = await look()
    assert result.outcome == "doubted"
    assert why in result.detail
    assert ids(task) == []
    assert "--accept" in line_of(result)
    assert (await look(accept=True)).outcome == "new"


async def test_a_third_less_than_last_time_is_doubted(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    register.answers[0], register.stamp = register.answers[0][:4], "2026-11-28T09:00:06"
    result = await look()
    assert (result.outcome, result.detail) == (
        "doubted",
        "question 1 brought 4 records, 7 last time",
    )
    assert ids(task) == ALL


async def test_who_left_is_asked_for_all_at_once_and_not_by_what_is_saved(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    left = register.answers[0][:2]
    for one in left:
        one["protocolSection"]["statusModule"]["overallStatus"] = "COMPLETED"
    register.answers = [register.answers[0][2:], register.answers[1], left]
    register.stamp = "2026-11-28T09:00:06"
    assert (await look()).gone == 2
    asked = [one["filter.ids"] for one in register.asked if "filter.ids" in one]
    assert asked == [",".join(number(one) for one in left)]
    gone = Studies(Path(task.copy)).card(1, "GB")
    assert gone == Gone(1, "Metastatic breast cancer and a new tablet", "2026-11-28", "COMPLETED")


async def test_what_comes_back_is_not_gone_and_not_new(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    every, copy = register.answers[0], Studies(Path(task.copy))
    register.answers[0], register.stamp = every[1:], "2026-11-28T09:00:06"
    await look()
    register.answers[0], register.stamp = [*every, study(8)], "2026-12-01T09:00:06"
    assert (await look(accept=True)).outcome == "new"
    assert ids(task) == [*ALL[:7], 8, *ALL[7:]]
    assert copy.new_since("GB", "2026-11-01") == 1


async def test_a_broken_copy_is_as_none_and_made_again(look: Look, task: Task) -> None:
    add_text(task.copy, "no database at all")
    assert Studies(Path(task.copy)).copy() is None
    assert (await look()).outcome == "new"
    assert ids(task) == ALL


async def test_a_file_that_somebody_fetched_elsewhere(task: Task, tmp_path: Path) -> None:
    file = tmp_path / "given.json"
    page = {"dataTimestamp": "2026-11-20T09:00:00", "studies": [study(1), {"odd": 1}, 7]}
    file.write_text(json.dumps(page), "utf-8")
    result = await sync(replace(task, given=str(file)), TODAY)
    assert (result.outcome, result.data_on) == ("new", "2026-11-20T09:00:00")
    assert ids(task) == [1]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"studies": 7}', "null"])
async def test_a_file_of_no_use_leaves_the_old_copy(
    look: Look, task: Task, tmp_path: Path, text: str
) -> None:
    await look()
    file = tmp_path / "given.json"
    file.write_text(text, "utf-8")
    assert (await sync(replace(task, given=str(file)), TODAY)).outcome in ("failed", "doubted")
    assert ids(task) == ALL


async def test_records_with_holes_stop_nothing(look: Look, task: Task, register: StandIn) -> None:
    register.answers[1] = [
        {"protocolSection": {"identificationModule": {"nctId": "NCT00000030"}}},
        {"protocolSection": {"identificationModule": {"nctId": "NCT00000031"},
                             "contactsLocationsModule": {"locations": [{}]},
                             "conditionsModule": {"conditions": ["Metastatic breast cancer"]}}},
    ]  # fmt: skip
    assert (await look(accept=True)).outcome == "new"


async def test_a_readers_old_copy_lives_until_it_is_done(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    with Studies(Path(task.copy))._reading() as db:
        register.stamp = "2026-11-28T09:00:06"
        assert (await look()).outcome == "new"
        assert db.execute("SELECT COUNT(*) FROM study").fetchone() == (12,)


@pytest.mark.slow
async def test_a_process_of_its_own_and_the_loop_never_waits(
    register: StandIn, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    monkeypatch.setenv("DATA_KEY", "secret")
    longest, stop, copy = 0.0, asyncio.Event(), Studies(Path(task.copy))

    async def beat() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            began = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - began - 0.005)

    async with register.serving() as url:
        beating = asyncio.create_task(beat())
        result = await jobs.look(replace(task, url=url), copy, NOW)
        stop.set()
        await beating
    assert result.outcome == "new"
    assert ids(task) == ALL
    assert longest < 0.05 * 4  # this machine is shared; bench.trials measures it alone
    assert copy.tried().good == NOW
    assert "BOT_TOKEN" not in jobs.PASSED_ON


@pytest.mark.slow
async def test_a_process_that_is_killed_leaves_the_old_copy(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    register.stamp, register.fail = "2026-11-28T09:00:06", [503] * 3
    register.begun.clear()
    async with register.serving() as url:
        slow = replace(task, url=url, waits=(30,))
        looking = asyncio.create_task(jobs.start(slow, NOW))
        await asyncio.wait_for(register.begun.wait(), 20)
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
    assert ids(task) == ALL
    register.fail = []
    assert (await look()).outcome == "new"  # and nothing that it left is in the way


@pytest.mark.slow
async def test_a_failure_is_noted_with_since_when(register: StandIn, task: Task) -> None:
    register.refuses = lambda _: True
    copy = Studies(Path(task.copy))
    async with register.serving() as url:
        for _ in range(2):
            await jobs.look(replace(task, url=url), copy, NOW)
    tried = copy.tried()
    assert (tried.failure, tried.failing_since, tried.good) == ("refused", NOW, None)
    assert jobs.status_lines(copy, NOW) == [
        "copy: none",
        "failing since 2026-11-28 15:00 UTC (refused): version: 403, whoever asks",
        "next look: from 2026-11-29 15:00 UTC",
    ]


async def test_two_processes_do_not_meet(look: Look, task: Task) -> None:
    with owned(Path(task.copy)):
        assert (await look()).outcome == "busy"
