"""What is believed of a copy, and what changed since the one before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs.studies import line_of
from bot.jobs.study_sync import Task, sync
from storage.studies import Studies
from storage.study_answers import Gone
from tests.trials.copying import ALL, TODAY, Look, add_text, ids
from tests.trials.copying import look as look
from tests.trials.copying import register as register
from tests.trials.copying import task as task
from tests.trials.stand_in import StandIn, Study, number, site, study


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
    for record in left:
        record["protocolSection"]["statusModule"]["overallStatus"] = "COMPLETED"
    register.answers = [register.answers[0][2:], register.answers[1], left]
    register.stamp = "2026-11-28T09:00:06"
    assert (await look()).gone == 2
    asked = [query["filter.ids"] for query in register.asked if "filter.ids" in query]
    assert asked == [",".join(number(record) for record in left)]
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
