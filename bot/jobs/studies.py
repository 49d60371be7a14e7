"""Keeps the copy of the public register fresh: says when, starts the process, notes how it went."""

import asyncio
import json
import logging
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.study_copy import DOUBTED, next_look
from bot.jobs.study_sync import BUSY, NEW, SAME, Result, Task
from bot.library.model.finder import FINDER_FILE
from bot.ops.background import background, repeat
from bot.settings import Settings
from bot.turns.services import Services
from storage.store import data_folder
from storage.studies import Studies
from storage.study_answers import Tried

log = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]
COPY = "studies.db"
LONGEST = timedelta(minutes=40)  # of one look, waits of the register among it
ROUND = timedelta(minutes=10)  # between looks at the clock
#: What the process may know of our environment: no token, no key.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "VIRTUAL_ENV")


@dataclass
class StudyCopies:
    """One process at a time; the log gets one line for each look."""

    services: Services
    task: Task
    chance: float = field(default_factory=random.random)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs beside its block, where there are studies to be found."""
        if self.services.studies is None:
            yield
            return
        seconds = ROUND.total_seconds()
        async with background(repeat("updating the copy of the register", self._round, seconds)):
            yield

    async def _round(self) -> None:
        studies, now = self.services.studies, self.services.clock()
        if studies is None or self.services.library_holder.library.default.pack.finder is None:
            return
        tried = await asyncio.to_thread(studies.tried)
        if self.task.url and next_look(tried, now, self.chance) <= now:
            result = await look(self.task, studies, now)
            level = logging.INFO if result.outcome in (SAME, NEW, BUSY) else logging.WARNING
            log.log(level, "register: %s", line_of(result))
        await asyncio.to_thread(self._measure, studies)

    def _measure(self, studies: Studies) -> None:
        copy, metrics = studies.copy(), self.services.metrics
        made = datetime.fromisoformat(copy.data_on) if copy else datetime.fromtimestamp(0, UTC)
        metrics.study_copy.set(made.replace(tzinfo=made.tzinfo or UTC).timestamp())
        metrics.studies.set(copy.studies if copy else 0)
        metrics.study_copy_failing.set(bool(studies.tried().failing_since))


async def look(
    task: Task, studies: Studies, now: datetime, *, accept: bool = False, given: str = ""
) -> Result:
    """Look once, now; the old copy stays unless a new one is whole."""
    result = await start(replace(task, accept=accept, given=given), now)
    await asyncio.to_thread(_note, studies, result, now)
    return result


def task_of(settings: Settings) -> Task:
    proxy = settings.proxy_url
    return Task(
        str(copy_file(settings)),
        str(settings.content_dir / FINDER_FILE),
        settings.trials_url,
        proxy=proxy.get_secret_value() if proxy else None,
    )


def copy_file(settings: Settings) -> Path:
    """Beside the database; each machine has its own."""
    return data_folder(settings.database_url) / COPY


def line_of(result: Result) -> str:
    """One line for whoever runs the bot."""
    if result.outcome == SAME:
        return f"nothing newer than {result.data_on}"
    if result.outcome == NEW:
        unknown = f", unknown countries: {', '.join(result.unknown)}" if result.unknown else ""
        asked = f" of {sum(result.totals)}" if result.totals else ""
        return (
            f"new copy, data of {result.data_on}: {result.shown} shown{asked},"
            f" {result.gone} gone{unknown}"
        )
    hint = "; `sync --accept` takes it all the same" if result.outcome == DOUBTED else ""
    return f"no new copy ({result.outcome}): {result.detail}{hint}"


def status_lines(studies: Studies, now: datetime) -> list[str]:
    """How the copy is, for the command line."""
    copy, tried = studies.copy(), studies.tried()
    lines = [f"copy: data of {copy.data_on}, {copy.studies} studies" if copy else "copy: none"]
    if tried.good:
        lines.append(f"last good look: {tried.good:%Y-%m-%d %H:%M} UTC")
    if tried.failing_since:
        since = f"{tried.failing_since:%Y-%m-%d %H:%M}"
        lines.append(f"failing since {since} UTC ({tried.failure}): {tried.detail}")
    lines.append(f"next look: from {max(now, next_look(tried, now, 0)):%Y-%m-%d %H:%M} UTC")
    return lines


def _note(studies: Studies, result: Result, now: datetime) -> None:
    """What the next look needs to know; whoever was busy notes it itself."""
    if result.outcome in (SAME, NEW):
        studies.note(Tried(now, now))
    elif result.outcome != BUSY:
        tried = studies.tried()
        since = tried.failing_since or now
        studies.note(Tried(tried.good, now, result.outcome, result.detail, since))


def _told(task: Task, now: datetime) -> bytes:
    """The task for a process that may start in another folder."""
    paths = {name: str(Path(getattr(task, name)).resolve()) for name in ("copy", "finder")}
    paths |= {"given": str(Path(task.given).resolve())} if task.given else {}
    return json.dumps({**asdict(task), **paths, "today": now.date().isoformat()}).encode()


async def start(task: Task, now: datetime) -> Result:
    """Run one look in a process of its own, and hear how it went."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", Task.__module__),
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        told = process.communicate(_told(task, now))
        out, err = await asyncio.wait_for(told, LONGEST.total_seconds())
    except TimeoutError:
        return Result("failed", f"not done after {LONGEST.total_seconds() / 60:.0f} minutes")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = err.decode("utf-8", "replace").strip().splitlines()
        return Result("failed", f"process ended with {process.returncode}: {last[-1:]}"[:200])
    return Result(**{**json.loads(out), "totals": tuple(json.loads(out)["totals"])})
