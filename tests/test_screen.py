"""What a screen is made of: lengths as Telegram counts them."""

import pytest

from bot.screen import MESSAGE_LIMIT, as_read, fitting, units

EMOJI = "🦋"


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("é", 1), (EMOJI, 2), ("👩🏽‍⚕️", 7), ("\ud800", 1)]
)
def test_an_emoji_is_two_units_or_more(text: str, length: int) -> None:
    assert units(text) == length


@pytest.mark.parametrize("line", ["x" * 300, EMOJI * 300, "&lt;" * 300, "<b>" + "x" * 299 + "</b>"])
@pytest.mark.parametrize("count", [1, 6, 7, 13, 14, 200])
def test_a_message_holds_as_many_whole_lines_as_fit(line: str, count: int) -> None:
    whole = "\n".join([line] * count)
    fitted = fitting(whole)
    assert units(as_read(fitted)) <= MESSAGE_LIMIT
    if fitted != whole:
        *kept, last = fitted.split("\n")
        assert (set(kept), last) == ({line}, "…")
        assert units(as_read("\n".join([*kept, line, "…"]))) > MESSAGE_LIMIT
