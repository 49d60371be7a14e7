"""One study: our plain lines, the register's own words apart from them, and its places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import callback_data
from bot.domain.finder import Choice
from bot.library.model.library import URGENT
from bot.screen import Button, Rows, Screen, bold, italic, paragraphs, safe
from bot.screens.cards import Item
from bot.screens.finder import study_args, study_tap
from bot.screens.study_words import (
    PHASE_ONE,
    Source,
    caution,
    country_name,
    data_line,
    distance_to,
    fitting,
    number_of,
    phase,
    record_of,
    types_of,
    within,
)
from bot.screens.view import View, pager, plain_screen, short, star
from storage.study_answers import Card, Gone, Places, Site

TITLE_SHOWN, PLACES_SHOWN, COUNTRIES_NAMED = 150, 5, 4
NAMES_SHOWN = 120  # characters; of a question 300 can be kept


@dataclass(frozen=True, slots=True)
class Mine:
    """What of this study is kept for the person."""

    is_saved: bool = False
    is_asked: bool = False


NOTHING = Mine()


def card(
    view: View,
    source: Source,
    choice: Choice,
    card: Card | Gone | None,
    id: int,
    mine: Mine = NOTHING,
    notice: str = "",
) -> Screen:
    if not isinstance(card, Card):
        return _left(view, source, choice, card, id, mine)
    parts = [safe(notice), caution(view, source), *told_of(view, source, card, choice.country)]
    parts[-1:-1] = [
        _run_by(view, card),
        f"{safe(view.say('finder.in_its_words'))}\n{italic(short(card.entry.title, TITLE_SHOWN))}",
    ]
    here = study_tap(callback_data.STUDY, id, choice, view.back)
    rows = _card_rows(view, source, card, choice, mine)
    return plain_screen(view, within(parts), here, rows, _list(choice))


def told_of(view: View, source: Source, card: Card, country: str) -> list[str]:
    """Our plain lines, the same wherever the card stands; the day of the data is the last."""
    entry = card.entry
    head = (number_of(entry.id), phase(view, entry.phases), _open(view, card, country))
    return [
        bold(" · ".join(part for part in head if part)),
        "\n".join(_told(view, source, card)),
        safe(_nearest(view, card, country)),
        safe(view.say("finder.phase_one")) if entry.phases == PHASE_ONE else "",
        safe(view.say("finder.only_they_know")),
        data_line(view, source),
    ]


def item(view: View, source: Source, card: Card) -> Item:
    """The card as it is shared: of no country and nobody, with a private way to read on."""
    id, told = card.entry.id, told_of(view, source, card, "")
    title = f"{number_of(id)} · {name_of(card)}"
    ref = number_of(id).lower()
    rows: Rows = (
        (Button(view.say("buttons.read_privately"), url=view.link(f"study__{ref}")),),
        (
            Button(view.say("buttons.share"), shares=number_of(id)),
            Button(view.say("buttons.urgent"), url=view.link(URGENT)),
        ),
    )
    screen = Screen(within([caution(view, source), *told]), rows)
    summary = short(card.entry.title, TITLE_SHOWN)
    return Item("study", ref, title, summary, "", "", source.finder.page, hard=False, drawn=screen)


def open_in(view: View, source: Source | None, country: str, count: int) -> Screen:
    """What a group gets each month: how many are open where it is, and where to look."""
    where = country_name(view, country)
    text = paragraphs(
        caution(view, source) if source else "",
        bold(view.say("finder.group_title")),
        safe(view.say("finder.open_now", country=where, n=count)) if source and country else "",
        safe(view.say("finder.group_how")),
        data_line(view, source) if source else "",
    )
    payload = f"finder__{country}" if country else "finder"
    return Screen(text, ((Button(view.say("buttons.read_privately"), url=view.link(payload)),),))


def words(view: View, source: Source, choice: Choice, card: Card | Gone | None, id: int) -> Screen:
    """The title and the lines on joining that the rules found: quoted, never explained."""
    if not isinstance(card, Card):
        return _left(view, source, choice, card, id, NOTHING)
    quotes = [
        f"{safe(view.say(f'finder.quotes.{topic}'))}\n{italic(line)}"
        for topic, line in card.entry.told.get("quotes", ())
    ]
    text = within(
        [
            caution(view, source),
            bold(view.say("finder.words_title", number=number_of(id))),
            safe(view.say("finder.words_text")),
            italic(short(card.entry.title, TITLE_SHOWN)),
            *quotes,
            data_line(view, source),
        ]
    )
    back = study_tap(callback_data.STUDY, id, choice, view.back)
    here = study_tap(callback_data.STUDY_WORDS, id, choice)
    return plain_screen(replace(view, back=""), text, here, _record(view, source, id), back)


def places(view: View, source: Source, choice: Choice, id: int, places: Places) -> Screen:
    """Open places in the country; where no hospital is named, that is said and not guessed."""
    lines = [safe(_place(view, site, choice.country)) for site in places.sites]
    unnamed = any(not site.facility for site in places.sites)
    where = country_name(view, choice.country)
    text = within(
        [
            caution(view, source),
            bold(view.say("finder.places_title", number=number_of(id), country=where)),
            *(lines or [safe(view.say("finder.no_place"))]),
            safe(view.say("finder.unnamed_hint")) if unnamed else "",
            data_line(view, source),
        ]
    )
    args = study_args(id, choice)
    pages = pager(view, callback_data.STUDY_PLACES, args, places.number, places.pages)
    back = study_tap(callback_data.STUDY, id, choice, view.back)
    here = callback_data.STUDY_PLACES(*args, places.number)
    return plain_screen(
        replace(view, back=""), text, here, (*pages, *_record(view, source, id)), back
    )


def unread(view: View, id: int) -> Screen:
    """Nothing can be said of it while there is no list; its record can still be read."""
    text = paragraphs(bold(number_of(id)), safe(view.say("finder.off")))
    record = Button(view.say("finder.record"), url=record_of(id))
    return plain_screen(view, text, "", ((record,),), callback_data.HOME())


def question(view: View, card: Card) -> str:
    """What goes on the list for the doctor."""
    number, what = number_of(card.entry.id), short(name_of(card), NAMES_SHOWN)
    address = record_of(card.entry.id).removeprefix("https://")
    return f"{view.say('finder.question', number=number, what=what)} {address}"


def name_of(card: Card) -> str:
    """What is tested, or else how the register calls it."""
    return fitting(card.entry.told.get("given", ()), NAMES_SHOWN) or short(card.entry.title, 80)


def saved_name(view: View, id: int, card: Card | Gone | None) -> str:
    """How it stands in the list of what a person saved; one that has closed says so."""
    if isinstance(card, Card):
        return f"{number_of(id)} · {name_of(card)}"
    return view.say("finder.saved_closed" if card else "finder.saved", number=number_of(id))


def saved_state(view: View, card: Card | Gone | None) -> str:
    """What there is to say of a saved one today."""
    if isinstance(card, Card):
        return view.say("finder.still_open" if card.countries else "finder.not_yet")
    if card:
        return view.say("finder.gone", date=view.written_date(card.left_on))
    return view.say("finder.not_known")


def _told(view: View, source: Source, card: Card) -> list[str]:
    told = card.entry.told
    given: Sequence[str] = told.get("given", ())
    marks: Sequence[str] = told.get("marks", ())
    lines = []
    if given:
        more = bool(told.get("more"))
        named = " + ".join(given)
        lines.append(safe(view.say("finder.tests_more" if more else "finder.tests", what=named)))
    if told.get("random"):
        lines.append(safe(view.say("finder.random")))
    if source.finder.types:
        named = types_of(view, source.finder, card.types)
        any_type = view.say("finder.for_any")
        lines.append(safe(view.say("finder.for_type", types=named) if named else any_type))
    if marks:
        lines.append(safe(view.say("finder.marks", marks=", ".join(marks))))
    return lines


def _open(view: View, card: Card, country: str) -> str:
    if not country:
        return ""
    if card.entry.open:
        return view.count("finder.open_here", card.entry.open)
    return view.say("finder.coming" if card.entry.coming else "finder.not_here")


def _nearest(view: View, card: Card, country: str) -> str:
    entry = card.entry
    if entry.open and entry.km is not None:
        where = [entry.town, distance_to(view, entry.km, country)]
        return view.say("finder.nearest", place=", ".join(part for part in where if part))
    if entry.open:
        return view.say("finder.one_place", town=entry.town) if entry.open == 1 else ""
    if entry.coming:
        return view.say("finder.not_yet")
    names = ", ".join(country_name(view, code) for code in card.countries[:COUNTRIES_NAMED])
    if not names:
        return view.say("finder.not_yet") if not card.is_open else ""
    if not country:
        return view.say("finder.open_in", countries=names)
    return view.say("finder.elsewhere", country=country_name(view, country), countries=names)


def _run_by(view: View, card: Card) -> str:
    changed = view.written_date(card.entry.changed)
    return safe(view.say("finder.run_by", sponsor=short(card.sponsor, 60), date=changed))


def _card_rows(view: View, source: Source, card: Card, choice: Choice, mine: Mine) -> Rows:
    id = card.entry.id
    asked = callback_data.QUESTIONS(0, back=_here(view, id, choice))
    ask = study_tap(callback_data.ASK_ABOUT_STUDY, id, choice, view.back)
    key, data = ("finder.is_asked", asked) if mine.is_asked else ("finder.ask", ask)
    quoted = study_tap(callback_data.STUDY_WORDS, id, choice, view.back)
    more = [Button(view.say("finder.words_button"), quoted)]
    if card.entry.open:
        where = study_tap(callback_data.STUDY_PLACES, id, choice, view.back)
        more.insert(0, Button(view.say("finder.places_button"), where))
    share = Button(view.say("buttons.share"), shares=number_of(id))
    return (
        (Button(view.say(key), data),),
        (_star(view, id, choice, mine), share),
        tuple(more),
        *_record(view, source, id),
    )


def _here(view: View, id: int, choice: Choice) -> str:
    return study_tap(callback_data.STUDY, id, choice, view.back)


def _star(view: View, id: int, choice: Choice, mine: Mine) -> Button:
    return star(view, "t", *study_args(id, choice), saved=mine.is_saved)


def _record(view: View, source: Source, id: int) -> Rows:
    """The register's own page; what is made up has none."""
    if source.is_sample:
        return ()
    return ((Button(view.say("finder.record"), url=record_of(id)),),)


def _place(view: View, site: Site, country: str) -> str:
    far = distance_to(view, site.km, country)
    where = ", ".join(part for part in (site.town, site.state, far) if part)
    name = short(site.facility, 70) if site.facility else view.say("finder.unnamed")
    return view.say("finder.site", where=where, name=name)


def _left(
    view: View, source: Source, choice: Choice, gone: Gone | None, id: int, mine: Mine
) -> Screen:
    """It closed, or the register calls it something else now."""
    parts = [caution(view, source), bold(number_of(id)), safe(saved_state(view, gone))]
    if gone:
        parts.append(italic(short(gone.title, TITLE_SHOWN)))
        if gone.status:
            status = gone.status.lower().replace("_", " ")
            parts.append(safe(view.say("finder.gone_status", status=status)))
    saved = ((_star(view, id, choice, mine),),) if mine.is_saved else ()
    text = paragraphs(*parts, data_line(view, source))
    here = study_tap(callback_data.STUDY, id, choice, view.back)
    rows = (*saved, *_record(view, source, id))
    return plain_screen(view, text, here, rows, callback_data.FINDER())


def _list(choice: Choice) -> str:
    return callback_data.FINDER(*choice.args) if choice.country else callback_data.FINDER()
