"""The question before anything is kept of a person."""

from bot import callback_data as taps
from bot.screen import Screen, bold, paragraphs, safe
from bot.screens.home import home
from bot.screens.view import View, button, plain_screen

KINDS = {"p": "page", "s": "section", "w": "word", "m": "medicine"}  # as a star spells them
#: What is about to be kept, by the button that was tapped.
ASKED = {
    **dict.fromkeys((taps.VISIT_MONTH, taps.VISIT_DAY, taps.VISIT_TIME), "consent.visit"),
    **dict.fromkeys((taps.VISIT_OTHER_TIME, taps.SAVE_VISIT), "consent.visit"),
    **dict.fromkeys((taps.ADD_QUESTION, taps.WRITE_QUESTION), "consent.question"),
    **dict.fromkeys((taps.NEW_REMINDER, taps.WHEN, taps.SET_WHEN), "consent.reminder"),
    **dict.fromkeys((taps.SET, taps.LIVE_IN, taps.ZONE_COUNTRIES), "consent.setting"),
    taps.TEAM_NUMBER: "consent.number",
}


def ask(view: View, wanted: str) -> Screen:
    """What is kept, why and for how long; `wanted` is the tap that goes on once they agree."""
    text = paragraphs(bold(_question(view, wanted)), safe(view.say("consent.text")))
    rows = (
        (button(view, "keep_it", taps.AGREE(back=wanted)),),
        (button(view, "not_now", taps.DECLINE(back=wanted)),),
    )
    return plain_screen(view, text, "", rows)


def declined(view: View) -> Screen:
    return home(view, safe(view.say("consent.declined")))


def _question(view: View, wanted: str) -> str:
    """Names what is to be saved, where the button says that."""
    tapped = taps.decode(wanted)
    if tapped and tapped.tap == taps.KEEP and tapped.args:
        kind = KINDS.get(tapped.args[0], "page")
        title = view.edition.title_of(kind, "/".join(tapped.args[1:3]))
        if title:
            return view.say("consent.save", title=title)
    return view.say(ASKED.get(tapped.tap, "consent.title") if tapped else "consent.title")
