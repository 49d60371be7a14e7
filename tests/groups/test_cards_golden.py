"""Cards and the lines around them, as a reviewer reads them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.screen import Screen
from bot.screens import cards
from bot.screens.view import View
from tests.groups.cards import everything
from tests.screens.test_golden import GOLDEN, written


def pages(view: View) -> dict[str, Screen]:
    found = {one.key: one for one in everything(view)}
    shown = (
        "page hormone-therapy",
        "page outlook",
        "medicine palbociclib",
        "word her2",
        "word hospice",
    )
    drawn = {key: cards.card(view, found[key], covered=True) for key in shown}
    drawn["uncovered"] = cards.card(view, found["page outlook"], covered=False)
    where_one_reads_alone = replace(view, only_you=True)
    drawn["to be read here"] = cards.card(
        where_one_reads_alone, found["medicine palbociclib"], covered=True
    )
    for key in ("page hormone-therapy", "page urgent-help", "word hospice"):
        drawn[f"{key}, for one"] = cards.for_asker_only(view, cards.for_one(view, found[key]))
    return drawn


def company(view: View) -> dict[str, Screen]:
    one = cards.of_page(view.edition.pages["surgery"])
    lines = ("card_how", "nothing", "not_here", "moderators_only")
    return {
        "topics": cards.topics(view, None),
        "topics, few": cards.topics(view, ("surgery",)),
        "urgent": cards.urgent(view),
        "urgent, elsewhere": cards.urgent(replace(view, region="elsewhere")),
        "commands": cards.commands(view),
        "in brief": cards.brief(view, one),
        "earlier": cards.earlier(view),
        "personal": cards.line(view, "answers.private_only"),
        **{line: cards.line(view, f"groups.{line}") for line in lines},
    }


@pytest.mark.parametrize(("name", "draw"), [("group_cards", pages), ("group_lines", company)])
def test_they_are_as_they_were_last_agreed(
    view: View, name: str, draw: Any, request: pytest.FixtureRequest
) -> None:
    file, now = GOLDEN / f"{name}.txt", written(draw(view))
    if request.config.getoption("--update-golden"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now
