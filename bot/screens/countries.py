"""Whose numbers are shown, and how a country is chosen: for one screen, or as one's own."""

from collections.abc import Callable, Iterable

from bot import callback_data
from bot.domain.countries import in_order
from bot.library.model.models import HelpPage, Source
from bot.regions import ELSEWHERE, UNKNOWN
from bot.screen import Button, Rows, bold
from bot.screens.prose import as_html
from bot.screens.view import View, button, pager, screen_of

ON_A_SCREEN = 10  # five rows of two; with the ways on, back, home and to help there are eight rows


def shown(page: HelpPage, region: str) -> str:
    """The region whose text a help page has for a region."""
    return region if region in page.regions else ELSEWHERE


def numbers(view: View, page: HelpPage, region: str, sources: Iterable[Source] = ()) -> str:
    """A heading, and whom to call there; all numbers where no country is known."""
    code = shown(page, region)
    key = "help.all_numbers" if code == UNKNOWN else f"regions.{code}"
    text = as_html(page.regions[code], sources)
    return f"{bold(view.say(key))}\n{text}"


def ways(view: View, page: HelpPage, region: str) -> tuple[Button, ...]:
    """Keep the country that is shown as one's own, and choose another."""
    other = callback_data.HELP_REGIONS(page.id, back=view.back)
    change = button(view, "choose_country" if region == UNKNOWN else "where", other)
    is_own = region in (view.region, ELSEWHERE, UNKNOWN) or region not in page.regions
    return (
        (change,)
        if is_own
        else (button(view, "keep_country", callback_data.LIVE_IN(page.id, region)), change)
    )


def choose(
    view: View,
    number: int,
    to: Callable[[str], str],
    turn: tuple[callback_data.Tap, str],
    always: tuple[str, ...] = (ELSEWHERE,),
    chosen: str = "",
) -> Rows:
    """The countries two in a row, and on every screen what fits those who do not find theirs.

    `turn` is the tap that leads to the other screens, with its first argument.
    """
    every = in_order(view.edition.regions, view.edition.language)
    number, screens, part = screen_of(number, len(every), ON_A_SCREEN - len(always))
    buttons = [
        Button(f"{'✓ ' if code == chosen else ''}{view.say(f'regions.{code}')}", to(code))
        for code in (*every[part], *always)
    ]
    pairs = tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))
    return (*pairs, *pager(view, turn[0], (turn[1],), number, screens))
