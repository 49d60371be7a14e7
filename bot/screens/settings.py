"""Language, region and length of text."""

from bot import taps
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens.view import View, in_pairs, one_each, plain_screen

CHOICES = ("language", "region", "text_length")


def settings(view: View, done: str = "") -> Screen:
    """What is set now, each line a button that changes it."""
    rows = one_each(
        [
            Button(view.say(f"settings.{name}", value=_value(view, name)), taps.CHOOSE(name))
            for name in CHOICES
        ]
    )
    text = paragraphs(safe(done), bold(view.say("settings.title")), safe(view.say("settings.text")))
    return plain_screen(view, text, taps.SETTINGS(), rows, taps.HOME())


def choose(view: View, name: str) -> Screen:
    """The values of one setting; the one in use carries a tick."""
    if name not in CHOICES:
        return settings(view)
    now = _now(view, name)
    buttons = [
        Button(f"✓ {label}" if value == now else label, taps.SET(name, value))
        for value, label in options(view, name).items()
    ]
    text = paragraphs(
        bold(view.say(f"settings.choose_{name}")), safe(view.say(f"settings.about_{name}"))
    )
    return plain_screen(view, text, taps.CHOOSE(name), in_pairs(buttons), taps.SETTINGS())


def options(view: View, name: str) -> dict[str, str]:
    """Every value of a setting with its label."""
    if name == "language":
        return {language.id: language.name for language in view.edition.pack.languages}
    if name == "region":
        return {code: view.say(f"regions.{code}") for code in view.edition.regions}
    return {value: view.say(f"settings.{value}") for value in ("short", "full")}


def _now(view: View, name: str) -> str:
    now = {"language": view.edition.language, "region": view.region}
    return now.get(name, view.text_length)


def _value(view: View, name: str) -> str:
    return options(view, name).get(_now(view, name), "")
