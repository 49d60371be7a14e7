"""The time zone: a guess to confirm by the local clock, or a country and a city to choose."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot import taps
from bot.domain.zones import City, cities, city_of, countries, guess_zone
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens.view import View, button, one_each, pager, plain_screen, screen_of, short

NAME_LIMIT = 34  # characters of a country or a city, which has a row of its own
HALF_DAY = ("US", "CA", "AU", "NZ")  # regions that say 2:20 pm


def ask(view: View, now: datetime, wanted: str) -> Screen:
    """ "Is it 14:20 where you are?"; `wanted` is the tap that goes on once the zone is known."""
    zone = guess_zone(view.edition.language, view.region)
    if zone is None:
        return choose_country(view, 0, wanted)
    text = paragraphs(
        bold(view.say("zones.title")),
        safe(view.say("zones.is_it", time=clock(view, now, zone))),
        safe(view.say("zones.why")),
    )
    rows = (
        (button(view, "zone_yes", taps.ZONE(zone, back=wanted)),),
        (button(view, "zone_no", taps.ZONE_COUNTRIES(0, back=wanted)),),
    )
    return plain_screen(view, text, "", rows)


def choose_country(view: View, number: int, wanted: str) -> Screen:
    every = countries(view.edition.language)
    number, screens, part = screen_of(number, len(every))
    entries = [
        Button(short(c.name, NAME_LIMIT), taps.ZONE_CITIES(c.code, 0, back=wanted))
        for c in every[part]
    ]
    text = paragraphs(bold(view.say("zones.country")), safe(view.say("zones.or_type")))
    rows = (*one_each(entries), *pager(view, taps.ZONE_COUNTRIES, (), number, screens))
    return _going_on(view, text, rows)


def choose_city(view: View, now: datetime, country: str, number: int, wanted: str) -> Screen:
    every = cities(country, view.edition.language)
    if not every:
        return choose_country(view, 0, wanted)
    number, screens, part = screen_of(number, len(every))
    rows = (
        *_cities(view, now, every[part], wanted),
        *pager(view, taps.ZONE_CITIES, (country,), number, screens),
    )
    return _going_on(view, bold(view.say("zones.city")), rows)


def found(view: View, now: datetime, zones: Sequence[str], wanted: str) -> Screen:
    """What a typed city may mean, each with the time it is there."""
    if not zones:
        return choose_country(view, 0, wanted)
    every = [City(zone, city_of(zone, view.edition.language)) for zone in zones]
    return _going_on(view, bold(view.say("zones.city")), _cities(view, now, every, wanted))


def clock(view: View, now: datetime, zone: str) -> str:
    """The time of day in a zone, as people of the region write it."""
    style = "h:mm a" if view.region in HALF_DAY else "HH:mm"
    local = now.astimezone(ZoneInfo(zone))
    return format_time(local.time(), style, locale=view.edition.language)


def _cities(
    view: View, now: datetime, every: Sequence[City], wanted: str
) -> tuple[tuple[Button, ...], ...]:
    labels = [(c.zone, f"{short(c.name, 24)}, {clock(view, now, c.zone)}") for c in every]
    return one_each([Button(label, taps.ZONE(zone, back=wanted)) for zone, label in labels])


def _going_on(view: View, text: str, rows: tuple[tuple[Button, ...], ...]) -> Screen:
    """The way back of these screens is where the person wanted to go, so it is no button here."""
    drawn = plain_screen(view, text, "", rows)
    own = [tuple(b for b in row if b.tap != view.back) for row in drawn.rows]
    return Screen(drawn.text, tuple(row for row in own if row))
