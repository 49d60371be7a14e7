"""Whole conversations of people who read."""

import pytest

from playground.people import SUPERGROUP_ID
from tests.client import Chatter, Pump

TREATMENTS = [
    "Hormone therapy",
    "Targeted therapy",
    "Immunotherapy",
    "Radiation therapy",
    "Chemotherapy",
    "Clinical trials",
    "Surgery",
    "Palliative care",
]


@pytest.mark.parametrize("treatment", TREATMENTS)
async def test_every_treatment_is_two_taps_from_start(ana: Chatter, treatment: str) -> None:
    greeting = await ana.says("/start")
    assert "not medical advice" in greeting
    assert "nothing about you is saved" in greeting
    await ana.taps("Treatments")
    assert (await ana.taps(treatment)).startswith(treatment)


async def test_one_message_is_edited_in_place_while_browsing(ana: Chatter) -> None:
    await ana.says("/start")
    await ana.taps("Treatments")
    await ana.taps("Hormone therapy")
    await ana.taps("How it works")
    assert ana.sent == 1


async def test_back_leads_to_where_one_came_from(ana: Chatter) -> None:
    await ana.says("/start palliative-care__benefits")
    benefits = ana.screen
    await ana.taps("Urgent help")
    assert ana.screen != benefits
    await ana.taps("‹ Back")
    assert ana.screen == benefits


async def test_a_group_gets_one_constant_line_with_a_private_link(
    pump: Pump, ana: Chatter, ben: Chatter
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    lines = []
    for person in (ana, ben):
        group = Chatter(pump, person.chat_id, SUPERGROUP_ID)
        for command in ("/bookmarks", "/start", "/mydata"):
            await group.says(f"{command}@waymark_local_bot")
            lines.append((group.screen, group.keys))
    assert len({str(line) for line in lines}) == 1
    assert "private" in lines[0][0]
