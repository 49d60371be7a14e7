"""The number that a team gave a person: first where help is urgent, and how it is kept."""

from bot import callback_data
from bot.domain.phone import stands_alone
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens.view import View, button, plain_screen


def number(view: View) -> str:
    """The number under its heading, plain, so that Telegram makes it one to tap; or nothing."""
    if view.team_number is None:
        return ""
    return f"{bold(view.say('team.title'))}\n{safe(view.team_number)}"


def ways(view: View, here: str, *beside: Button) -> Rows:
    """Keep a number, or change and copy the one that is kept; `beside` stands in the same row."""
    to_number = callback_data.TEAM_NUMBER(back=here)
    if view.team_number is None:
        return ((button(view, "add_team_number", to_number), *beside),)
    change = button(view, "change_number", to_number)
    if not stands_alone(view.team_number):
        return ((change, *beside),)
    return ((Button(view.say("buttons.copy_number"), copies=view.team_number), change, *beside),)


def way(view: View, here: str) -> Button:
    """The one that helps most, where there is room for one: keep a number, or copy the one kept."""
    first, *_ = ways(view, here)[0]
    return first


def ask(view: View, notice: str = "") -> Screen:
    """What is kept now; a number that is typed while this is open takes its place."""
    kept = view.team_number is not None
    text = paragraphs(
        safe(notice),
        number(view) or bold(view.say("team.title")),
        safe(view.say("team.change" if kept else "team.write")),
        safe(view.say("typed.cancel")),
    )
    rows = (
        ((button(view, "remove", callback_data.REMOVE_TEAM_NUMBER(back=view.back)),),)
        if kept
        else ()
    )
    return plain_screen(view, text, callback_data.TEAM_NUMBER(), rows, callback_data.SETTINGS())


def kept(view: View) -> Screen:
    """The number as it will be shown, to be compared with the team's own."""
    text = paragraphs(safe(view.say("team.kept")), number(view), safe(view.say("team.compare")))
    rows = ways(view, callback_data.SETTINGS())
    return plain_screen(view, text, callback_data.TEAM_NUMBER(), rows, callback_data.SETTINGS())


def removed(view: View, number: str) -> Screen:
    """It is not kept any more; who removed it by mistake sees it once again."""
    text = safe(view.say("team.removed", number=number))
    rows = ways(view, callback_data.SETTINGS())
    return plain_screen(view, text, callback_data.TEAM_NUMBER(), rows, callback_data.SETTINGS())
