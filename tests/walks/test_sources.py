"""Where a text comes from: each section has its own numbered sources. And what is new."""

import re

from tests.client import Chatter


async def test_the_sources_of_a_section_are_its_own_and_numbered_in_order(ana: Chatter) -> None:
    section = await ana.says("/start hormone-therapy__how-it-works")
    assert section.index("¹") < section.index("²") < section.index("³")
    sources = await ana.taps("Sources")
    assert "¹ " in sources
    assert "⁵ " not in sources
    assert "We read this on" in sources
    assert await ana.taps("‹ Back") == section


async def test_the_sources_of_urgent_help_are_those_of_the_country_shown(ana: Chatter) -> None:
    await ana.says("/urgent")
    sources = await ana.taps("Sources")
    assert "Where this comes from" in sources
    while "Next ›" in ana.labels:
        sources += await ana.taps("Next ›")
    assert "911.gov" in sources


async def test_what_is_new_leads_to_the_pages_that_changed(ana: Chatter) -> None:
    await ana.says("/help")
    shown = await ana.taps("What is new")
    assert re.search(r"November \d+, 2026", shown)
    await ana.taps("Next ›")
    assert "‹ Back" in ana.labels


async def test_a_link_opens_what_is_new(ana: Chatter) -> None:
    assert "What is new" in await ana.says("/start news")
