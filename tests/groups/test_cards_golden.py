"""Cards and the lines around them, as a reviewer reads them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.screen import Screen
from bot.screens import cards
from bot.screens.groups import lines, membership
from bot.screens.view import View
from tests.groups.cards import everything
from tests.screens.test_golden import GOLDEN, written


def pages(view: View) -> dict[str, Screen]:
    found = {item.key: item for item in everything(view)}
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
    for key in (*shown, "page where-it-spreads", "page someone-to-talk-to", "word er-pr"):
        drawn[f"{key}, in a group"] = cards.in_group(view, found[key], covered=True)
    for key in ("page hormone-therapy", "page urgent-help", "word hospice"):
        drawn[f"{key}, for one"] = cards.for_asker_only(view, cards.for_one(view, found[key]))
    return drawn


def company(view: View) -> dict[str, Screen]:
    item = cards.of_page(view.edition.pages["surgery"])
    keys = ("card_how", "none_known", "nothing", "not_here", "moderators_only")
    return {
        "topics": lines.topics(view, None),
        "topics, few": lines.topics(view, ("surgery",)),
        "urgent": cards.urgent(view),
        "urgent, elsewhere": cards.urgent(replace(view, region="elsewhere")),
        "commands": lines.commands(view),
        "in brief": cards.brief(view, item),
        "earlier": lines.earlier(view),
        "arrived": membership.hello(view, -1001000000001, is_admin=False, known=False),
        "personal": lines.line(view, "answers.private_only"),
        **{key: lines.line(view, f"groups.{key}") for key in keys},
    }


@pytest.mark.parametrize(("name", "draw"), [("group_cards", pages), ("group_lines", company)])
def test_they_are_as_they_were_last_agreed(
    view: View, name: str, draw: Any, request: pytest.FixtureRequest
) -> None:
    file, now = GOLDEN / f"{name}.txt", written(draw(view))
    if request.config.getoption("--update-golden"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now
