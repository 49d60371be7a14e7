"""The time zone: a guess to confirm by the local clock, or a country and a city to choose."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot import callback_data
from bot.domain.locales import says_am_pm
from bot.domain.time_zones import (
    City,
    cities,
    city_of,
    countries,
    country_of,
    guess_zone,
    only_zone,
)
from bot.regions import UNKNOWN
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens.view import View, button, one_each, pager, plain_screen, screen_of, short

PLACES_A_SCREEN = 6  # with a row to turn the pages and the ways out there are eight rows
NAME_LIMIT = 34  # characters of a country or a city, which has a row of its own


def guess(view: View) -> str | None:
    """The zone to ask about; none without a country, for one question then tells both."""
    return None if view.region == UNKNOWN else guess_zone(view.edition.language, view.region)


def ask(view: View, now: datetime, wanted: str) -> Screen:
    """ "Is it 14:20 where you are?"; `wanted` is the tap that goes on once the zone is known."""
    zone = guess(view)
    if zone is None:
        return choose_country(view, 0, wanted)
    text = paragraphs(
        bold(view.say("zones.title")),
        safe(view.say("zones.is_it", time=clock(view, now, zone))),
        safe(view.say("zones.why")),
    )
    rows = (
        (button(view, "zone_yes", callback_data.ZONE(zone, back=wanted)),),
        (button(view, "zone_no", callback_data.ZONE_COUNTRIES(0, back=wanted)),),
    )
    return plain_screen(view, text, "", rows)


def choose_country(view: View, number: int, wanted: str, unknown: str = "") -> Screen:
    """The countries; `unknown` is what was typed and is no place that we know."""
    not_known = safe(view.say("zones.unknown", typed=short(unknown, NAME_LIMIT))) if unknown else ""
    text = paragraphs(not_known, bold(view.say("zones.country")), safe(view.say("zones.or_type")))
    rows = country_rows(
        view, number, callback_data.ZONE_COUNTRIES, lambda code: _into(code, wanted)
    )
    return _going_on(view, text, rows)


def country_rows(
    view: View, number: int, turn: callback_data.Tap, into: Callable[[str], str]
) -> Rows:
    """The countries of the world, for a person and for a group; `turn` leads to the others."""
    every = countries(view.edition.language)
    number, screens, part = screen_of(number, len(every), PLACES_A_SCREEN)
    entries = [
        Button(short(country.name, NAME_LIMIT), into(country.code)) for country in every[part]
    ]
    return (*one_each(entries), *pager(view, turn, (), number, screens))


def city_rows(
    view: View,
    now: datetime,
    country: str,
    number: int,
    turn: callback_data.Tap,
    into: Callable[[str], str],
) -> Rows:
    """The zones of a country, each with its time; none where there is no such country."""
    every = cities(country, view.edition.language)
    number, screens, part = screen_of(number, len(every), PLACES_A_SCREEN)
    entries = [Button(_with_clock(view, now, city), into(city.zone)) for city in every[part]]
    return (*one_each(entries), *pager(view, turn, (country,), number, screens))


def _into(country: str, wanted: str) -> str:
    """A country with one zone needs no city."""
    zone = only_zone(country)
    if zone is None:
        return callback_data.ZONE_CITIES(country, 0, back=wanted)
    return callback_data.ZONE(zone, country, back=wanted)


def choose_city(view: View, now: datetime, country: str, number: int, wanted: str) -> Screen:
    def into(zone: str) -> str:
        return callback_data.ZONE(zone, country, back=wanted)

    rows = city_rows(view, now, country, number, callback_data.ZONE_CITIES, into)
    if not rows:
        return choose_country(view, 0, wanted)
    return _going_on(view, bold(view.say("zones.city")), rows)


def found(view: View, now: datetime, zones: Sequence[str], wanted: str, *, named: bool) -> Screen:
    """What a typed city may mean, each with the time it is there; `named` if it says a country.

    The way to every country stands below: what was typed may be none of these.
    """
    buttons = []
    for zone in zones:
        country = country_of(zone) if named else ""
        label = _with_clock(view, now, City(zone, city_of(zone, view.edition.language)))
        buttons.append(
            Button(label, callback_data.ZONE(zone, *filter(None, [country]), back=wanted))
        )
    buttons.append(button(view, "another_country", callback_data.ZONE_COUNTRIES(0, back=wanted)))
    return _going_on(view, bold(view.say("zones.city")), one_each(buttons))


def clock(view: View, now: datetime, zone: str) -> str:
    """The time of day in a zone, as people of the region write it."""
    style = "h:mm a" if says_am_pm(view.habits) else "HH:mm"
    local = now.astimezone(ZoneInfo(zone))
    return format_time(local.time(), style, locale=view.locale)


def _with_clock(view: View, now: datetime, city: City) -> str:
    return f"{short(city.name, 24)}, {clock(view, now, city.zone)}"


def _going_on(view: View, text: str, rows: Rows) -> Screen:
    """The way back of these screens is where the person wanted to go, so it is no button here."""
    drawn = plain_screen(view, text, "", rows)
    own = [tuple(b for b in row if b.tap != view.back) for row in drawn.rows]
    return Screen(drawn.text, tuple(row for row in own if row))
