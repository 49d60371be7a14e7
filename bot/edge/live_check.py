"""Sends an operator one of each thing that the bot sends, and says what Telegram answered."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telegram import Bot
from telegram.error import TelegramError

from bot.documents.sheet import Group, Sheet
from bot.domain.calendar_file import calendar_file
from bot.domain.visits import moved
from bot.edge.errors import Outcome, classify
from bot.edge.sender import post, send, show
from bot.screen import Document, Screen, safe
from bot.screens.home import home, privacy
from bot.screens.reading import picture
from bot.screens.view import View, plain_screen
from storage.records import Visit

REFUSED = "nothing arrived"
UNREACHABLE = "unreachable"  # as `errors.py` calls it


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One thing that was sent, and what Telegram said against it; empty where it took it."""

    name: str
    refused: str
    #: The operator has not written to the bot, or has blocked it: the rest was not tried.
    is_unreachable: bool = False


async def live_check(bot: Bot, operator: int, view: View) -> list[LiveCheck]:
    """Send each thing, whatever became of the others; nothing more to who can't be reached."""
    shown: list[int] = []

    async def buttons() -> object:
        message = await send(bot, operator, home(view))
        shown.append(message.message_id)
        return message

    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "a message with buttons": buttons,
        "an edit": lambda: show(bot, operator, privacy(view), shown[0]),
        "a picture": lambda: show(bot, operator, _with_picture(view)),
        "a PDF": lambda: _document(bot, operator, _pdf, view),
        "a calendar file": lambda: _document(bot, operator, _calendar, view),
        "a message that nobody asked for": lambda: post(bot, operator, _reminder(view), None),
    }
    found: list[LiveCheck] = []
    for name, step in steps.items():
        refused = await _tried(step)
        found.append(LiveCheck(name, refused, refused.startswith(UNREACHABLE)))
        if found[-1].is_unreachable:
            break
    return found


async def _tried(step: Callable[[], Awaitable[object]]) -> str:
    try:
        answer = await step()
    except TelegramError as error:
        return f"{classify(error).kind} ({type(error).__name__})"
    except IndexError:  # there is no message to edit
        return REFUSED
    if isinstance(answer, Outcome):
        return answer.kind
    return REFUSED if answer is None else ""


def _with_picture(view: View) -> Screen:
    """The picture of the first page that has one; another pack may have none."""
    pages = (page.id for page in view.edition.pages.values() if view.edition.picture(page))
    page = next(pages, None)
    return picture(view, page) if page else home(view)


async def _document(
    bot: Bot, operator: int, make: Callable[[View], Document], view: View
) -> object:
    document = await asyncio.to_thread(make, view)
    text = safe(view.say("visits.file_title"))
    screen = plain_screen(view, text, "", ())
    return await show(bot, operator, Screen(screen.text, screen.rows, documents=(document,)))


def _pdf(view: View) -> Document:
    from bot.documents.pdf import as_pdf  # takes as long to import as a quarter of the bot

    asked = tuple(question.text for question in list(view.edition.questions.values())[:3])
    sheet = Sheet(
        view.say("questions.sheet_title"),
        view.say("questions.sheet_intro"),
        (Group("", asked),),
        "",
        view.say("questions.sheet_footer"),
    )
    content = as_pdf(sheet, paper="A4", large=False, language=view.edition.language)
    return Document(view.say("questions.file_name"), content)


def _calendar(view: View) -> Document:
    now = datetime.now(UTC)
    begins = now.replace(minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(days=7)
    visit = Visit(0, 0, begins, "UTC", now, "somebody_else", None, None, now)
    content = calendar_file(moved(visit, begins, "UTC"), view.say("visits.file_title"), now)
    return Document(view.say("visits.file_name"), content)


def _reminder(view: View) -> Screen:
    return plain_screen(view, safe(view.count("reminders.ready", 1)), "", ())
