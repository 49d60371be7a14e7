"""What was found for typed words. The words themselves are not shown again, kept or logged."""

from collections.abc import Sequence

from bot import callback_data as taps
from bot.library.model.library import TALK, URGENT
from bot.library.search.search import Hit
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import glossary
from bot.screens.reading import asked_on
from bot.screens.view import ROW_LIMIT, View, button, one_each, plain_screen, short, whole

A_SENTENCE = 4  # words


def prompt(view: View) -> Screen:
    text = paragraphs(bold(view.say("find.title")), safe(view.say("find.prompt")))
    return plain_screen(view, text, taps.FIND(), (), taps.HOME())


def results(view: View, hits: Sequence[Hit]) -> Screen:
    rows = one_each([result(view, hit) for hit in hits])
    return plain_screen(view, bold(view.say("find.found")), "", rows)


def nothing(view: View, nearest: Sequence[Hit], words: int = 1) -> Screen:
    """Kind words, the two ways to help, the nearest things there are, and the menus.

    Nobody who has typed a sentence is told to try one word.
    """
    helps = [button(view, page_id, taps.PAGE(page_id)) for page_id in (URGENT, TALK)]
    menus = [button(view, menu.id, taps.MENU(menu.id)) for menu in view.edition.pack.reading_menus]
    rows = one_each([*helps, *(result(view, hit) for hit in nearest), *menus])
    if nearest:
        notice = view.say("find.nearest")
    else:
        notice = view.say("find.nothing" if words < A_SENTENCE else "find.no_answer")
    return plain_screen(view, safe(notice), "", rows)


def result(view: View, hit: Hit) -> Button:
    edition = view.edition
    match hit.kind:
        case "page":
            return Button(edition.pages[hit.id].button, taps.PAGE(hit.id))
        case "section":
            page_id, _, section_id = hit.id.partition("/")
            page = edition.pages[page_id]
            part = page.section(section_id)
            title = part.title if part else ""
            label = whole(f"{page.button}: {title}", title)
            return Button(label, taps.SECTION(page_id, section_id))
        case "medicine":
            return Button(glossary.label(edition.medicines[hit.id]), taps.MEDICINE(hit.id))
        case "word":
            word = edition.words[hit.id].word
            return Button(whole(view.say("find.word", word=word), word), taps.WORD(hit.id))
        case "question":
            label = view.say("find.question", question=edition.questions[hit.id].text)
            return Button(short(label, ROW_LIMIT), taps.PAGE_QUESTIONS(*asked_on(edition, hit.id)))
