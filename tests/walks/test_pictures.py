"""Whole conversations of people who look at a picture."""

import pytest

from bot.library.model.library import Library
from bot.screen import as_read
from bot.screens import reading
from bot.screens.view import View
from playground import sending
from playground.people import ANA
from playground.world import World
from tests.client import Chatter

HOW = "/start hormone-therapy__how-it-works"


def calls(world: World, method: str) -> int:
    return sum(call.method == method for call in world.ledger.after(0))


@pytest.mark.slow
async def test_a_picture_comes_as_a_photo_that_its_words_replace(ana: Chatter, view: View) -> None:
    await ana.says(HOW)
    caption = await ana.taps("See a picture")
    assert "a medicine sits in the lock" in caption.lower()
    assert caption == as_read(reading.picture(view, "hormone-therapy").text)
    photo = ana.message.content["photo"][-1]
    assert (photo["width"], photo["height"]) == (1080, 1280)
    assert ana.labels == ["Sources", "‹ Back", "Home", "Urgent help"]
    assert ana.sent == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "leads_to"),
    [("‹ Back", "How it works"), ("Home", "What would"), ("Urgent help", "Urgent help")],
)
async def test_buttons_under_a_picture_lead_on_in_a_new_message(
    ana: Chatter, world: World, label: str, leads_to: str
) -> None:
    await ana.says(HOW)
    await ana.taps("See a picture")
    picture = ana.message
    seen = await ana.taps(label)
    assert leads_to in seen
    assert ana.sent == 3
    assert world.chats[ANA].messages[picture.id] == picture
    assert calls(world, "editMessageText") == 0  # a photo is never taken for a text


@pytest.mark.slow
async def test_back_from_urgent_help_leads_to_the_picture_again(ana: Chatter) -> None:
    await ana.says(HOW)
    await ana.taps("See a picture")
    await ana.taps("Urgent help")
    await ana.taps("‹ Back")
    assert "photo" in ana.message.content


@pytest.mark.slow
async def test_the_second_time_nothing_is_sent_up(ana: Chatter, ben: Chatter, world: World) -> None:
    for person in (ana, ben):
        await person.says(HOW)
        await person.taps("See a picture")
    assert len(world.files) == 1
    assert ana.message.content["photo"] == ben.message.content["photo"]


@pytest.mark.slow
async def test_a_file_that_telegram_no_longer_knows_is_sent_up_again(
    ana: Chatter, world: World
) -> None:
    await ana.says(HOW)
    await ana.taps("See a picture")
    first = ana.message.content["photo"]
    world.files.clear()
    await ana.taps_wire("pic:hormone-therapy")
    assert ana.message.content["photo"] != first
    assert len(world.files) == 1


@pytest.mark.slow
async def test_where_no_photo_can_be_sent_the_words_come_alone(
    ana: Chatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PHOTO_SIDES", 10)  # Telegram takes only tiny pictures now
    await ana.says(HOW)
    caption = await ana.taps("See a picture")
    assert "a medicine sits in the lock" in caption.lower()
    assert "photo" not in ana.message.content
    assert "Urgent help" in ana.labels


async def test_a_page_without_a_picture_offers_none(ana: Chatter, library: Library) -> None:
    await ana.says("/start caregivers__you-are-a-carer")
    assert "See a picture" not in ana.labels
    assert (await ana.taps_wire("pic:caregivers")).startswith("For carers")
    assert ana.message.content.get("photo") is None
