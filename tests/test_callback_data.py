"""Every button's spelling: what is drawn can be read again, and rubbish means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import callback_data
from bot.callback_data import BACK, TAPS, WIRE_LIMIT, Tap, decode, with_back
from bot.routes import TABLE

arguments = st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), max_size=3)


@pytest.mark.slow
@given(st.sampled_from(TAPS), arguments)
def test_a_tap_reads_back_as_it_was_drawn(tap: Tap, args: list[str]) -> None:
    tapped = decode(tap(*args))
    assert tapped is not None
    assert (tapped.tap, list(tapped.args), tapped.back) == (tap, args, "")


@pytest.mark.slow
@given(st.sampled_from(TAPS), arguments, st.sampled_from(TAPS), arguments)
def test_the_way_back_is_kept_whole_or_left_out(
    tap: Tap, args: list[str], other: Tap, others: list[str]
) -> None:
    back = other(*others)
    wire = tap(*args, back=back)
    tapped = decode(wire)
    assert len(wire.encode()) <= WIRE_LIMIT
    assert tapped is not None
    assert tapped.args == tuple(args)
    assert tapped.back == back or (tapped.back == "" and len(f"{tap(*args)}|{back}") > WIRE_LIMIT)


@given(st.text(max_size=64))
def test_rubbish_is_never_an_exception(wire: str) -> None:
    tapped = decode(wire)
    assert tapped is None or tapped.tap in TAPS


def test_only_the_last_step_back_is_kept() -> None:
    assert with_back("word:her2", f"page:surgery{BACK}menu:treatments") == "word:her2|page:surgery"


def test_an_argument_that_does_not_fit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        callback_data.PAGE("x" * 64)


def test_a_retired_spelling_still_works() -> None:
    tap = Tap("new-word", retired=("old-word",))
    assert {"new-word", "old-word"} == {tap.verb, *tap.retired}
    assert all(
        spelled in callback_data.BY_VERB for each in TAPS for spelled in (each.verb, *each.retired)
    )


def test_no_two_taps_share_a_spelling() -> None:
    spellings = [verb for tap in TAPS for verb in (tap.verb, *tap.retired)]
    assert len(spellings) == len(set(spellings))


def test_every_tap_is_routed() -> None:
    private, there = set(TABLE.taps) | set(TABLE.steps), set(TABLE.groups.taps)
    assert private | there == set(TAPS)
    assert private & there == set(), "a button belongs to private chats or to groups"


def test_agreeing_leaves_room_for_what_is_agreed_to() -> None:
    longest = "keep:s:" + "p" * 24 + ":" + "s" * 24 + ":t"
    assert decode(callback_data.AGREE(back=longest)).back == longest  # type: ignore[union-attr]
