"""Urgent help and somebody to talk to: the same for everybody, by country, never a judgement."""

from bot import taps
from bot.library.library import TALK, URGENT
from bot.library.models import HelpPage
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import team
from bot.screens.prose import as_html
from bot.screens.view import View, button, in_pairs, plain_screen


def help_page(view: View, page: HelpPage, region: str) -> Screen:
    """What cannot wait, the numbers of a region, and the ways into the parts."""
    region = region if region in page.regions else "elsewhere"
    text = paragraphs(
        bold(page.title),
        _team_number(view, page),
        safe(page.lead),
        as_html(signs(page), page.sources),
        bold(view.say(f"regions.{region}")) + "\n" + as_html(page.regions[region], page.sources),
    )
    here = taps.PAGE(page.id)
    sections = [Button(s.title, taps.SECTION(page.id, s.id)) for s in page.sections]
    rows = [
        *in_pairs(sections),
        (button(view, "where", taps.HELP_REGIONS(page.id, back=view.back)),),
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
    """Whom to call: the first paragraph of the text of their region, and then their own team."""
    region = view.region if view.region in page.regions else "elsewhere"
    text = as_html(page.regions[region].split("\n\n")[0], page.sources)
    return paragraphs(text, _team_number(view, page))


def _team_number(view: View, page: HelpPage) -> str:
    """Of help for the body alone: it is no number for somebody who wants to die."""
    return team.number(view) if page.id == URGENT else ""


def regions(view: View, page_id: str) -> Screen:
    """Choose a country for this page, without storing it."""
    page = view.edition.help_page(page_id if page_id in (URGENT, TALK) else URGENT)
    chosen = [
        Button(view.say(f"regions.{code}"), taps.HELP_IN(page.id, code, back=view.back))
        for code in page.regions
    ]
    text = bold(view.say("help.where"))
    here = taps.HELP_REGIONS(page.id)
    return plain_screen(view, text, here, in_pairs(chosen), taps.PAGE(page.id))
