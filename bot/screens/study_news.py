"""What a reminder says of the register: how many studies are new, where, and of which types."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import callback_data
from bot.library.model.finder import Finder
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens.finder import country_rows
from bot.screens.study_words import country_name
from bot.screens.view import View, one_each, plain_screen
from storage.records import Reminder
from storage.study_answers import Counted


@dataclass(frozen=True, slots=True)
class News:
    """What is counted for a reminder."""

    #: Where; empty where nobody has said.
    country: str
    types: int
    #: The day after which it counts; empty at the first time.
    since: str
    #: How many opened since then; at the first time, how many are open.
    count: int


def line(view: View, news: News) -> str:
    """One sentence; nothing new is said too, and is no reason not to ask."""
    if not news.country:
        return ""
    where = country_name(view, news.country)
    if not news.since:
        return view.say("finder.open_now", country=where, n=news.count)
    if not news.count:
        return view.say("finder.nothing_new", country=where)
    return view.say("finder.new_since_last", country=where, n=news.count)


def buttons(view: View, reminder: Reminder, news: News) -> Rows:
    here = callback_data.DUE(reminder.id)
    if news.country and news.since and news.count:
        day = news.since.replace("-", "")
        tap = callback_data.FINDER_NEW(news.country, news.types, day, 0, back=here)
        show = Button(view.say("finder.show_new"), tap)
    elif news.country:
        tap = callback_data.FINDER(news.country, news.types, back=here)
        show = Button(view.say("finder.look"), tap)
    else:
        show = Button(view.say("finder.look"), callback_data.FINDER(back=here))
    where = Button(view.say("finder.count_where"), callback_data.NEWS_COUNTRIES(reminder.id, 0))
    return ((show, where),)


def countries(view: View, reminder: Reminder, counts: Sequence[Counted], number: int) -> Screen:
    """Where to count; the country is kept with the reminder."""
    rows = country_rows(
        view,
        counts,
        number,
        lambda code: callback_data.NEWS_COUNTRY(reminder.id, code),
        lambda n: callback_data.NEWS_COUNTRIES(reminder.id, n),
    )
    text = paragraphs(
        bold(view.say("finder.count_title")),
        safe(view.say("finder.count_text")),
    )
    finder = view.edition.pack.finder
    if finder and finder.types:
        rows = (
            *rows,
            (Button(view.say("finder.keep_type"), callback_data.NEWS_TYPES(reminder.id)),),
        )
    return plain_screen(
        view,
        text,
        callback_data.NEWS_COUNTRIES(reminder.id, number),
        rows,
        callback_data.DUE(reminder.id),
    )


def types(view: View, reminder: Reminder, finder: Finder) -> Screen:
    """The type too, only for who turns it on here; and off again with one tap."""
    chosen = [
        Button(view.say(f"finder.types.{each.id}"), callback_data.NEWS_TYPE(reminder.id, 1 << n))
        for n, each in enumerate(finder.types)
    ]
    never = Button(view.say("finder.count_all"), callback_data.NEWS_TYPE(reminder.id, 0))
    text = paragraphs(bold(view.say("finder.keep_type")), safe(view.say("finder.keep_type_text")))
    rows = one_each([*chosen, never])
    return plain_screen(
        view,
        text,
        callback_data.NEWS_TYPES(reminder.id),
        rows,
        callback_data.NEWS_COUNTRIES(reminder.id, 0),
    )
