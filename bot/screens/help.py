"""Urgent help and somebody to talk to: the same for everybody, by country, never a judgement."""

from bot import callback_data
from bot.library.model.library import TALK, URGENT
from bot.library.model.models import HelpPage
from bot.regions import UNKNOWN
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens import countries, team
from bot.screens.prose import as_html, cited
from bot.screens.sources import first_screen, of_region
from bot.screens.view import View, button, navigation, plain_screen, two_a_row

NUMBERS = {URGENT: 1, TALK: 2}  # paragraphs of a country that say whom to call now
PART_ROWS = 6


def help_page(view: View, page: HelpPage, region: str) -> Screen:
    """What cannot wait, the numbers of a region, and the ways into the parts."""
    listed = cited(page.sources, [first_screen(page, region)])
    text = paragraphs(
        bold(page.title),
        _team_number(view, page),
        safe(page.lead),
        as_html(signs(page), listed),
        countries.numbers(view, page, region, listed),
    )
    here = callback_data.PAGE(page.id)
    parts = [Button(s.title, callback_data.SECTION(page.id, s.id)) for s in page.sections]
    return Screen(text, (*two_a_row(parts, PART_ROWS), *_ways(view, page, region, here)))


def _ways(view: View, page: HelpPage, region: str, here: str) -> Rows:
    """The country or the team's number, the other help page, sources and the way out.

    For urgent help two rows have to do, so that all its parts stay in sight above them.
    """
    sources = button(view, "sources", callback_data.SOURCES(*of_region(page.id, region), back=here))
    country = countries.ways(view, page, region)
    if page.id != URGENT:
        return (country, (sources,), *navigation(view, here))
    talk = button(view, TALK, callback_data.PAGE(TALK, back=here))
    first = team.way(view, here) if len(country) == 1 and region != UNKNOWN else country[0]
    (out,) = navigation(view, here, urgent=False)
    return ((first, talk), (*out, *[b for b in country if b is not first], sources))


def signs(page: HelpPage) -> str:
    """What stands above the numbers of urgent help: nobody should have to tap to see a sign."""
    return page.card if page.id == URGENT else ""


def number(view: View, page: HelpPage) -> str:
    """Whom to call: how the text of their country begins, and then their own team.

    In an emergency that is one number. Somebody who wants to die is told to call a crisis line as
    well, so the line stands there too.
    """
    code = countries.shown(page, view.region)
    if page.id == URGENT and code == UNKNOWN:
        text = safe(view.say("help.any_number"))
    else:
        first = page.regions[code].split("\n\n")[: NUMBERS[page.id]]
        text = as_html("\n\n".join(first), ())
    return paragraphs(text, _team_number(view, page))


def whom_to_call(view: View, page: HelpPage) -> str:
    """The same for the end of a message, which a phone shows first; in full for urgent help."""
    code = countries.shown(page, view.region)
    if page.id != URGENT or code == UNKNOWN:
        return number(view, page)
    return paragraphs(as_html(page.regions[code], ()), _team_number(view, page))


def _team_number(view: View, page: HelpPage) -> str:
    """Of help for the body alone: it is no number for somebody who wants to die."""
    return team.number(view) if page.id == URGENT else ""


def regions(view: View, page_id: str, number: int = 0) -> Screen:
    """Choose a country for this page, without storing it."""
    page = view.edition.help_page(page_id if page_id in (URGENT, TALK) else URGENT)
    rows = countries.choose(
        view,
        number,
        lambda code: callback_data.HELP_IN(page.id, code, back=view.back),
        (callback_data.HELP_REGIONS, page.id),
    )
    here = callback_data.HELP_REGIONS(page.id)
    return plain_screen(view, bold(view.say("help.where")), here, rows, callback_data.PAGE(page.id))
