"""The team's number among somebody's data: in their files, and nowhere else."""

import json

import pytest

from bot import callback_data
from playground.people import ANA, BEN, SUPERGROUP_ID
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.conftest import OUR_NAME, Group
from tests.groups.test_inline import Asker
from tests.walks.data_files import NAME, Sends, exported, takeout
from tests.walks.data_files import sends as sends
from tests.walks.team_numbers import HEADING, NUMBER, keep, kept


@pytest.mark.slow
async def test_a_caregiver_keeps_one_of_their_own(ana: Chatter, ben: Chatter, store: Store) -> None:
    await keep(ana)
    assert NUMBER not in await ben.says("/urgent")
    await keep(ben, "Mum's ward 0161 496 0002")
    assert "Mum's ward 0161 496 0002" in await ben.says("/urgent")
    assert (await kept(store, ANA), await kept(store, BEN)) == (NUMBER, "Mum's ward 0161 496 0002")


async def test_my_data_shows_it_and_its_files_have_it(ana: Chatter, world: World) -> None:
    await keep(ana)
    assert f"your team's number: {NUMBER}" in await ana.says("/mydata")
    await ana.taps("Download my data")
    assert exported(world)["kept"]["people"][0]["team_number"] == NUMBER
    text = [f.content for f in world.files.values() if f.name.endswith(".txt")][-1].decode()
    assert f"your team's number: {NUMBER}" in text


@pytest.mark.slow
async def test_it_goes_with_everything_and_comes_back_from_the_file(
    ana: Chatter, store: Store, world: World, pump: Pump
) -> None:
    await keep(ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    sent = world.chats[ana.chat_id].messages.values()
    file = next(
        message.id
        for message in sent
        if message.content.get("document", {}).get("file_name") == NAME
    )
    assert f"your team's number: {NUMBER}" in await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert await store.people.get(ANA) is None
    assert HEADING not in await ana.says("/urgent")
    await ana.says("/mydata")
    await ana.taps("Restore from a file")
    await ana.taps("Yes, save this")
    ana.me.forwards(file)
    await pump.flush()
    assert "Your team's number is back" in ana.screen
    assert NUMBER in await ana.says("/urgent")


@pytest.mark.parametrize("number", ["no digits", "0" * 61, "0161 \x00 496"])
async def test_a_number_in_a_file_is_held_to_the_same_rules(
    ana: Chatter, store: Store, sends: Sends, number: str
) -> None:
    await keep(ana, "none")
    await ana.taps_wire(callback_data.BRING_BACK())
    seen = await sends(ana, takeout(people=[{"id": ANA, "team_number": number}]))
    assert "1 entry could not come back" in seen
    assert "is back." not in seen.replace("0 saved pages", "").replace("0 questions", "")
    assert await kept(store) is None


async def test_a_file_does_not_take_the_place_of_a_number_that_is_kept(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    await keep(ana)
    await ana.taps_wire(callback_data.BRING_BACK())
    seen = await sends(ana, takeout(people=[{"team_number": "0161 496 0003"}]))
    assert "number" not in seen
    assert await kept(store) == NUMBER


@pytest.mark.slow
async def test_no_group_and_no_shared_card_ever_shows_it(ana: Chatter, pump: Pump) -> None:
    await keep(ana)
    group = Group(pump, SUPERGROUP_ID)
    there = group.member(ANA)
    for command in ("urgent", "card", "topics", "settings", "mydata"):
        await there.says(f"/{command}@{OUR_NAME} fever")
    await there.taps_wire(callback_data.TEAM_NUMBER())
    assert group.ours
    assert "496" not in str(group.seen)
    asker = Asker(pump, ANA, group.chat_id)
    for words in ("", "fever", "urgent help"):
        results = await asker.asks(words)
        assert results
        assert "496" not in json.dumps(results)
