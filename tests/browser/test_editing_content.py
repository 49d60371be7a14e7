"""Somebody changes the content with the playground open, and without a terminal."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.settings import Settings
from tests.asthma_pack import write_asthma
from tests.browser.chat import Chat
from tests.library.packs import PackFolder

DAY, CHANGED = "en/daily/my-day.yaml", "My changed day"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return PackFolder(write_asthma(tmp_path / "pack"))


@pytest.fixture
def library(pack: PackFolder) -> Library:
    return load_library(pack.folder)


@pytest.fixture
def settings(pack: PackFolder) -> Settings:
    return Settings(_env_file=None, http_port=0, trials="off", content_dir=pack.folder)


async def test_a_refused_change_shows_until_it_is_mended(chat: Chat, pack: PackFolder) -> None:
    problems = chat.page.get_by_test_id("problems")
    await expect(problems).to_be_hidden()
    pack.replace(DAY, "\ntitle: My day", "\ntitel: My day")
    await expect(problems).to_contain_text("Your change is not in use yet.")
    line = problems.get_by_role("listitem").filter(has_text="titel")
    await expect(line).to_contain_text(re.compile(rf"^{DAY}:2: “titel” is not a field we know"))
    await chat.page.reload()
    await expect(line).to_be_visible()
    pack.replace(DAY, "\ntitel: My day", f"\ntitle: {CHANGED}")
    await expect(problems).to_be_hidden()
    await chat.start.click()
    await chat.says("/start my-day", CHANGED)
