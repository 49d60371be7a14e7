"""The question before anything is kept of a person."""

from bot import callback_data
from bot.screen import Screen, bold, paragraphs, safe
from bot.screens.home import home
from bot.screens.view import View, button, plain_screen

KINDS = {"p": "page", "s": "section", "w": "word", "m": "medicine"}  # as a star spells them
#: What is about to be kept, by the button that was tapped.
ASKED = {
    **dict.fromkeys(
        (callback_data.VISIT_MONTH, callback_data.VISIT_DAY, callback_data.VISIT_TIME),
        "consent.visit",
    ),
    **dict.fromkeys((callback_data.VISIT_OTHER_TIME, callback_data.SAVE_VISIT), "consent.visit"),
    **dict.fromkeys((callback_data.ADD_QUESTION, callback_data.WRITE_QUESTION), "consent.question"),
    **dict.fromkeys(
        (callback_data.NEW_REMINDER, callback_data.WHEN, callback_data.SET_WHEN), "consent.reminder"
    ),
    **dict.fromkeys(
        (callback_data.SET, callback_data.LIVE_IN, callback_data.ZONE_COUNTRIES), "consent.setting"
    ),
    callback_data.TEAM_NUMBER: "consent.number",
}


def ask(view: View, wanted: str) -> Screen:
    """What is kept, why and for how long; `wanted` is the tap that goes on once they agree."""
    text = paragraphs(bold(_question(view, wanted)), safe(view.say("consent.text")))
    rows = (
        (button(view, "keep_it", callback_data.AGREE(back=wanted)),),
        (button(view, "not_now", callback_data.DECLINE(back=wanted)),),
    )
    return plain_screen(view, text, "", rows)


def declined(view: View) -> Screen:
    return home(view, safe(view.say("consent.declined")))


def _question(view: View, wanted: str) -> str:
    """Names what is to be saved, where the button says that."""
    tapped = callback_data.decode(wanted)
    if tapped and tapped.tap == callback_data.KEEP and tapped.args:
        kind = KINDS.get(tapped.args[0], "page")
        title = view.edition.title_of(kind, "/".join(tapped.args[1:3]))
        if title:
            return view.say("consent.save", title=title)
    return view.say(ASKED.get(tapped.tap, "consent.title") if tapped else "consent.title")
