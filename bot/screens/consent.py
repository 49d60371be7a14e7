"""The question before anything is kept of a person."""

from bot import callback_data as taps
from bot.screen import Screen, bold, paragraphs, safe
from bot.screens.home import home
from bot.screens.view import View, button, plain_screen


def ask(view: View, wanted: str) -> Screen:
    """What is kept, why and for how long; `wanted` is the tap that goes on after "Keep it"."""
    text = paragraphs(bold(view.say("consent.title")), safe(view.say("consent.text")))
    rows = (
        (button(view, "keep_it", taps.AGREE(back=wanted)),),
        (button(view, "not_now", taps.DECLINE(back=wanted)),),
    )
    return plain_screen(view, text, "", rows)


def declined(view: View) -> Screen:
    return home(view, safe(view.say("consent.declined")))
