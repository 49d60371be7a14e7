"""What every screen is drawn from: the language, what the person prefers, and the day."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot import callback_data
from bot.domain.locales import locale_of
from bot.library.model.library import URGENT, Edition, Library
from bot.regions import ELSEWHERE, UNKNOWN
from bot.screen import LABEL_LIMIT, Button, Document, Rows, Screen, paragraphs, safe
from storage.records import Person

TextLength = Literal["short", "full"]
PAIR_LIMIT = 16  # characters of a label that stands beside another on a narrow phone
TWO_FIT = 22  # characters of one that stands whole beside another on most phones
ROW_LIMIT = 42  # characters of a label that has a row of its own
LIST_SIZE = 6  # entries of a long list on one screen
PAGES_OF_GROUP = 10  # in five rows of two
RED = frozenset(("urgent", URGENT, "delete", "delete_now"))  # labels that a colour marks, too


@dataclass(frozen=True, slots=True)
class Host:
    """Who runs this bot, as far as they have said so."""

    name: str = ""
    contact: str = ""
    privacy_url: str = ""

    @property
    def link(self) -> str:
        """Where a button can lead to; an e-mail address is for the text alone."""
        if self.contact.startswith("@"):
            return f"https://t.me/{self.contact[1:]}"
        return self.contact if self.contact.startswith("https://") else ""


@dataclass(frozen=True, slots=True)
class View:
    edition: Edition
    region: str
    text_length: TextLength
    today: date
    #: The bot's username, for links into the private chat.
    bot_name: str = "waymark"
    #: The tap that leads back to where the person came from, if they came by one.
    back: str = ""
    #: Whether what is posted in a group can be read there by one person alone.
    only_you: bool = False
    #: Whether there is a copy of the register, so that open studies can be looked for.
    has_studies: bool = False
    #: The number their team gave them. Only a view of a private chat has one.
    team_number: str | None = None
    #: Who runs this bot.
    host: Host = Host()

    def of(self, person: Person, library: Library) -> "View":
        """The same view with what a person has set."""
        edition = library.edition(person.language)
        return replace(
            self,
            edition=edition,
            region=person.region,
            text_length=person.text_length,
            team_number=person.team_number,
        )

    @property
    def habits(self) -> str:
        """Whose paper, clock and order of day and month: the pack's guess for its own language."""
        if self.region != UNKNOWN:
            return self.region
        own = self.edition.language == self.edition.pack.languages[0].id
        return self.edition.pack.default_region if own else ELSEWHERE

    @property
    def locale(self) -> Locale:
        """The person's language as it is written where they live."""
        return locale_of(self.edition.language, self.habits)

    def say(self, key: str, **values: object) -> str:
        return self.edition.texts(key, **values)

    def count(self, key: str, n: int, **values: object) -> str:
        return self.edition.texts.count(key, n, **values)

    def date(self, day: date) -> str:
        return _long_date(day, self.locale)

    def written_date(self, given: str) -> str:
        """A day, a month or a year that content gives as 2024-05-15, 2024-05 or 2024."""
        numbers = [int(part) for part in given.split("-") if part.isdecimal()]
        try:
            if len(numbers) == 3:
                return self.date(date(*numbers))
            if len(numbers) == 2:
                month = date(numbers[0], numbers[1], 1)
                return format_skeleton("yMMMM", month, locale=self.locale)
        except ValueError:  # no such day
            pass
        return given

    def link(self, payload: str) -> str:
        """The address that opens something in the private chat."""
        return f"https://t.me/{self.bot_name}?start={payload}"

    @property
    def group_link(self) -> str:
        """The address that adds the bot to a group; with nothing behind it, it is only added."""
        return f"https://t.me/{self.bot_name}?startgroup"


@lru_cache(maxsize=1024)
def _long_date(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale=locale)


def button(view: View, key: str, tap: str) -> Button:
    """A button whose label is one of the bot's own sentences."""
    return Button(view.say(f"buttons.{key}"), tap, style="danger" if key in RED else "")


def first_menu(view: View) -> Rows:
    """Where somebody starts who has nothing yet: the first menu of the pack."""
    menu = view.edition.pack.reading_menus[0].id
    return ((button(view, menu, callback_data.MENU(menu)),),)


def star(view: View, *ref: str, saved: bool) -> Button:
    """Saves what the screen shows; what is saved already, it opens among the bookmarks."""
    tap, key = (callback_data.SAVED, "saved") if saved else (callback_data.KEEP, "save")
    return button(view, key, tap(*ref, back=view.back))


def navigation(
    view: View, here: str, parent: str = "", *, urgent: bool = True, beside: bool = False
) -> Rows:
    """Back, home and urgent help in one row, under every screen; no home where back leads there.

    From a message that is to stay, they lead to a new one `beside` it.
    """
    apart = (callback_data.BESIDE,) if beside else ()
    back = view.back or parent
    label = "results" if back.startswith(f"{callback_data.RESULTS.verb}:") else "back"
    row = [button(view, label, back)] if back else []
    if callback_data.HOME() not in (here, back):
        row.append(button(view, "home", callback_data.HOME(*apart)))
    if urgent:
        row.append(button(view, "urgent", callback_data.URGENT(*apart, back=here)))
    return (tuple(row),) if row else ()


def in_pairs(buttons: list[Button], limit: int = PAIR_LIMIT) -> Rows:
    """Two short buttons to a row, and those with longer labels than `limit` alone."""
    rows: list[tuple[Button, ...]] = []
    waiting: Button | None = None
    for each in buttons:
        if len(each.label) > limit:
            rows += [(waiting,)] if waiting else []
            rows.append((each,))
            waiting = None
        elif waiting:
            rows.append((waiting, each))
            waiting = None
        else:
            waiting = each
    return tuple(rows + ([(waiting,)] if waiting else []))


def two_a_row(buttons: list[Button], most: int) -> Rows:
    """In pairs, long labels alone; where that is more than `most` rows, all of them in pairs."""
    rows = in_pairs(buttons, TWO_FIT)
    return rows if len(rows) <= most else in_pairs(buttons, LABEL_LIMIT)


def share(view: View, title: str) -> Button:
    """Offers the card of this in a chat of the person's choice; nothing is stored for it."""
    return Button(view.say("buttons.share"), shares=title)


def in_threes(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 3]) for n in range(0, len(buttons), 3))


def one_each(buttons: list[Button]) -> Rows:
    return tuple((each,) for each in buttons)


def screen_of(number: int, count: int, size: int = LIST_SIZE) -> tuple[int, int, slice]:
    """Of a long list: the screen nearest to `number`, how many there are, and its entries."""
    screens = max(1, -(-count // size))
    number = min(max(number, 0), screens - 1)
    return number, screens, slice(number * size, (number + 1) * size)


def pager(
    view: View,
    tap: callback_data.Tap,
    args: tuple[str, ...],
    number: int,
    screens: int,
    last: tuple[str, ...] = (),
) -> Rows:
    """Earlier and later, where there are such; the number stands before the `last` arguments."""
    row = []
    if number > 0:
        row.append(button(view, "earlier", tap(*args, number - 1, *last, back=view.back)))
    if number < screens - 1:
        row.append(button(view, "later", tap(*args, number + 1, *last, back=view.back)))
    return (tuple(row),) if row else ()


def short(label: str, limit: int = LABEL_LIMIT) -> str:
    return label if len(label) <= limit else label[: limit - 1].rstrip() + "…"


def whole(label: str, shorter: str) -> str:
    """What fits a row of its own: the label, or else the shorter one rather than half of it."""
    return label if len(label) <= ROW_LIMIT else short(shorter, ROW_LIMIT)


def plain_screen(
    view: View,
    text: str,
    here: str,
    rows: Rows = (),
    parent: str = "",
    *,
    documents: tuple[Document, ...] = (),
    fresh: bool = False,
) -> Screen:
    """Text, its own buttons, and the way out of it; one button is enough for urgent help."""
    page = callback_data.PAGE(URGENT)
    leads = any(each.tap.partition(callback_data.BACK)[0] == page for row in rows for each in row)
    ways = navigation(view, here, parent, urgent=not leads, beside=fresh)
    return Screen(
        text, tuple(row for row in (*rows, *ways) if row), documents=documents, fresh=fresh
    )


def ask_for_text(view: View, *parts: str, parent: str) -> Screen:
    """What is to be typed, as HTML, and the ways out, each of which ends the wait."""
    return plain_screen(view, paragraphs(*parts, safe(view.say("typed.cancel"))), "", (), parent)
