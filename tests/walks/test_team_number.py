"""Whole conversations of people who keep the number that a team gave them."""

from datetime import timedelta

import pytest

from bot import callback_data
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.team_numbers import ADD, HEADING, NUMBER, keep, kept, shown_before
from tests.walks.test_my_data import sends as sends


async def test_a_number_is_kept_after_a_question_and_stands_first_under_urgent_help(
    ana: Chatter, store: Store
) -> None:
    assert HEADING not in await ana.says("/urgent")
    await ana.taps(ADD)
    assert "Save your team's number for you?" in ana.screen
    await ana.taps("Yes, save this")
    assert "Type the 24-hour number" in ana.screen
    assert await kept(store) is None
    seen = await ana.says(f"  {NUMBER}\n")
    assert "The number is kept" in seen
    assert NUMBER in seen
    assert await kept(store) == NUMBER
    await ana.taps("Urgent help")
    assert ana.screen.splitlines()[:4] == ["Urgent help", "", HEADING, NUMBER]
    assert ADD not in ana.labels


async def test_nothing_is_kept_of_somebody_who_says_not_now(ana: Chatter, store: Store) -> None:
    await ana.says("/urgent")
    await ana.taps(ADD)
    await ana.taps("Not now")
    await ana.says("0161 496 0000")
    assert await store.people.get(ANA) is None
    assert HEADING not in await ana.says("/urgent")


@pytest.mark.slow
async def test_the_number_stands_first_on_every_way_to_urgent_help_and_above_its_parts(
    ana: Chatter,
) -> None:
    await keep(ana)
    help_screens = [
        await ana.says("/urgent"),
        await ana.starts("urgent-help"),
        await ana.taps_wire(callback_data.URGENT()),
        await ana.taps_wire(callback_data.PAGE("urgent-help")),
        await ana.taps_wire(callback_data.HELP_IN("urgent-help", "GB")),
    ]
    for seen in help_screens:
        assert seen.splitlines()[2:4] == [HEADING, NUMBER], seen
    parts = {
        "Fever or infection": await ana.says("I have a fever"),
        "Legs, bladder, back": await ana.taps_wire(
            callback_data.SECTION("urgent-help", "spinal-cord")
        ),
    }
    for title, seen in parts.items():
        assert seen.startswith(f"Urgent help\n{title}\n\nCall 911"), seen
        number, *signs = seen.split("\n\n")[2:]
        assert number == f"{HEADING}\n{NUMBER}", seen
        assert any("•" in sign for sign in signs), seen


async def test_the_page_for_despair_and_other_pages_do_not_have_it(ana: Chatter) -> None:
    await keep(ana)
    for seen in (await ana.taps_wire(callback_data.TALK()), await ana.starts("surgery")):
        assert "496" not in seen


async def test_it_is_plain_text_that_telegram_can_make_tappable(ana: Chatter) -> None:
    await keep(ana, "<Ward> & 0161 496 0000")
    await ana.says("/urgent")
    assert "<Ward> & 0161 496 0000" in ana.screen
    at = ana.screen.index("<Ward>")
    marked = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in ana.message.entities
    ]
    assert all(end <= at or start >= at + 22 for start, end in marked)


async def test_a_number_alone_can_be_copied_and_one_with_words_can_not(ana: Chatter) -> None:
    await keep(ana, "+44 161 496 0000")
    await ana.says("/urgent")
    (copy,) = [key for key in ana.keys if key["text"] == "Copy number"]
    assert copy["copy_text"] == {"text": "+44 161 496 0000"}
    await ana.says("/settings")
    await ana.taps("My team's number: kept")
    await ana.says(NUMBER)
    await ana.says("/urgent")
    assert "Copy number" not in ana.labels


async def test_it_is_changed_and_removed_in_the_settings(
    ana: Chatter, store: Store, world: World
) -> None:
    await keep(ana)
    await ana.says("/settings")
    await ana.taps("My team's number: kept")
    assert NUMBER in ana.screen
    assert "0161 496 0001" in await ana.says("0161 496 0001")
    assert await kept(store) == "0161 496 0001"
    await ana.says("/settings")
    await ana.taps("My team's number: kept")
    removed = ana.message.id
    await ana.taps("Remove")
    assert "It is removed. It was: 0161 496 0001" in ana.screen
    assert await kept(store) is None
    assert HEADING not in await ana.says("/urgent")
    await ana.says("/settings")
    assert "My team's number: not set" in ana.labels
    await ana.taps_wire(callback_data.REMOVE_TEAM_NUMBER(), message_id=removed)
    assert "Type the 24-hour number" in world.chats[ANA].messages[removed].text


async def test_the_tap_on_remove_ends_the_wait(ana: Chatter, store: Store) -> None:
    await keep(ana)
    await ana.taps("Change it")
    await ana.taps("Remove")
    await ana.says("0161 496 0009")
    assert await kept(store) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("the night line", "I found no phone number in that"),
        ("24 h", "I found no phone number in that"),
        ("0161 496 0000 " + "x" * 50, "longer than 60 characters"),
    ],
)
async def test_what_is_no_number_gets_one_sentence_and_can_be_typed_again(
    ana: Chatter, store: Store, typed: str, told: str
) -> None:
    assert told in await keep(ana, typed)
    assert await kept(store) is None
    await ana.says("0161 496 0000")
    assert await kept(store) == "0161 496 0000"


async def test_a_wrong_answer_leaves_the_number_that_is_kept(ana: Chatter, store: Store) -> None:
    await keep(ana)
    await ana.taps("Change it")
    await ana.says("the other one")
    assert NUMBER in ana.screen
    assert await kept(store) == NUMBER


@pytest.mark.parametrize("typed", ["I have a fever of 38.5", "fever 102"])
async def test_danger_in_place_of_a_number_is_seen_and_not_kept(
    ana: Chatter, store: Store, world: World, typed: str
) -> None:
    await keep(ana)
    await ana.taps("Change it")
    before = ana.sent
    seen = await ana.says(typed)
    assert ana.sent == before + 2
    help_part = shown_before(world)
    assert help_part.startswith("Urgent help\nFever or infection\n\nCall 911")
    assert f"{HEADING}\n{NUMBER}" in help_part
    assert seen.startswith("If this is happening now: Urgent help.\n\nI found no phone number")
    assert await kept(store) == NUMBER


async def test_a_number_beside_words_of_danger_is_kept_and_help_comes_too(
    ana: Chatter, store: Store, world: World
) -> None:
    seen = await keep(ana, "Fever line 0161 496 0000")
    assert shown_before(world).startswith("Urgent help\nFever or infection\n\nCall 911")
    assert seen.startswith("If this is happening now: Urgent help.\n\nThe number is kept")
    assert await kept(store) == "Fever line 0161 496 0000"
    seen = await ana.taps("Urgent help")
    assert seen.splitlines()[5:7] == [HEADING, "Fever line 0161 496 0000"]


async def test_an_answer_after_its_hour_is_told_and_not_kept(
    ana: Chatter, store: Store, world: World
) -> None:
    await keep(ana)
    await ana.taps("Change it")
    world.clock.jump(timedelta(hours=1, minutes=1))
    assert "longer than an hour" in await ana.says("0161 496 0001")
    assert await kept(store) == NUMBER


async def test_cancel_stops_the_wait(ana: Chatter, store: Store) -> None:
    await ana.says("/urgent")
    await ana.taps(ADD)
    await ana.taps("Yes, save this")
    assert "Nothing was saved" in await ana.says("/cancel")
    await ana.says("0161 496 0000")
    assert await kept(store) is None


async def test_it_is_offered_when_a_visit_is_added_until_there_is_one(
    ana: Chatter, store: Store
) -> None:
    save = callback_data.SAVE_VISIT("202612121030", "oncologist")
    await keep(ana, "no")
    await ana.taps_wire(callback_data.ZONE("Europe/London", back=save))
    assert "Your appointment is saved" in ana.screen
    await ana.taps("Done")
    await ana.taps(ADD)
    await ana.says(NUMBER)
    assert await kept(store) == NUMBER
    await ana.taps_wire(save)
    assert "Your appointment is saved" in ana.screen
    assert ADD not in ana.labels


async def test_in_spanish_too(ana: Chatter) -> None:
    await keep(ana)
    await ana.taps_wire(callback_data.SET("language", "es"))
    seen = await ana.says("/urgent")
    assert seen.splitlines()[2:4] == ["El número del equipo médico", NUMBER]
    assert "Cambiar número" in ana.labels
