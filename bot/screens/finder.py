"""The finder: country, type, groups with counts, a list. What is chosen stands in the buttons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot import callback_data
from bot.domain.finder import GROUPS, Choice, spelled
from bot.domain.study_countries import NOT_KNOWN
from bot.library.model.library import TALK
from bot.screen import Button, Rows, Screen, bold, italic, paragraphs, safe
from bot.screens.study_words import (
    Source,
    country_name,
    distance_to,
    fitting,
    framed,
    home_country,
    phase,
    types_of,
)
from bot.screens.view import View, button, in_pairs, one_each, pager, plain_screen, screen_of, short
from storage.study_answers import Counted, Entry, Listing

COUNTRIES_SHOWN, TOWNS_SHOWN, LIST_SHOWN = 8, 5, 5
ENTRY_LIMIT, NAME_LIMIT = 84, 40  # characters
WAYS_SHOWN = 5
BY_STATE = ("US", "CA", "AU", "MX", "BR", "IN")  # too many towns for one list


def off(view: View) -> Screen:
    """No copy, or one that is too old to say anything; the other ways to look are still there."""
    text = paragraphs(bold(view.say("finder.title")), safe(view.say("finder.off")))
    return plain_screen(view, text, "", _ways_row(view, home_country(view)), callback_data.HOME())


def countries(view: View, source: Source, counts: Sequence[Counted], number: int) -> Screen:
    def here(number: int) -> str:
        return callback_data.FINDER_COUNTRIES(number, back=view.back)

    rows = country_rows(view, counts, number, callback_data.FINDER, here)
    text = framed(
        view,
        source,
        bold(view.say("finder.title")),
        safe(view.say("finder.from_where")),
        safe(view.say("finder.not_kept")),
        bold(view.say("finder.which_country")),
    )
    page = callback_data.PAGE(source.finder.page)
    return plain_screen(view, text, callback_data.FINDER(), rows, page)


def types(view: View, source: Source, choice: Choice) -> Screen:
    """Which type; "I don't know" is an answer like any other."""
    buttons = [
        Button(view.say(f"finder.types.{each.id}"), _to(replace(choice, types=1 << n)))
        for n, each in enumerate(source.finder.types)
    ]
    every = Button(view.say("finder.all_types"), _to(replace(choice, types=0)))
    text = framed(
        view,
        source,
        bold(view.say("finder.which_type")),
        safe(view.say("finder.type_hint")),
        safe(view.say("finder.by_title")),
    )
    rows = one_each([*buttons, every])
    return plain_screen(view, text, _to(choice), rows, callback_data.FINDER())


def overview(
    view: View, source: Source, choice: Choice, groups: Mapping[int, tuple[int, int]]
) -> Screen:
    """Groups and how long each list is."""
    open_groups = {letter: groups[n] for letter, n in GROUPS.items() if groups[n][0]}
    lines = [safe(_counted(view, letter, *counts)) for letter, counts in open_groups.items()]
    buttons = [
        Button(view.say(f"finder.buttons.{letter}"), _to(replace(choice, group=letter)))
        for letter in open_groups
    ]
    if choice.types:
        buttons.append(Button(view.say("finder.all_types_again"), _to(replace(choice, types=0))))
    buttons.append(Button(view.say("finder.other_country"), callback_data.FINDER()))
    text = framed(
        view,
        source,
        bold(_heading(view, source, choice)),
        "\n".join(lines) or safe(view.say("finder.none")),
        safe(view.say("finder.no_advice")),
        "" if source.is_sample else italic(view.say("finder.source")),
    )
    rows = (*in_pairs(buttons), *_ways_row(view, choice.country))
    has_types = bool(source.finder.types)
    parent = callback_data.FINDER(choice.country) if has_types else callback_data.FINDER()
    return plain_screen(view, text, _to(choice), rows, parent)


def listing(view: View, source: Source, choice: Choice, listing: Listing) -> Screen:
    """Five at a time; the later phases first, and then by distance or by date."""
    choice = choice.page(listing.number)
    here, by_date = _to(choice), replace(choice, at=None, number=0)
    near = callback_data.FINDER_STATES if choice.country in BY_STATE else callback_data.FINDER_TOWNS
    sort = [
        Button(
            view.say("finder.sort_near" if choice.at is None else "finder.other_town"),
            near(choice.country, *choice.args[1:3], 0),
        )
    ]
    if choice.at:
        sort.append(Button(view.say("finder.sort_date"), _to(by_date)))
    text = framed(
        view,
        source,
        bold(_heading(view, source, choice)),
        _place_in(view, f"finder.buttons.{choice.group}", listing),
        _entries(view, choice, listing),
        safe(view.say("finder.by_distance" if choice.at else "finder.by_date")),
        italic(view.say("finder.no_advice")),
    )
    plain = replace(view, back="")
    pages = pager(plain, callback_data.FINDER, choice.args[:-1], listing.number, listing.pages)
    rows: Rows = (_opened(choice, listing, here), *pages, *_two_each(sort))
    return plain_screen(view, text, here, rows, _to(replace(choice, group="")))


def new_ones(view: View, source: Source, choice: Choice, since: str, listing: Listing) -> Screen:
    """What opened in a country since a day, of all groups."""
    args = (choice.country, choice.types or 0, since.replace("-", ""))
    here = callback_data.FINDER_NEW(*args, listing.number)
    text = framed(
        view,
        source,
        bold(_heading(view, source, choice)),
        safe(view.say("finder.opened_since", date=view.written_date(since))),
        _place_in(view, "finder.new_title", listing),
        _entries(view, choice, listing),
        italic(view.say("finder.no_advice")),
    )
    words = tuple(map(str, args))
    pages = pager(view, callback_data.FINDER_NEW, words, listing.number, listing.pages)
    every = Button(view.say("finder.all_here"), _to(choice))
    rows = (_opened(choice, listing, here), *pages, (every,))
    return plain_screen(view, text, here, rows, _to(choice))


def states(
    view: View, source: Source, choice: Choice, counts: Sequence[Counted], number: int
) -> Screen:
    """The part of a large country, before the town."""
    number, screens, part = screen_of(number, len(counts), COUNTRIES_SHOWN)
    args = (choice.country, *choice.args[1:3])
    buttons = [
        Button(
            short(view.say("finder.counted", name=each.name, n=each.studies)),
            callback_data.FINDER_TOWNS(*args, 0, spelled(each.name)),
        )
        for each in counts[part]
    ]
    text = framed(
        view, source, bold(view.say("finder.which_state")), safe(view.say("finder.town_hint"))
    )
    rows = (*_two_each(buttons), *pager(view, callback_data.FINDER_STATES, args, number, screens))
    return plain_screen(view, text, "", rows, _to(replace(choice, at=None)))


def towns(
    view: View, source: Source, choice: Choice, counts: Sequence[Counted], number: int, state: str
) -> Screen:
    """A town to measure from: one that has an open place; nothing is typed, nothing is kept."""
    number, screens, part = screen_of(number, len(counts), TOWNS_SHOWN)
    buttons = [
        Button(short(_town(each, state), NAME_LIMIT), _to(replace(choice, at=each.point, number=0)))
        for each in counts[part]
    ]
    text = framed(
        view, source, bold(view.say("finder.which_town")), safe(view.say("finder.town_hint"))
    )
    args = (choice.country, *choice.args[1:3])
    turns = []
    if number > 0:
        turns.append(_turn_page(view, "earlier", args, number - 1, state))
    if number < screens - 1:
        turns.append(_turn_page(view, "later", args, number + 1, state))
    rows = (*one_each(buttons), *((tuple(turns),) if turns else ()))
    parent = callback_data.FINDER_STATES(*args, 0) if state else _to(replace(choice, at=None))
    return plain_screen(view, text, "", rows, parent)


def ways(view: View, code: str) -> Screen:
    """Other lists, which know of others or are made by people of the country."""
    finder = view.edition.pack.finder
    known = finder.ways_in(code) if finder else {}
    buttons = [Button(view.say(f"finder.ways.{id}"), url=url) for id, url in known.items()]
    text = paragraphs(bold(view.say("finder.ways_title")), safe(view.say("finder.ways_text")))
    here = callback_data.FINDER_WAYS(code)
    by_phone = (button(view, TALK, callback_data.PAGE(TALK, back=here)),)
    rows = (*one_each(buttons[:WAYS_SHOWN]), by_phone)
    return plain_screen(view, text, here, rows, callback_data.FINDER())


def country_rows(
    view: View,
    counts: Sequence[Counted],
    number: int,
    choose: Callable[[str], str],
    other: Callable[[int], str],
) -> Rows:
    """One's own country first, the unknown last, between them by how many studies are open."""
    home = home_country(view)
    every = sorted(counts, key=lambda each: (each.name != home, each.name == NOT_KNOWN))
    number, screens, part = screen_of(number, len(every), COUNTRIES_SHOWN)
    buttons = [
        Button(
            short(view.say("finder.counted", name=country_name(view, each.name), n=each.studies)),
            choose(each.name),
        )
        for each in every[part]
    ]
    turns = []
    if number > 0:
        turns.append(Button(view.say("buttons.earlier"), other(number - 1)))
    if number < screens - 1:
        turns.append(Button(view.say("buttons.later"), other(number + 1)))
    return (*_two_each(buttons), *((tuple(turns),) if turns else ()))


def study_tap(tap: callback_data.Tap, id: int, choice: Choice, back: str = "") -> str:
    return tap(*study_args(id, choice), back=back)


def study_args(id: int, choice: Choice) -> tuple[str, str, str]:
    return f"{id:08d}", choice.country, choice.args[3] if len(choice.args) > 3 else ""


def _turn_page(view: View, key: str, args: tuple[str, ...], number: int, state: str) -> Button:
    where = (state,) if state else ()
    return Button(view.say(f"buttons.{key}"), callback_data.FINDER_TOWNS(*args, number, *where))


def _place_in(view: View, title_key: str, listing: Listing) -> str:
    place = view.say("finder.place", number=listing.number + 1, screens=listing.pages)
    return f"{bold(view.say(title_key))} {safe(place) if listing.pages > 1 else ''}".strip()


def _entries(view: View, choice: Choice, listing: Listing) -> str:
    lines = [
        f"{bold(str(n))} {safe(_entry(view, choice, entry))}"
        for n, entry in enumerate(listing.entries, start=1)
    ]
    return "\n".join(lines) or safe(view.say("finder.none"))


def _opened(choice: Choice, listing: Listing, here: str) -> tuple[Button, ...]:
    return tuple(
        Button(str(n), study_tap(callback_data.STUDY, entry.id, choice, here))
        for n, entry in enumerate(listing.entries, start=1)
    )


def _counted(view: View, letter: str, n: int, first: int) -> str:
    line = view.say(f"finder.counts.{letter}", n=n)
    return view.say("finder.with_first", line=line, n=first) if first and letter in "tw" else line


def _heading(view: View, source: Source, choice: Choice) -> str:
    named = types_of(view, source.finder, choice.types or 0)
    parts = [country_name(view, choice.country)]
    if source.finder.types:
        parts.append(named or view.say("finder.every_type"))
    return " · ".join(parts)


def _entry(view: View, choice: Choice, entry: Entry) -> str:
    given = fitting(entry.told.get("given", ()), ENTRY_LIMIT) or entry.title
    far = distance_to(view, entry.km, choice.country)
    where = ", ".join(part for part in (entry.town, far) if part)
    marks = ", ".join(entry.told.get("marks", ())[:3])
    rest = " · ".join(part for part in (phase(view, entry.phases), marks, where) if part)
    return f"{short(given, max(24, ENTRY_LIMIT - len(rest)))} · {short(rest, ENTRY_LIMIT)}"


def _town(town: Counted, state: str) -> str:
    return ", ".join(part for part in (town.name, "" if state else town.state) if part)


def _ways_row(view: View, code: str) -> Rows:
    finder = view.edition.pack.finder
    if finder is None or not finder.ways_in(code):
        return ()
    return ((Button(view.say("finder.ways_title"), callback_data.FINDER_WAYS(code)),),)


def _to(choice: Choice) -> str:
    return callback_data.FINDER(*choice.args)


def _two_each(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
