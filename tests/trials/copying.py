"""A register that answers as it is told to, and a copy of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.jobs.study_sync import Result, Task, sync
from storage.studies import Studies
from storage.study_file import PARTS
from tests.trials.records import ROOT
from tests.trials.stand_in import StandIn, study

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
    words = tmp_path / "words.yaml"
    words.write_text(_content_with_less_asked(), "utf-8")
    return Task(str(tmp_path / "copy.db"), str(words), waits=(0, 0, 0), pause=0)


@cache
def _content_with_less_asked() -> str:
    data = yaml.safe_load((ROOT / "content/trials.yaml").read_text("utf-8"))
    data["sane"] = {"first": 5, "countries": 1, "country": {"GB": 3}}
    return yaml.safe_dump(data, allow_unicode=True, width=1000)


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
    return [
        path.name for path in Path(task.copy).parent.glob("copy.db.*") if path.suffix != ".lock"
    ]


def add_text(file: str, text: str) -> None:
    with Path(file).open("a", encoding="utf-8") as opened:
        opened.write(text)


ALL = [1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23, 24]
