"""The first screen, the menus, and what the bot says about itself."""

from bot import callback_data as taps
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens.view import View, button, in_pairs, one_each, plain_screen


def greeting(view: View) -> Screen:
    """What this is, that it is not medical advice, that reading stores nothing; then home."""
    return home(view, safe(view.say("home.greeting")))


def home(view: View, text: str = "") -> Screen:
    pack, edition = view.edition.pack, view.edition
    menus = [button(view, menu.id, taps.MENU(menu.id)) for menu in pack.reading_menus]
    own = [
        button(view, "bookmarks", taps.BOOKMARKS(0)),
        button(view, "my_questions", taps.QUESTIONS(0)),
        button(view, "visits", taps.VISITS(0)),
        button(view, "reminders", taps.REMINDERS(0)),
    ]
    more = [
        *([button(view, "medicines", taps.MEDICINES(0))] if edition.medicines else []),
        *([button(view, "words", taps.WORDS(0))] if edition.words else []),
        button(view, "find", taps.FIND()),
        button(view, "talk", taps.TALK(back=taps.HOME())),
        button(view, "settings", taps.SETTINGS()),
        button(view, "about", taps.ABOUT()),
    ]
    rows = (*one_each(menus), *in_pairs(own), *in_pairs(more))
    text = paragraphs(text, bold(view.say("home.title")))
    return plain_screen(view, text, taps.HOME(), rows)


def menu(view: View, menu_id: str) -> Screen:
    """The pages of one menu; an unknown menu leads home."""
    pages = view.edition.menu(menu_id)
    if not pages:
        return home(view)
    rows = one_each([Button(page.button, taps.PAGE(page.id)) for page in pages])
    if any(page in view.edition.comparable for page in pages):
        rows = (*rows, (button(view, "compare", taps.COMPARE()),))
    text = paragraphs(bold(view.say(f"buttons.{menu_id}")), safe(view.say(f"menus.{menu_id}")))
    return plain_screen(view, text, taps.MENU(menu_id), rows, taps.HOME())


def about(view: View) -> Screen:
    """Help: what the bot can do and how to ask it."""
    rows = (
        (button(view, "privacy", taps.PRIVACY(back=taps.ABOUT())),),
        (button(view, "my_data", taps.MY_DATA(back=taps.ABOUT())),),
    )
    text = paragraphs(bold(view.say("about.title")), safe(view.say("about.text")))
    return plain_screen(view, text, taps.ABOUT(), rows, taps.HOME())


def privacy(view: View) -> Screen:
    text = paragraphs(bold(view.say("privacy.title")), safe(view.say("privacy.text")))
    return plain_screen(view, text, taps.PRIVACY(), (), taps.HOME())


def moved(view: View) -> Screen:
    """An old or unknown button: say so, and hand out a fresh menu."""
    return home(view, safe(view.say("home.moved")))


def notice(view: View, key: str, **values: object) -> Screen:
    """One sentence and the way home: for a photo, an unknown command, a text that is too long."""
    return plain_screen(view, safe(view.say(key, **values)), "", ())
