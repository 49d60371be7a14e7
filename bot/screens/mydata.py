"""What is kept of a person: to see, to take along, to bring back, to delete."""

from collections.abc import Mapping

from bot import callback_data
from bot.screen import TEXT_LIMIT, Document, Screen, as_read, bold, paragraphs, safe
from bot.screens import kept
from bot.screens.kept import Tables
from bot.screens.view import View, ask_for_text, button, one_each, plain_screen, short

SHOWN = (5, 3, 1)  # of each list, the more the better
LINE = 70  # characters of one of them


def my_data(view: View, tables: Tables | None) -> Screen:
    """The things that are kept, by kind; None when nothing is."""
    if tables is None:
        text = paragraphs(bold(view.say("mydata.title")), safe(view.say("mydata.nothing")))
        back = ((button(view, "bring_back", callback_data.BRING_BACK()),),)
        return plain_screen(view, text, callback_data.MY_DATA(), back, callback_data.HOME())
    texts = [
        paragraphs(
            bold(view.say("mydata.title")),
            safe(_settings(view)),
            *_things(view, tables, most),
            safe(view.say("mydata.about")),
        )
        for most in SHOWN
    ]
    text = next((text for text in texts if len(as_read(text)) <= TEXT_LIMIT), texts[-1])
    buttons = [
        button(view, "my_files", callback_data.MY_FILES()),
        button(view, "bring_back", callback_data.BRING_BACK()),
        button(view, "delete", callback_data.DELETE(back=callback_data.MY_DATA())),
    ]
    return plain_screen(
        view, text, callback_data.MY_DATA(), one_each(buttons), callback_data.HOME()
    )


def files(view: View, documents: tuple[Document, ...]) -> Screen:
    text = safe(view.say("mydata.files"))
    return plain_screen(view, text, "", (), callback_data.MY_DATA(), documents=documents)


def ask_file(view: View, notice: str = "") -> Screen:
    asked = safe(view.say("mydata.send_file"))
    return ask_for_text(view, safe(notice), asked, parent=callback_data.MY_DATA())


def brought_back(view: View, counts: Mapping[str, int], more: list[str]) -> Screen:
    """How many of each kind are back; those that were here already are not counted."""
    lines = [view.count(f"mydata.{name}_back", n) for name, n in counts.items() if n]
    lines = lines or [view.say("mydata.all_here")]
    return plain_screen(view, safe("\n".join([*lines, *more])), "", (), callback_data.MY_DATA())


def refused(view: View, why: str) -> Screen:
    """A file that can't be brought back; nothing of it was kept, and another may be sent."""
    return ask_file(view, view.say(f"mydata.refused.{why}"))


def delete(view: View, tables: Tables | None) -> Screen:
    """What will go, the file of it first, and one confirmation."""
    if tables is None:
        return my_data(view, None)
    counts = {table: len(rows) for table, rows in tables.items()}
    text = paragraphs(
        bold(view.say("delete.title")), safe(listed(view, counts)), safe(view.say("delete.text"))
    )
    rows = [
        button(view, "my_files", callback_data.MY_FILES()),
        button(view, "delete_now", callback_data.DELETE_NOW()),
        button(view, "keep_all", callback_data.HOME()),
    ]
    return plain_screen(view, text, callback_data.DELETE(), one_each(rows), callback_data.MY_DATA())


def deleted(view: View) -> Screen:
    return plain_screen(view, safe(view.say("delete.done")), "", ())


def listed(view: View, counts: Mapping[str, int]) -> str:
    """One line for each kind of thing that is kept."""
    told = [
        view.count(f"mydata.{table}", n)
        for table, n in counts.items()
        if n and view.edition.texts.has(f"mydata.{table}.other")
    ]
    if view.team_number:
        told.insert(1, view.say("mydata.team_number", number=view.team_number))
    return "\n".join(f"• {line}" for line in told)


def _settings(view: View) -> str:
    return listed(view, {"people": 1})


def _things(view: View, tables: Tables, most: int) -> list[str]:
    """The first few of each list under its title, and how many more there are."""
    told = []
    for title, lines in kept.things(view, tables):
        shown = [f"• {safe(short(line, LINE))}" for line in lines[:most]]
        if len(lines) > most:
            shown.append(safe(view.count("mydata.more", len(lines) - most)))
        told.append("\n".join([bold(title), *shown]))
    return told
