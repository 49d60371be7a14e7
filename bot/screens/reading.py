"""Pages, their sections, and everything one tap away from them."""

from collections.abc import Container
from dataclasses import replace

from bot import callback_data
from bot.library.model.library import TALK, URGENT, Edition
from bot.library.model.models import HelpPage, Page, Section
from bot.screen import TEXT_LIMIT, Button, Rows, Screen, as_read, bold, italic, paragraphs, safe
from bot.screens import feedback, page_links
from bot.screens import help as help_screens
from bot.screens.home import home
from bot.screens.prose import as_html, cited
from bot.screens.sources import of_picture, of_section, stamp
from bot.screens.view import (
    TWO_FIT,
    View,
    button,
    in_pairs,
    in_threes,
    one_each,
    pager,
    plain_screen,
    screen_of,
    share,
    star,
    two_a_row,
)

QUESTIONS_A_SCREEN = 4
RELATED_ROWS = 6
SECTION_ROWS = 5  # of two sections each: with what stands below them there are eight rows
IF_NEW, MAIN, MORE = "n", "t", "m"  # the layers of a section


def page(view: View, page_id: str, number: int = 0, *, saved: bool = False) -> Screen:
    """A page's summary, how its first part begins, and the ways into it; unknown leads home."""
    page = view.edition.page(page_id)
    if page is None:
        return missing(view)
    if isinstance(page, HelpPage):
        return help_screens.help_page(view, page, view.region)
    also = view.say("page.also", names=", ".join(page.also_called)) if page.also_called else ""
    head, checked = bold(page.title), italic(stamp(view, page))
    text = paragraphs(head, safe(page.summary), safe(also), _beginning(page), checked)
    if len(as_read(text)) > TEXT_LIMIT:
        text = paragraphs(head, safe(page.summary), safe(also), checked)
    number, here = (
        screen_of(number, len(page.sections), _size(view, page))[0],
        callback_data.PAGE(page.id),
    )
    rows = (
        *_sections(view, page, number),
        *page_links.look_for_studies(view, page),
        *in_threes(
            [
                *page_links.references(view, page, ("page", page.id), here),
                *page_links.questions(view, page),
                *page_links.remind_me(view, page),
                star(view, "p", page.id, saved=saved),
                share(view, page.title),
            ]
        ),
    )
    parent = callback_data.MENU(view.edition.pack.above(page.id))
    return plain_screen(view, text, _page(page, number), rows, parent)


def section(
    view: View,
    page_id: str,
    section_id: str,
    layer: str = "",
    *,
    saved: bool = False,
    version: str = "",
    notice: str = "",
) -> Screen:
    """One section of a page, in the layer asked for or the one that the person prefers.

    With its `version`, a page asks at its end whether it was helpful; `notice` answers the answer.
    """
    this_page = view.edition.page(page_id)
    part = this_page.section(section_id) if this_page else None
    if this_page is None or part is None:
        return page(view, page_id)
    if part.ask_first and layer not in (IF_NEW, MAIN, MORE):
        return _asks_first(view, this_page, part)
    layer = _layer(view, part, layer)
    body = {IF_NEW: part.if_new, MAIN: part.text, MORE: part.more}[layer] or part.text
    here = callback_data.SECTION(page_id, section_id, layer)
    heading = f"{bold(this_page.title)}\n{bold(part.title)}"
    body_html = as_html(body, cited(this_page.sources, [body]))
    place = of_section(this_page.id, part.id, layer)
    ways = (*_next_section(view, this_page, part), *_ways_on(view, this_page, part, layer, body))
    if isinstance(this_page, HelpPage):  # whom to call stands first, and nothing leads away from it
        text = paragraphs(heading, help_screens.number(view, this_page), body_html)
        rows = (*ways, *one_each([page_links.sources_button(view, place, here)]))
    else:
        asks = bool(version) and feedback.is_asked(this_page, part)
        asked = view.say("helpful.question") if asks else view.say(notice) if notice else ""
        text = paragraphs(heading, body_html, italic(asked) if asked else "")
        starred = star(view, "s", this_page.id, part.id, layer, saved=saved)
        answers = feedback.answers(view, this_page, layer, version) if asks else ()
        beside = page_links.references(view, this_page, place, here, part)
        rows = (*answers, *ways, tuple(beside), (starred, share(view, this_page.title)))
    return plain_screen(view, text, here, rows, _page_of(view, this_page, part))


def picture(view: View, page_id: str) -> Screen:
    """The picture of a page; its words say all that it shows, to those who can't see it too."""
    this_page = view.edition.page(page_id)
    drawn = view.edition.picture(this_page) if this_page else None
    if this_page is None or this_page.picture is None or drawn is None:
        return page(view, page_id)
    here, parent = (
        callback_data.PICTURE(this_page.id),
        callback_data.SECTION(this_page.id, this_page.sections[0].id),
    )
    alt = this_page.picture.alt
    text = paragraphs(bold(this_page.title), as_html(alt, cited(this_page.sources, [alt])))
    listed = page_links.sources_button(view, of_picture(this_page.id), here)
    screen = plain_screen(view, text, here, ((listed,),), parent)
    return replace(screen, picture=drawn)


def questions(view: View, page_id: str, number: int, on_list: Container[str] = ()) -> Screen:
    """Questions on this page's subject; each can be copied, or added to the person's list."""
    this_page = view.edition.page(page_id)
    if this_page is None or not this_page.questions:
        return page(view, page_id)
    number, screens, part = screen_of(number, len(this_page.questions), QUESTIONS_A_SCREEN)
    here = callback_data.PAGE_QUESTIONS(page_id, number)
    listed, rows = [], []
    first = number * QUESTIONS_A_SCREEN + 1
    for n, question_id in enumerate(this_page.questions[part], start=first):
        question = view.edition.questions[question_id]
        listed.append(f"{n}. {safe(question.text)}")
        copy = Button(view.say("buttons.copy", n=n), copies=question.text)
        if question_id in on_list:
            add = Button(view.say("buttons.on_list", n=n), callback_data.QUESTIONS(0, back=here))
        else:
            tap = callback_data.ADD_QUESTION(question_id, page_id, number)
            add = Button(view.say("buttons.add", n=n), tap)
        rows.append((add, copy))
    text = paragraphs(bold(view.say("page.ask", title=this_page.title)), *listed)
    mine = (button(view, "my_questions", callback_data.QUESTIONS(0, back=here)),)
    pages = pager(view, callback_data.PAGE_QUESTIONS, (page_id,), number, screens)
    return plain_screen(view, text, here, (*rows, *pages, mine), callback_data.PAGE(page_id))


def asked_on(edition: Edition, question_id: str) -> tuple[str, int]:
    """The page that asks a question of the pack, and the number of the screen where it stands."""
    page_id = edition.homes[question_id]
    place = edition.pages[page_id].questions.index(question_id)
    return page_id, place // QUESTIONS_A_SCREEN


def related(view: View, page_id: str) -> Screen:
    this_page = view.edition.page(page_id)
    if this_page is None or not this_page.related:
        return page(view, page_id)
    here = callback_data.RELATED(page_id)
    others = [view.edition.pages[other] for other in this_page.related if other != URGENT]
    ways = [Button(other.button, callback_data.PAGE(other.id, back=here)) for other in others]
    rows = one_each(ways) if len(ways) <= RELATED_ROWS else two_a_row(ways, RELATED_ROWS)
    text = bold(view.say("page.related", title=this_page.title))
    return plain_screen(view, text, here, rows, callback_data.PAGE(page_id))


def missing(view: View) -> Screen:
    """What a link or a button named is not in this pack."""
    return home(view, safe(view.say("home.missing")))


def _asks_first(view: View, page: Page, part: Section) -> Screen:
    here = callback_data.SECTION(page.id, part.id)
    rows = (
        (button(view, "show", callback_data.SECTION(page.id, part.id, MAIN)),),
        (button(view, "not_now", callback_data.PAGE(page.id)),),
    )
    text = paragraphs(f"{bold(page.title)}\n{bold(part.title)}", safe(view.say("page.ask_first")))
    return plain_screen(view, text, here, rows, callback_data.PAGE(page.id))


def _layer(view: View, part: Section, asked: str) -> str:
    if asked == IF_NEW and part.if_new:
        return IF_NEW
    if asked == MORE and part.more:
        return MORE
    return IF_NEW if not asked and view.text_length == "short" and part.if_new else MAIN


def _size(view: View, page: Page) -> int:
    """How many sections stand on one screen of a page: all that fit, or else four rows of two."""
    most = 2 * (SECTION_ROWS - len(page_links.look_for_studies(view, page)))
    return most if len(page.sections) <= most else most - 2


def _page(page: Page, number: int) -> str:
    return callback_data.PAGE(page.id, number) if number else callback_data.PAGE(page.id)


def _page_of(view: View, page: Page, part: Section) -> str:
    """The screen of the page that leads to a section."""
    if isinstance(page, HelpPage):
        return callback_data.PAGE(page.id)
    return _page(page, page.sections.index(part) // _size(view, page))


def _sections(view: View, page: Page, number: int) -> Rows:
    number, screens, shown = screen_of(number, len(page.sections), _size(view, page))
    ways = [
        Button(part.title, callback_data.SECTION(page.id, part.id)) for part in page.sections[shown]
    ]
    pages = pager(view, callback_data.PAGE, (page.id,), number, screens)
    return (*two_a_row(ways, SECTION_ROWS - len(pages)), *pages)


def _beginning(page: Page) -> str:
    """How the first part begins, in its plainest words; nothing that is to be asked for first."""
    first = page.sections[0]
    text = first.if_new or first.text
    return "" if first.ask_first else as_html(text.partition("\n\n")[0], ())


def _ways_on(view: View, page: Page, part: Section, layer: str, body: str) -> Rows:
    """Plainer and fuller text, the picture where a page begins, other pages where it ends."""
    here = callback_data.SECTION(page.id, part.id, layer)
    is_help = isinstance(page, HelpPage)
    ways = [
        *_layer_buttons(view, page, part, layer),
        *_see_picture(view, page, part, here),
        *([] if is_help else _somebody(view, body, here)),
        *([] if is_help else _other_pages(view, page, part)),
        *(
            [button(view, "wrong", callback_data.WRONG(page.id, back=here))]
            if view.host.contact
            else []
        ),
    ]
    return in_pairs(ways, TWO_FIT)


def _layer_buttons(view: View, page: Page, part: Section, layer: str) -> list[Button]:
    """The plainer text and the fuller one, where the section has them."""
    row = []
    if layer != IF_NEW and part.if_new:
        row.append(button(view, "if_new", callback_data.SECTION(page.id, part.id, IF_NEW)))
    if layer == IF_NEW:
        row.append(button(view, "more_detail", callback_data.SECTION(page.id, part.id, MAIN)))
    if layer == MAIN and part.more:
        row.append(button(view, "more_detail", callback_data.SECTION(page.id, part.id, MORE)))
    if layer == MORE:
        row.append(button(view, "less_detail", callback_data.SECTION(page.id, part.id, MAIN)))
    return row


def _see_picture(view: View, page: Page, part: Section, here: str) -> list[Button]:
    """Offered where a page begins: there it says how something works."""
    if part is not page.sections[0] or view.edition.picture(page) is None:
        return []
    return [button(view, "picture", callback_data.PICTURE(page.id, back=here))]


def _other_pages(view: View, page: Page, part: Section) -> list[Button]:
    """Offered where a page ends."""
    if part is not page.sections[-1] or not page.related:
        return []
    return [button(view, "related", callback_data.RELATED(page.id))]


def _somebody(view: View, body: str, here: str) -> list[Button]:
    """Where the text sends people to somebody to talk to, the way there is right below it."""
    named = view.edition.pages[TALK].title in body
    return [button(view, TALK, callback_data.PAGE(TALK, back=here))] if named else []


def _next_section(view: View, page: Page, part: Section) -> Rows:
    following = page.sections[page.sections.index(part) + 1 :]
    if not following:
        return ()
    label = view.say("buttons.next", title=following[0].title)
    return ((Button(label, callback_data.SECTION(page.id, following[0].id)),),)
