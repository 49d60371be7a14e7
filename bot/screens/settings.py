"""Language, region, length of text, and how reminders arrive."""

from collections.abc import Mapping

from bot import callback_data
from bot.domain.time_zones import city_of
from bot.regions import ELSEWHERE, UNKNOWN
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import countries
from bot.screens.view import View, in_pairs, one_each, plain_screen

CHOICES = ("language", "region", "text_length", "topic", "follow_ups")
Values = Mapping[str, str]  # what each choice is set to now


def settings(view: View, now: Values, zone: str | None, notice: str = "") -> Screen:
    """What is set now, each line a button that changes it."""
    lines = [
        Button(
            view.say(f"settings.{name}", value=_label(view, name, now[name])),
            callback_data.CHOOSE(name),
        )
        for name in CHOICES
    ]
    city = city_of(zone, view.edition.language) if zone else view.say("settings.no_zone")
    label = view.say("settings.time_zone", value=city)
    lines.append(Button(label, callback_data.ZONE_COUNTRIES(0, back=callback_data.SETTINGS())))
    kept = "settings.team_number" if view.team_number else "settings.no_team_number"
    lines.append(Button(view.say(kept), callback_data.TEAM_NUMBER(back=callback_data.SETTINGS())))
    text = paragraphs(
        safe(notice), bold(view.say("settings.title")), safe(view.say("settings.text"))
    )
    return plain_screen(view, text, callback_data.SETTINGS(), one_each(lines), callback_data.HOME())


def choose(view: View, name: str, now: Values, number: int = 0) -> Screen:
    """The values of one setting; the one in use carries a tick."""
    text = paragraphs(
        bold(view.say(f"settings.choose_{name}")), safe(view.say(f"settings.about_{name}"))
    )
    rows = in_pairs(_values(view, name, now))
    if name == "region":
        rows = countries.choose(
            view,
            number,
            lambda code: callback_data.SET(name, code),
            (callback_data.CHOOSE, name),
            (ELSEWHERE, UNKNOWN),
            now[name],
        )
    return plain_screen(view, text, callback_data.CHOOSE(name), rows, callback_data.SETTINGS())


def _label(view: View, name: str, value: str) -> str:
    """What a value is called; a country of which this pack knows nothing has its name still."""
    return view.say(f"regions.{value}") if name == "region" else options(view, name)[value]


def _values(view: View, name: str, now: Values) -> list[Button]:
    return [
        Button(f"✓ {label}" if value == now[name] else label, callback_data.SET(name, value))
        for value, label in options(view, name).items()
    ]


def options(view: View, name: str) -> dict[str, str]:
    """Every value of a setting with its label."""
    if name == "language":
        return {language.id: language.name for language in view.edition.pack.languages}
    if name == "region":
        return {code: view.say(f"regions.{code}") for code in view.edition.regions}
    values = {"text_length": ("short", "full"), "topic": ("hidden", "shown")}
    return {v: view.say(f"settings.values.{v}") for v in values.get(name, ("yes", "no"))}
