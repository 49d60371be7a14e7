"""Buttons about visits that are old, odd, or about somebody else's."""

import pytest

from playground.people import ANA, BEN
from storage.store import Store
from tests.client import Chatter
from tests.walks.visiting import TALK, keep, kept, open_grid
from tests.walks.visiting import settled as settled

VERBS = [
    *("visit", "vmon", "vwith", "vrep", "vplace", "vfile", "vcancel"),
    *("agenda", "agtopic", "agleads", "agby", "vcard", "vcardpdf"),
]


@pytest.mark.parametrize("verb", VERBS)
async def test_somebody_elses_visit_shows_nothing(ana: Chatter, store: Store, verb: str) -> None:
    foreign = await keep(store, TALK, BEN)
    await ana.says("/visits")
    assert "no appointment here yet" in await ana.taps_wire(f"{verb}:{foreign.id}")
    assert await store.pending_inputs.get(ANA, ANA) is None


@pytest.mark.parametrize(
    "wire",
    ["vmove:{}:202612141500", "vwith:{}:other", "vrep:{}:3", "vnoplace:{}", "vgone:{}"],
)
async def test_somebody_elses_visit_is_not_changed(ana: Chatter, store: Store, wire: str) -> None:
    foreign = await keep(store, TALK, BEN)
    await ana.says("/visits")
    await ana.taps_wire(wire.format(foreign.id))
    assert await kept(store, BEN) == [foreign]


@pytest.mark.parametrize(
    ("wire", "told"),
    [
        ("vmon:0:202608", "November 2026"),
        ("vday:0:20260812", "has passed"),
        ("vat:0:202608121030", "has passed"),
        ("vsave:202608121030:oncologist", "has passed"),
        ("vmon:0:203001", "November 2029"),
        ("vday:0:20291124", "more than three years away"),
        ("vsave:202911241030:other", "more than three years away"),
        ("vsave:202612121030:nobody", "Who is the appointment with?"),
        ("vmon:0:rubbish", "November 2026"),
        ("vday:0:20261399", "Which day is the appointment?"),
        ("vat:0", "Which day is the appointment?"),
    ],
)
async def test_an_old_or_odd_button_leads_to_a_sound_screen(
    ana: Chatter, store: Store, wire: str, told: str
) -> None:
    await ana.says("/visits")
    assert told in await ana.taps_wire(wire)
    assert await kept(store) == []


async def test_the_last_month_is_36_months_ahead(ana: Chatter) -> None:
    await open_grid(ana)
    await ana.taps_wire("vmon:0:202911")
    assert "23" in ana.labels
    assert "24" not in ana.labels
    assert [label for label in ana.labels if label.endswith("›")] == []
    assert "‹ October" in ana.labels
