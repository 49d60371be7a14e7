"""What is new in the texts, as the pages themselves note it under `changes`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot import callback_data
from bot.library.model.library import URGENT, Edition
from bot.library.model.models import Page
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens.view import View, in_pairs, pager, plain_screen, screen_of

A_SCREEN = 4
LINK = "news"  # what a link of ours sends after /start


@dataclass(frozen=True, slots=True)
class News:
    """What was changed on one page on one day."""

    on: date
    page: Page
    what: tuple[str, ...]


def news(view: View, number: int) -> Screen:
    """Every change, the newest day first, with the ways to the pages that it was made on."""
    every = in_order(view.edition)
    number, screens, part = screen_of(number, len(every), A_SCREEN)
    shown = every[part]
    text = paragraphs(
        bold(view.say("news.title")),
        safe(view.say("news.text" if shown else "news.none")),
        *[_told(view, news) for news in shown],
    )
    here = callback_data.NEWS(number)
    pages = dict.fromkeys(news.page.id for news in shown if news.page.id != URGENT)
    ways = [
        Button(view.edition.pages[page_id].button, callback_data.PAGE(page_id)) for page_id in pages
    ]
    rows = (*in_pairs(ways), *pager(view, callback_data.NEWS, (), number, screens))
    return plain_screen(view, text, here, rows, callback_data.ABOUT())


def in_order(edition: Edition) -> list[News]:
    """The newest first; of one day, in the order of the menus."""
    return sorted(_every(edition), key=lambda news: news.on, reverse=True)


def _every(edition: Edition) -> Iterator[News]:
    for menu in edition.pack.menus:
        for page in edition.menu(menu.id):
            for day in sorted({change.on for change in page.changes}):
                what = tuple(change.what for change in page.changes if change.on == day)
                yield News(day, page, what)


def _told(view: View, news: News) -> str:
    return f"{bold(news.page.title)}\n{safe(view.date(news.on))}. {safe(' '.join(news.what))}"
