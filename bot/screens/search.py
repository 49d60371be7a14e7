"""What was found for typed words. The words are shown again; they are not kept or logged."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import callback_data
from bot.domain.date_parser import Moment
from bot.library.model.library import TALK, URGENT
from bot.library.search.hits import Hit
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import calendar, glossary
from bot.screens.reading import asked_on
from bot.screens.view import ROW_LIMIT, View, button, one_each, plain_screen, short, whole
from bot.screens.visits import NEW

A_SENTENCE = 4  # words
ROWS = 7  # results on one screen, besides the way out
SHOWN = 60  # characters of what was typed
SEPARATORS = re.compile(r"[:|\s]+")  # what means something in the data of a button
#: Screens of the bot that people ask for, by their name in `find.screens`: label and tap.
SCREENS = {
    "delete": ("delete", callback_data.DELETE()),
    "my-data": ("my_data", callback_data.MY_DATA()),
    "reminders": ("reminders", callback_data.REMINDERS(0)),
    "visits": ("visits", callback_data.VISITS(0)),
    "questions": ("my_questions", callback_data.QUESTIONS(0)),
    "bookmarks": ("bookmarks", callback_data.BOOKMARKS(0)),
    "settings": ("settings", callback_data.SETTINGS()),
    "privacy": ("privacy", callback_data.PRIVACY()),
    "about": ("about", callback_data.ABOUT()),
    "team": ("add_team_number", callback_data.TEAM_NUMBER()),
    "feedback": ("about", callback_data.ABOUT()),  # it says who runs the bot, and how to reach them
}
STUDIES = "findtrials"


def prompt(view: View) -> Screen:
    text = paragraphs(bold(view.say("find.title")), safe(view.say("find.prompt")))
    return plain_screen(view, text, callback_data.FIND(), (), callback_data.HOME())


def results(view: View, typed: str, hits: Sequence[Hit], first: Sequence[Button] = ()) -> Screen:
    """What was found, after what the words ask of the bot itself."""
    back = results_tap(typed)
    buttons = [_kept_open(result(view, hit), number, back) for number, hit in enumerate(hits)]
    rows = one_each([*first, *buttons][:ROWS])
    text = bold(view.say("find.found", typed=short(typed.strip(), SHOWN)))
    return plain_screen(view, text, back, rows)


def results_tap(typed: str) -> str:
    """The tap that shows the results again; "" where what was typed does not fit into a button."""
    spelled = SEPARATORS.sub(" ", typed).strip()
    wire = f"{callback_data.FOUND.verb}:{ROWS}:{spelled}"
    fits = len(wire.encode()) <= callback_data.WIRE_LIMIT
    return callback_data.RESULTS(spelled) if fits else ""


def screens(view: View, names: Sequence[str]) -> list[Button]:
    """The ways to screens of the bot itself."""
    ways = {name: button(view, *way) for name, way in SCREENS.items()}
    if view.edition.pack.finder and view.has_studies:
        ways[STUDIES] = Button(view.say("finder.look"), callback_data.FINDER())
    return list(dict.fromkeys(ways[name] for name in names if name in ways))


def appointment(view: View, moment: Moment) -> Button:
    """Offers to add what was typed; a moment that may mean two is asked for by its day."""
    tap = callback_data.VISIT_DAY(NEW, calendar.spell_day(moment.on))
    if moment.at and not moment.otherwise:
        local = datetime.combine(moment.on, moment.at)
        tap = callback_data.VISIT_TIME(NEW, calendar.spell_moment(local))
    return button(view, "add_typed_visit", tap)


def nothing(view: View, typed: str, nearest: Sequence[Hit]) -> Screen:
    """Kind words, the two ways to help, the nearest things there are, and the menus.

    Nobody who has typed a sentence is told to try one word.
    """
    helps = [button(view, page_id, callback_data.PAGE(page_id)) for page_id in (URGENT, TALK)]
    menus = [
        button(view, menu.id, callback_data.MENU(menu.id))
        for menu in view.edition.pack.reading_menus
    ]
    rows = one_each([*helps, *(result(view, hit) for hit in nearest), *menus])
    key = "nothing" if len(typed.split()) < A_SENTENCE else "no_answer"
    notice = view.say(f"find.{'nearest' if nearest else key}", typed=short(typed.strip(), SHOWN))
    return plain_screen(view, safe(notice), "", rows)


def result(view: View, hit: Hit) -> Button:
    edition = view.edition
    match hit.kind:
        case "page" if hit.id in (URGENT, TALK):
            return button(view, hit.id, callback_data.PAGE(hit.id))
        case "page":
            return Button(edition.pages[hit.id].button, callback_data.PAGE(hit.id))
        case "section":
            page_id, _, section_id = hit.id.partition("/")
            page = edition.pages[page_id]
            part = page.section(section_id)
            title = part.title if part else ""
            label = whole(f"{page.button}: {title}", title)
            return Button(label, callback_data.SECTION(page_id, section_id))
        case "medicine":
            return Button(glossary.label(edition.medicines[hit.id]), callback_data.MEDICINE(hit.id))
        case "word":
            word = edition.words[hit.id].word
            return Button(whole(view.say("find.word", word=word), word), callback_data.WORD(hit.id))
        case "question":
            label = view.say("find.question", question=edition.questions[hit.id].text)
            return Button(
                short(label, ROW_LIMIT), callback_data.PAGE_QUESTIONS(*asked_on(edition, hit.id))
            )


def _kept_open(result: Button, number: int, back: str) -> Button:
    """The same button, but what it opens leads back to the results, where that fits into it."""
    typed = back.partition(":")[2]
    is_help = result.tap in (
        callback_data.PAGE(URGENT),
        callback_data.PAGE(TALK),
    )  # one button to it is enough
    return (
        replace(result, tap=callback_data.FOUND(number, typed)) if back and not is_help else result
    )
