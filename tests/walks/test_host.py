"""Who runs the bot: what people read of that, and whom they tell what is wrong."""

import logging

import pytest

from bot.library.model.library import Library
from bot.runtime.serve import warn_of_unnamed_host
from bot.settings import Settings
from bot.turns.services import Services
from playground.server import Playground
from playground.world import World
from storage.store import Store
from tests.client import Chatter

NAME, CONTACT = "Ocean & Hope group", "help@example.org"
PRIVACY = "https://example.org/privacy"


@pytest.fixture
def services(library: Library, store: Store, world: World, playground: Playground) -> Services:
    settings = Settings(
        _env_file=None,
        bot_api_url=playground.url,
        default_region="US",
        host_name=NAME,
        host_contact=CONTACT,
        privacy_url=PRIVACY,
    )
    return Services(library, store, settings, world.clock.now)


@pytest.mark.parametrize("command", ["/help", "/privacy"])
async def test_people_read_who_runs_it_and_how_to_reach_them(ana: Chatter, command: str) -> None:
    seen = await ana.says(command)
    assert f"This bot is run by {NAME}." in seen
    assert f"Contact: {CONTACT}" in seen


async def test_privacy_has_the_host_s_own_notice(ana: Chatter) -> None:
    await ana.says("/privacy")
    assert [key.get("url") for key in ana.keys if key["text"] == "Privacy notice"] == [PRIVACY]


@pytest.mark.parametrize("link", ["surgery__benefits", "urgent-help__keep-ready"])
async def test_a_mistake_is_reported_with_the_name_of_the_page(ana: Chatter, link: str) -> None:
    await ana.starts(link)
    seen = await ana.taps("Report a mistake")
    page = link.partition("__")[0]
    assert f"write to {CONTACT}. Please name this page: {page} (en)." in seen
    assert {"copy_text": {"text": f"{page} (en)"}, "text": "Copy the page name"} in ana.keys
    await ana.taps("‹ Back")
    assert "Report a mistake" in ana.labels


async def test_about_has_a_button_for_each_thing_and_adds_the_bot_to_a_group(ana: Chatter) -> None:
    await ana.says("/help")
    assert {"Search", "My things", "Settings", "Privacy", "Urgent help"} <= set(ana.labels)
    (key,) = [key for key in ana.keys if key["text"] == "Add me to a group"]
    assert key["url"].endswith("?startgroup")


def test_the_start_says_what_people_are_not_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    warn_of_unnamed_host(Settings(_env_file=None, host_name=NAME))
    assert [record.message for record in caplog.records] == [
        "people are not told who runs this bot: set HOST_CONTACT, PRIVACY_URL"
    ]
    caplog.clear()
    warn_of_unnamed_host(
        Settings(_env_file=None, host_name=NAME, host_contact="@us_all", privacy_url=PRIVACY)
    )
    assert not caplog.records
