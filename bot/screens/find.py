"""What was found for typed words. The words themselves are not shown again, kept or logged."""

from collections.abc import Sequence

from bot import taps
from bot.library.search import Hit
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import names
from bot.screens.reading import asked_on
from bot.screens.view import View, first_menu, one_each, plain_screen, short

RESULT_LIMIT = 40  # characters of a result, which has a row of its own


def prompt(view: View) -> Screen:
    text = paragraphs(bold(view.say("find.title")), safe(view.say("find.prompt")))
    return plain_screen(view, text, taps.FIND(), (), taps.HOME())


def results(view: View, hits: Sequence[Hit]) -> Screen:
    rows = one_each([_result(view, hit) for hit in hits])
    return plain_screen(view, bold(view.say("find.found")), "", rows)


def nothing(view: View, nearest: Sequence[Hit]) -> Screen:
    """Kind words, the nearest things there are, and the menus."""
    rows = one_each([_result(view, hit) for hit in nearest])
    said = "find.nearest" if nearest else "find.nothing"
    return plain_screen(view, safe(view.say(said)), "", (*rows, *first_menu(view)))


def _result(view: View, hit: Hit) -> Button:
    edition = view.edition
    match hit.kind:
        case "page":
            return Button(edition.pages[hit.id].button, taps.PAGE(hit.id))
        case "section":
            page_id, _, section_id = hit.id.partition("/")
            page = edition.pages[page_id]
            part = page.section(section_id)
            label = f"{page.button}: {part.title if part else ''}"
            return Button(short(label, RESULT_LIMIT), taps.SECTION(page_id, section_id))
        case "medicine":
            return Button(names.label(edition.medicines[hit.id]), taps.MEDICINE(hit.id))
        case "word":
            label = view.say("find.word", word=edition.words[hit.id].word)
            return Button(short(label, RESULT_LIMIT), taps.WORD(hit.id))
        case "question":
            label = view.say("find.question", question=edition.questions[hit.id].text)
            return Button(
                short(label, RESULT_LIMIT), taps.PAGE_QUESTIONS(*asked_on(edition, hit.id))
            )
