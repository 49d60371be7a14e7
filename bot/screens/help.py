"""Urgent help and somebody to talk to: the same for everybody, by country, never a judgement."""

from bot import taps
from bot.library.library import TALK, URGENT
from bot.library.models import HelpPage
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import countries, team
from bot.screens.prose import as_html
from bot.screens.view import View, button, in_pairs, plain_screen


def help_page(view: View, page: HelpPage, region: str) -> Screen:
    """What cannot wait, the numbers of a region, and the ways into the parts."""
    text = paragraphs(
        bold(page.title),
        _team_number(view, page),
        safe(page.lead),
        as_html(signs(page), page.sources),
        countries.numbers(view, page, region),
    )
    here = taps.PAGE(page.id)
    sections = [Button(s.title, taps.SECTION(page.id, s.id)) for s in page.sections]
    rows = [
        *in_pairs(sections),
        *countries.ways(view, page, region),
        (button(view, "sources", taps.SOURCES("page", page.id, back=here)),),
    ]
    if page.id != URGENT:
        return plain_screen(view, text, here, tuple(rows), taps.HOME())
    rows.insert(-2, team.ways(view, here))
    rows.insert(-1, (button(view, TALK, taps.PAGE(TALK, back=here)),))
    drawn = plain_screen(view, text, here, tuple(rows), taps.HOME())
    # A button that leads to where one is would only confuse.
    return Screen(drawn.text, drawn.rows[:-1])


def signs(page: HelpPage) -> str:
    """What stands above the numbers of urgent help: nobody should have to tap to see a sign."""
    return page.card if page.id == URGENT else ""


def number(view: View, page: HelpPage) -> str:
    """Whom to call: the first paragraph of the text of their country, and then their own team."""
    text = page.regions[countries.shown(page, view.region)]
    return paragraphs(as_html(text.split("\n\n")[0], page.sources), _team_number(view, page))


def _team_number(view: View, page: HelpPage) -> str:
    """Of help for the body alone: it is no number for somebody who wants to die."""
    return team.number(view) if page.id == URGENT else ""


def regions(view: View, page_id: str, number: int = 0) -> Screen:
    """Choose a country for this page, without storing it."""
    page = view.edition.help_page(page_id if page_id in (URGENT, TALK) else URGENT)
    rows = countries.choose(
        view,
        number,
        lambda code: taps.HELP_IN(page.id, code, back=view.back),
        (taps.HELP_REGIONS, page.id),
    )
    here = taps.HELP_REGIONS(page.id)
    return plain_screen(view, bold(view.say("help.where")), here, rows, taps.PAGE(page.id))
