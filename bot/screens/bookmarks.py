"""What a person saved: the list, one of them, and a message to pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot import callback_data
from bot.screen import TEXT_LIMIT, Button, Screen, as_read, bold, italic, link, paragraphs, safe
from bot.screens.study import saved_name, saved_state
from bot.screens.view import (
    View,
    ask_for_text,
    button,
    first_menu,
    one_each,
    pager,
    plain_screen,
    screen_of,
    share,
    short,
    whole,
)
from storage.records import Bookmark
from storage.study_answers import Card, Gone

BOOKMARKS_A_SCREEN = 5
NOTE_SHOWN = 100  # characters of a note beside something else
SHARED_AT_ONCE = 20
#: Of the studies among them, by bookmark id: the number, and what the register says today.
Studies = Mapping[int, tuple[int, Card | Gone | None]]
NO_STUDIES: Studies = {}


def bookmarks(
    view: View,
    shown: Sequence[Bookmark],
    number: int,
    count: int,
    changed: frozenset[int],
    studies: Studies = NO_STUDIES,
) -> Screen:
    """One screen of the list, by group; a changed text is marked."""
    if not count:
        text = paragraphs(bold(view.say("bookmarks.title")), safe(view.say("bookmarks.none")))
        return plain_screen(
            view, text, callback_data.BOOKMARKS(0), first_menu(view), callback_data.MINE()
        )
    number, screens, _ = screen_of(number, count, BOOKMARKS_A_SCREEN)
    here = callback_data.BOOKMARKS(number)
    parts = [bold(view.say("bookmarks.title"))]
    for kind in dict.fromkeys(bookmark.kind for bookmark in shown):
        titles = [
            _line(view, bookmark, changed, studies) for bookmark in shown if bookmark.kind == kind
        ]
        parts.append("\n".join([bold(view.say(f"bookmarks.kinds.{kind}")), *titles]))
    entries = [
        Button(
            _label(view, bookmark, changed, studies), callback_data.BOOKMARK(bookmark.id, back=here)
        )
        for bookmark in shown
    ]
    rows = (
        *one_each(entries),
        *pager(view, callback_data.BOOKMARKS, (), number, screens),
        (button(view, "share_all", callback_data.SHARE_BOOKMARKS()),),
    )
    return plain_screen(view, paragraphs(*parts), here, rows, callback_data.MINE())


def bookmark(
    view: View, bookmark: Bookmark, *, changed: bool, studies: Studies = NO_STUDIES
) -> Screen:
    """One of them: its note, what has changed in its text, and what can be done with it."""
    title = _name(view, bookmark, studies)
    _, known = studies.get(bookmark.id, (0, None))
    text = paragraphs(
        bold(title or view.say("bookmarks.gone_title")),
        "" if title else safe(view.say("bookmarks.gone")),
        safe(saved_state(view, known)) if known else "",
        safe(view.say("bookmarks.note", note=bookmark.note)) if bookmark.note else "",
        safe(_changes(view, bookmark)) if changed and title else "",
        italic(view.say("bookmarks.added", date=view.date(bookmark.added_at.date()))),
    )
    note = "change_note" if bookmark.note else "add_note"
    rows = [
        (
            button(
                view, "open" if title else "find_again", callback_data.OPEN_BOOKMARK(bookmark.id)
            ),
        ),
        (
            button(view, note, callback_data.NOTE(bookmark.id)),
            *([share(view, title)] if title else []),
        ),
        (
            button(view, "move_up", callback_data.MOVE_BOOKMARK(bookmark.id, "up")),
            button(view, "move_down", callback_data.MOVE_BOOKMARK(bookmark.id, "down")),
        ),
        (button(view, "remove", callback_data.REMOVE_BOOKMARK(bookmark.id)),),
    ]
    return plain_screen(
        view, text, callback_data.BOOKMARK(bookmark.id), tuple(rows), callback_data.BOOKMARKS(0)
    )


def just_saved(view: View, screen: Screen, bookmark: Bookmark) -> Screen:
    """The same screen: it says that this is saved, and a note can be added where one could share.

    What was saved long ago says so too, and keeps its note.
    """
    note = button(
        view, "change_note" if bookmark.note else "add_note", callback_data.NOTE(bookmark.id)
    )
    rows = tuple(tuple(note if b.shares else b for b in row) for row in screen.rows)
    said = italic(view.say("bookmarks.saved"))
    drawn = noted(view, screen, bookmark, said)
    if len(as_read(drawn.text)) > TEXT_LIMIT:
        drawn = noted(view, screen, bookmark)  # the star says it, too
    return replace(drawn, rows=rows)


def noted(view: View, screen: Screen, bookmark: Bookmark, said: str = "") -> Screen:
    """The same screen with the person's own note under its title."""
    title, _, rest = screen.text.partition("\n\n")
    note = (
        safe(view.say("bookmarks.note", note=short(bookmark.note, NOTE_SHOWN)))
        if bookmark.note
        else ""
    )
    return replace(screen, text=paragraphs(title, said, note, rest))


def removed(view: View, bookmark: Bookmark) -> Screen:
    rows = (
        (button(view, "undo", callback_data.RESTORE_BOOKMARK(bookmark.id)),),
        (button(view, "bookmarks", callback_data.BOOKMARKS(0)),),
    )
    return plain_screen(view, safe(view.say("bookmarks.removed")), "", rows)


def note_prompt(view: View, bookmark: Bookmark) -> Screen:
    return ask_for_text(
        view, safe(view.say("bookmarks.write_note")), parent=callback_data.BOOKMARK(bookmark.id)
    )


def shared(view: View, chosen: Sequence[Bookmark], studies: Studies = NO_STUDIES) -> Screen:
    """A message of its own to forward: titles and links, no note and no name."""
    lines = []
    for bookmark in chosen[:SHARED_AT_ONCE]:
        title = _name(view, bookmark, studies)
        if title:
            lines.append("• " + link(title, view.link(payload(bookmark))))
    if not lines:
        return plain_screen(view, safe(view.say("bookmarks.nothing_to_share")), "", fresh=True)
    text = paragraphs(
        bold(view.say("bookmarks.shared")),
        "\n".join(lines),
        safe(view.say("bookmarks.shared_note")),
    )
    return plain_screen(view, text, "", fresh=True)


def payload(bookmark: Bookmark) -> str:
    """The deep link's payload; words and medicines carry their kind."""
    if bookmark.kind in ("page", "section"):
        return bookmark.ref.replace("/", "__")
    return f"{bookmark.kind}__{bookmark.ref}"


def _line(view: View, bookmark: Bookmark, changed: frozenset[int], studies: Studies) -> str:
    note = f"\n   {italic(short(bookmark.note, NOTE_SHOWN))}" if bookmark.note else ""
    return f"• {safe(_title(view, bookmark, changed, studies))}{note}"


def _name(view: View, bookmark: Bookmark, studies: Studies) -> str | None:
    """What it is called; None where nothing of that name is there any more."""
    if bookmark.id in studies:
        return saved_name(view, *studies[bookmark.id])
    return view.edition.title_of(bookmark.kind, bookmark.ref)


def _title(view: View, bookmark: Bookmark, changed: frozenset[int], studies: Studies) -> str:
    title = _name(view, bookmark, studies) or view.say("bookmarks.gone_title")
    return view.say("bookmarks.changed", title=title) if bookmark.id in changed else title


def _label(view: View, bookmark: Bookmark, changed: frozenset[int], studies: Studies) -> str:
    """Where the names of a page and its section are too long together, that of the section."""
    title = _title(view, bookmark, changed, studies)
    page_id, _, section_id = bookmark.ref.partition("/")
    page = view.edition.page(page_id) if bookmark.kind == "section" else None
    return whole(title, title.removeprefix(f"{page.button}: ") if page and section_id else title)


def _changes(view: View, bookmark: Bookmark) -> str:
    """What the page's own list of changes says since the day it was saved."""
    page = (
        view.edition.page(bookmark.ref.partition("/")[0])
        if bookmark.kind in ("page", "section")
        else None
    )
    since: date = bookmark.added_at.date()
    lines = [change.what for change in (page.changes if page else ()) if change.on > since]
    return "\n".join([view.say("bookmarks.has_changed"), *(f"• {line}" for line in lines)])
