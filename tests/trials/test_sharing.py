"""Open trials in other chats and in groups: the same for everybody, with nothing of anybody."""

import json
from dataclasses import replace

import pytest

from bot.edge.application import AnyApplication
from bot.jobs.reminders import ReminderWorker
from bot.screen import TEXT_LIMIT
from bot.turns.services import Services
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.scheduling import set_up
from tests.groups.test_inline import Asker
from tests.walks.test_saving import rows

NUMBER = "NCT99000001"


@pytest.fixture
def mira(pump: Pump) -> Chatter:
    """A moderator, in the group."""
    return Chatter(pump, MIRA, SUPERGROUP_ID)


@pytest.fixture
def theo(pump: Pump) -> Chatter:
    """A member, in the group."""
    return Chatter(pump, THEO, SUPERGROUP_ID)


async def test_a_number_after_the_bots_name_offers_its_card(pump: Pump, store: Store) -> None:
    asker = Asker(pump, ANA, SUPERGROUP_ID)
    offered = await asker.asks(f"about {NUMBER.lower()}")
    assert [each["id"] for each in offered] == ["study nct99000001"]
    offered = json.loads(asker.answer["results"])
    text = offered[0]["input_message_content"]["message_text"]
    assert NUMBER in text
    assert "Open in:" in text
    assert "places here" not in text
    assert len(text) <= TEXT_LIMIT + 200  # with its tags
    assert "start=study__nct99000001" in str(offered[0]["reply_markup"])
    assert await rows(store) == {}


async def test_an_unknown_number_is_looked_for_like_any_words(pump: Pump) -> None:
    assert await Asker(pump, ANA, SUPERGROUP_ID).asks("NCT00000000 surgery")


async def test_a_member_shares_a_card_in_the_group(theo: Chatter, store: Store) -> None:
    posted = await theo.says(f"/card {NUMBER}")
    assert NUMBER in posted
    assert "Being listed is no advice" in posted
    assert "made-up sample" in posted
    assert [label for label in theo.labels if "privately" in label]
    assert "people" not in await rows(store)


async def test_no_list_of_anybody_comes_into_a_group(theo: Chatter) -> None:
    said = await theo.says("/findtrials")
    assert "ask me in private" in said
    assert "NCT" not in said


async def test_a_group_that_wants_no_cards_about_it_gets_none(mira: Chatter, theo: Chatter) -> None:
    await mira.says("/groupsettings")
    await mira.taps_wire("gtop:clinical-trials:0:0")
    assert "other topics" in await theo.says(f"/card {NUMBER}")
    assert NUMBER not in theo.screen


async def test_moderators_have_the_number_of_their_country_posted_each_month(
    mira: Chatter, services: Services, application: AnyApplication
) -> None:
    await mira.says("/groupsettings")
    await mira.taps_wire("gput:region:GB")
    await set_up(mira, "+ Monthly, open trials", hour="10:00")
    await mira.taps("Post it now")
    await ReminderWorker(services, application.bot).deliver_due()
    count = services.studies.open_in("GB") if services.studies else 0
    assert f"Trials open now, United Kingdom: {count}." in mira.screen
    assert "made-up sample" in mira.screen
    keys = mira.keys
    assert any("start=finder__GB" in key.get("url", "") for key in keys)


async def test_without_a_copy_the_post_still_says_how_to_look(
    mira: Chatter, services: Services, application: AnyApplication
) -> None:
    await set_up(mira, "+ Monthly, open trials")
    await mira.taps("Post it now")
    bare = replace(services, studies=None)
    await ReminderWorker(bare, application.bot).deliver_due()
    assert "In the private chat you can look" in mira.screen
    assert "now:" not in mira.screen


async def test_the_private_link_opens_the_country(ana: Chatter) -> None:
    assert "Which type" in await ana.says("/start finder__GB")
    assert "Where could you take part?" in await ana.says("/start finder")
