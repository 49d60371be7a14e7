"""The bot with the made-up register of its playground."""

import asyncio
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.jobs.study_sync import Task, sync
from bot.turns.services import Services
from storage.studies import Studies
from tests.trials.records import ROOT

RULES, SAMPLE = ROOT / "content/trials.yaml", ROOT / "content/sample-trials.json"


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("register") / "studies.db"
    task = Task(str(copy), str(RULES), given=str(SAMPLE), takes_sample=True)
    assert asyncio.run(sync(task, date(2026, 11, 28))).outcome == "new"
    return copy


@pytest.fixture
def studies(made_up: Path, tmp_path: Path) -> Studies:
    """A copy of one's own, which may change."""
    return Studies(Path(shutil.copy(made_up, tmp_path)), takes_sample=True)


@pytest.fixture
def services(services: Services, studies: Studies) -> Services:
    return replace(services, studies=studies)
