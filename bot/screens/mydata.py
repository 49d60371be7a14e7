"""What is kept of a person: to see, to take along, to bring back, to delete."""

from collections.abc import Mapping

from bot import callback_data as taps
from bot.screen import Document, Screen, bold, paragraphs, safe
from bot.screens.view import View, ask_for_text, button, plain_screen


def my_data(view: View, counts: Mapping[str, int] | None) -> Screen:
    """How much is kept, by kind; None when nothing is."""
    if counts is None:
        text = paragraphs(bold(view.say("mydata.title")), safe(view.say("mydata.nothing")))
        back = ((button(view, "bring_back", taps.BRING_BACK()),),)
        return plain_screen(view, text, taps.MY_DATA(), back, taps.HOME())
    text = paragraphs(
        bold(view.say("mydata.title")),
        safe(listed(view, counts)),
        safe(view.say("mydata.about")),
    )
    buttons = (
        (button(view, "my_files", taps.MY_FILES()),),
        (button(view, "bring_back", taps.BRING_BACK()),),
        (button(view, "delete", taps.DELETE(back=taps.MY_DATA())),),
    )
    return plain_screen(view, text, taps.MY_DATA(), buttons, taps.HOME())


def files(view: View, documents: tuple[Document, ...]) -> Screen:
    text = safe(view.say("mydata.files"))
    return plain_screen(view, text, "", (), taps.MY_DATA(), documents=documents)


def ask_file(view: View) -> Screen:
    return ask_for_text(view, safe(view.say("mydata.send_file")), parent=taps.MY_DATA())


def brought_back(view: View, bookmarks: int, questions: int, more: list[str]) -> Screen:
    lines = [
        view.count("mydata.bookmarks_back", bookmarks),
        view.count("mydata.questions_back", questions),
        *more,
    ]
    return plain_screen(view, safe("\n".join(lines)), "", (), taps.MY_DATA())


def refused(view: View, why: str) -> Screen:
    """A file that can't be brought back; nothing of it was kept."""
    return plain_screen(view, safe(view.say(f"mydata.refused.{why}")), "", (), taps.MY_DATA())


def delete(view: View, counts: Mapping[str, int] | None) -> Screen:
    """What will go, and one confirmation."""
    if counts is None:
        return my_data(view, None)
    text = paragraphs(
        bold(view.say("delete.title")), safe(listed(view, counts)), safe(view.say("delete.text"))
    )
    rows = (
        (button(view, "delete_now", taps.DELETE_NOW()),),
        (button(view, "keep_all", taps.HOME()),),
    )
    return plain_screen(view, text, taps.DELETE(), rows, taps.HOME())


def deleted(view: View) -> Screen:
    return plain_screen(view, safe(view.say("delete.done")), "", ())


def listed(view: View, counts: Mapping[str, int]) -> str:
    """One line for each kind of thing that is kept."""
    kept = [
        view.count(f"mydata.{table}", n)
        for table, n in counts.items()
        if n and view.edition.texts.has(f"mydata.{table}.other")
    ]
    if view.team_number:
        kept.insert(1, view.say("mydata.team_number", number=view.team_number))
    return "\n".join(f"• {one}" for one in kept)
