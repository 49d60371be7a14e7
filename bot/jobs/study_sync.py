"""One look at the public register: fetch all, build, doubt, swap. Started as a process of its own.

    echo '{"copy": "data/studies.db", ...}' | python -m bot.jobs.study_sync

It prints one line of JSON. Memory and processor time are its own, and so is any crash.
"""

import asyncio
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import aiohttp

from bot.domain.study_copy import DOUBTED, Made, doubts
from bot.domain.study_rules import VERSION
from bot.domain.study_words import Words
from bot.edge.register import Register, RegisterError, ReplacedError
from bot.jobs.study_build import PREFIX, Build, left
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import read_yaml
from bot.library.model.finder import Finder
from storage.errors import DatabaseInUseError, StorageError
from storage.files.atomic import owned
from storage.study_file import Former, StudyFile, read_former

URL = "https://clinicaltrials.gov/api/v2"
ROUNDS = 3  # times that the data may be replaced while they are read
SAME, NEW, BUSY = "same", "new", "busy"
NICE = 10  # beside a bot that answers people


@dataclass(frozen=True, slots=True)
class Task:
    copy: str
    #: The pack's file with the questions and the rules.
    finder: str
    url: str = URL
    #: A file that somebody fetched elsewhere, in place of the register.
    given: str = ""
    #: Believe what comes, whatever it is.
    accept: bool = False
    #: Take what is made up for trying out.
    takes_sample: bool = False
    proxy: str | None = None
    #: Seconds between tries and between calls; tests have less patience.
    waits: Sequence[float] = (2, 4, 8)
    pause: float = 1.1


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended: same, new, doubted, or a kind of failure."""

    outcome: str
    detail: str = ""
    data_on: str = ""
    totals: tuple[int, ...] = ()
    shown: int = 0
    gone: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    data_on: str
    pages: tuple[Path, ...]
    totals: tuple[int, ...]
    is_sample: bool = False


async def sync(task: Task, today: date) -> Result:
    """The old copy stays unless a whole new one is there that nothing speaks against."""
    try:
        with owned(Path(task.copy)):
            if task.given:
                return await _import(task, today)
            async with aiohttp.ClientSession() as session:
                register = Register(task.url, session, task.proxy, task.waits, task.pause)
                return await _sync(task, register, today)
    except RegisterError as error:
        return Result(error.kind, str(error))
    except DatabaseInUseError:
        return Result(BUSY, "another process is at it")
    except (OSError, StorageError, sqlite3.Error, ValueError) as error:
        return Result("failed", f"{type(error).__name__}: {error}"[:200])


async def _sync(task: Task, register: Register, today: date) -> Result:
    former, rules = _former(task), _rules(task)
    with _pages_folder(Path(task.copy)) as folder:
        for attempt in range(ROUNDS):
            data_on = await register.version()
            if former.meta.get("data_on") == data_on and former.meta.get("rules") == rules:
                return Result(SAME, data_on=data_on)
            try:
                fetched = await _fetch(task, register, data_on, Path(folder, str(attempt)))
            except ReplacedError as error:
                why = error
                continue
            return await _build(task, fetched, former, register, today)
    raise why


@contextmanager
def _pages_folder(copy: Path) -> Iterator[Path]:
    """Where pages wait to be read; what a process left there that was killed goes first."""
    folder = copy.with_name(copy.name + ".pages")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _fetch(task: Task, register: Register, data_on: str, folder: Path) -> Fetched:
    pages, totals = list[Path](), list[int]()
    for n, question in enumerate(_finder(task).questions):
        into = folder / str(n)
        into.mkdir(parents=True)
        files, total = await register.fetch(question, into)
        pages += files
        totals.append(total)
    if await register.version() != data_on:
        raise ReplacedError("the data were replaced while they were read")
    return Fetched(data_on, tuple(pages), tuple(totals))


async def _import(task: Task, today: date) -> Result:
    fetched = given_pages(Path(task.given))
    if fetched.is_sample and not task.takes_sample:
        return Result("failed", "this file is a made-up sample, which only the playground shows")
    return await _build(task, fetched, _former(task), None, today)


def given_pages(given: Path) -> Fetched:
    """A file or a folder of them, and the date of its data: as it says, or as old as it is."""
    pages = tuple(sorted(given.glob("*.json"))) if given.is_dir() else (given,)
    newest = max((page.stat().st_mtime for page in pages), default=0)
    data_on = datetime.fromtimestamp(newest).astimezone().date().isoformat()
    told = json.loads(pages[0].read_bytes()) if len(pages) == 1 else None
    if isinstance(told, dict):
        stamp = told.get("dataTimestamp")
        data_on = stamp if isinstance(stamp, str) else data_on
        return Fetched(data_on, pages, (), told.get("sample") is True)
    return Fetched(data_on, pages, ())


async def _build(
    task: Task, fetched: Fetched, former: Former, register: Register | None, today: date
) -> Result:
    finder, rules = _finder(task), _rules(task)
    is_fresh = former.meta.get("rules") != rules  # what is in by other rules is not news
    file = StudyFile(Path(task.copy), former, "" if is_fresh else fetched.data_on[:10])
    try:
        build = Build(Words.of(finder), file)
        build.take(fetched.pages)
        made = build.made(fetched.totals)
        if why := [] if task.accept else _doubts(made, former, finder):
            return Result(DOUBTED, "; ".join(why), fetched.data_on, made.totals, made.shown)
        gone = await _left(former, file, register, today)
        file.finish(_meta(made, fetched, former, rules, today), gone)
        file.swap()
    finally:
        file.close()
    return Result(NEW, "", fetched.data_on, made.totals, made.shown, len(gone), made.unknown_names)


def _doubts(made: Made, former: Former, finder: Finder) -> list[str]:
    if not made.totals:  # a file: its size says nothing
        return [] if made.shown else ["nothing in the file is of use"]
    return doubts(made, tuple(json.loads(former.meta.get("totals", "[]"))), finder.sane)


async def _left(
    former: Former, file: StudyFile, register: Register | None, today: date
) -> dict[int, tuple[str, str, str]]:
    """All that left, never only what somebody saved. Without an answer the status stays empty."""
    numbers = [f"{PREFIX}{id:08d}" for id in former.titles if id not in file.ids]
    statuses: Mapping[str, str] = {}
    if register and numbers:
        try:
            statuses = await register.statuses(numbers)
        except RegisterError:
            statuses = {}
    return left(former, file, today, statuses)


def _meta(
    made: Made, fetched: Fetched, former: Former, rules: str, today: date
) -> dict[str, object]:
    return {
        **({"sample": "made up"} if fetched.is_sample else {}),
        "data_on": fetched.data_on,
        "fetched_on": today.isoformat(),
        "first_on": former.meta.get("first_on") or fetched.data_on[:10],
        "rules": rules,
        "totals": json.dumps(made.totals or json.loads(former.meta.get("totals", "[]"))),
        "shown": made.shown,
        "sites": made.sites,
    }


def _former(task: Task) -> Former:
    return read_former(Path(task.copy))


def _finder(task: Task) -> Finder:
    file = Path(task.finder)
    read = read_yaml(file, PurePosixPath(file.name))
    if isinstance(read, Problem):
        raise ValueError(str(read))
    return Finder.model_validate(read.data)


def _rules(task: Task) -> str:
    """Changes when the rules do, so that the copy is made again."""
    return f"{VERSION}-{sha256(Path(task.finder).read_bytes()).hexdigest()[:12]}"


def main() -> int:
    """The process: one task as JSON in, one result as JSON out. A proxy's password is in no list of
    processes that way.
    """
    os.nice(NICE)
    data: dict[str, Any] = json.load(sys.stdin)
    today = date.fromisoformat(data.pop("today"))
    sys.stdout.write(json.dumps(asdict(asyncio.run(sync(Task(**data), today)))) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
