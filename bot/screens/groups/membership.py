"""What the bot says when it comes into a group, or when its place there changes."""

from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens.groups.settings import privately
from bot.screens.view import View


def hello(view: View, group_id: int, *, is_admin: bool, known: bool) -> Screen:
    """What to do first, what it can do, and that it hears only what is meant for it."""
    text = paragraphs(
        bold(view.say("arrivals.hello")),
        safe(view.say("arrivals.text")),
        safe(view.say("arrivals.not_as_admin" if is_admin else "arrivals.hears")),
        safe(view.say("arrivals.settings_kept")) if known else "",
    )
    start = Button(view.say("buttons.in_private"), url=view.link("start"))
    return Screen(text, ((privately(view, group_id),), (start,)))


def made_admin(view: View) -> Screen:
    return Screen(safe(view.say("arrivals.not_as_admin")))


def can_write_again(view: View, count: int) -> Screen:
    return Screen(safe(view.count("arrivals.can_write_again", count)))
