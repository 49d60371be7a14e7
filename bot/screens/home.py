"""The first screen, the menus, and what the bot says about itself."""

from bot import callback_data
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens.view import (
    TWO_FIT,
    View,
    button,
    in_pairs,
    one_each,
    plain_screen,
    two_a_row,
)

ENTRIES_ALONE, ENTRY_ROWS = 6, 6  # of a menu


def greeting(view: View) -> Screen:
    """What this is, that it is not medical advice, that reading stores nothing; then home."""
    return home(view, safe(view.say("home.greeting")))


def home(view: View, text: str = "") -> Screen:
    """First steps, what there is to read, what is one's own, and both ways to help in sight."""
    edition = view.edition
    menus = [
        button(view, menu.id, callback_data.MENU(menu.id)) for menu in edition.pack.reading_menus
    ]
    lists = [
        *([button(view, "medicines", callback_data.MEDICINES(0))] if edition.medicines else []),
        *([button(view, "words", callback_data.WORDS(0))] if edition.words else []),
    ]
    more = [
        button(view, "settings", callback_data.SETTINGS()),
        button(view, "about", callback_data.ABOUT()),
    ]
    rows = (
        *_first_steps(view),
        *in_pairs(menus, TWO_FIT),
        (
            button(view, "mine", callback_data.MINE()),
            button(view, "visits", callback_data.VISITS(0)),
        ),
        *in_pairs([button(view, "find", callback_data.FIND()), *lists, *more], TWO_FIT),
    )
    text = paragraphs(text, bold(view.say("home.title")))
    drawn = plain_screen(view, text, callback_data.HOME(), rows)
    *above, ways = drawn.rows
    talk = button(view, "talk", callback_data.TALK(back=callback_data.HOME()))
    return Screen(drawn.text, (*above, (talk, *ways)))


def _first_steps(view: View) -> Rows:
    """For somebody who has just been told; the pack says what that is."""
    page_id, _, section_id = view.edition.pack.first_steps.partition("/")
    if not page_id:
        return ()
    tap = callback_data.SECTION(page_id, section_id) if section_id else callback_data.PAGE(page_id)
    return ((button(view, "first_steps", callback_data.with_back(tap, callback_data.HOME())),),)


def mine(view: View) -> Screen:
    """What a person has of their own here; it says nothing of what there is."""
    here = callback_data.MINE()
    buttons = [
        button(view, "bookmarks", callback_data.BOOKMARKS(0, back=here)),
        button(view, "my_questions", callback_data.QUESTIONS(0, back=here)),
        button(view, "visits", callback_data.VISITS(0, back=here)),
        button(view, "reminders", callback_data.REMINDERS(0, back=here)),
        button(view, "my_data", callback_data.MY_DATA(back=here)),
    ]
    text = paragraphs(bold(view.say("buttons.mine")), safe(view.say("home.mine")))
    return plain_screen(view, text, here, one_each(buttons), callback_data.HOME())


def menu(view: View, menu_id: str) -> Screen:
    """The groups and pages of one menu, or the pages of a group; an unknown menu leads home."""
    pages = view.edition.menu(menu_id)
    if not pages:
        return home(view)
    pack, known = view.edition.pack, view.edition.pages
    entries = [
        button(view, entry, callback_data.MENU(entry))
        if entry in pack.lists
        else Button(known[entry].button, callback_data.PAGE(entry))
        for entry in pack.entries(menu_id)
    ]
    is_short = len(entries) <= ENTRIES_ALONE
    rows = one_each(entries) if is_short else two_a_row(entries, ENTRY_ROWS)
    if any(page in view.edition.comparable for page in pages):
        rows = (*rows, (button(view, "compare", callback_data.COMPARE()),))
    text = paragraphs(bold(view.say(f"buttons.{menu_id}")), safe(view.say(f"menus.{menu_id}")))
    parent = pack.above(menu_id)
    return plain_screen(
        view,
        text,
        callback_data.MENU(menu_id),
        rows,
        callback_data.MENU(parent) if parent else callback_data.HOME(),
    )


def about(view: View) -> Screen:
    """Help: what the bot can do, with a button for each, and who runs it."""
    here = callback_data.ABOUT()
    buttons = [
        button(view, "find", callback_data.FIND()),
        button(view, "mine", callback_data.MINE()),
        button(view, "news", callback_data.NEWS(0)),
        button(view, "settings", callback_data.SETTINGS()),
        button(view, "my_data", callback_data.MY_DATA(back=here)),
        button(view, "privacy", callback_data.PRIVACY(back=here)),
        Button(view.say("buttons.add_to_group"), url=view.group_link),
    ]
    text = paragraphs(
        bold(view.say("about.title")), safe(view.say("about.text")), _who_runs_it(view)
    )
    return plain_screen(view, text, here, in_pairs(buttons, TWO_FIT), callback_data.HOME())


def privacy(view: View) -> Screen:
    text = paragraphs(
        bold(view.say("privacy.title")), safe(view.say("privacy.text")), _who_runs_it(view)
    )
    rows = [button(view, "my_data", callback_data.MY_DATA(back=callback_data.PRIVACY()))]
    if view.host.privacy_url:
        rows.append(Button(view.say("buttons.privacy_page"), url=view.host.privacy_url))
    return plain_screen(view, text, callback_data.PRIVACY(), one_each(rows), callback_data.HOME())


def wrong(view: View, page_id: str) -> Screen:
    """Whom to tell of a mistake, and what the page is called there; nothing is sent from here."""
    host, page = view.host, view.edition.page(page_id)
    if not host.contact or page is None:
        return about(view)
    told = f"{page.id} ({view.edition.language})"
    text = paragraphs(
        bold(view.say("buttons.wrong")),
        safe(view.say("host.tell", contact=host.contact, page=told)),
        safe(view.say("host.no_names")),
    )
    ways = [Button(view.say("host.write"), url=host.link)] if host.link else []
    ways.append(Button(view.say("host.copy"), copies=told))
    return plain_screen(
        view, text, callback_data.WRONG(page_id), one_each(ways), callback_data.PAGE(page_id)
    )


def _who_runs_it(view: View) -> str:
    """The people behind this bot and how to reach them, as far as they have said so."""
    host = view.host
    return "\n".join(
        safe(line)
        for line in (
            view.say("host.name", name=host.name) if host.name else "",
            view.say("host.contact", contact=host.contact) if host.contact else "",
        )
        if line
    )


def moved(view: View) -> Screen:
    """An old or unknown button: say so, and hand out a fresh menu."""
    return home(view, safe(view.say("home.moved")))


def notice(view: View, key: str, **values: object) -> Screen:
    """One sentence and the way home: for a photo, an unknown command, a text that is too long."""
    return plain_screen(view, safe(view.say(key, **values)), "", ())
