"""Sends screens to Telegram, and tries again what may pass."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeVar

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.documents.drawing import Picture
from bot.edge.errors import PASSING, Outcome, classify
from bot.edge.keyboards import markup
from bot.edge.rate_limiter import Priority
from bot.screen import Document, Screen

log = logging.getLogger(__name__)
T = TypeVar("T")
Place = tuple[int, int | None]  # a chat, and the topic in it
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TRIES = 3
LONGEST_WAIT = 20  # seconds a person waits for an answer before we give it up


async def answer_tap(bot: Bot, query_id: str, toast: str = "", url: str = "") -> None:
    """Answer the callback query, so that the spinner stops; after an outage it is too old."""
    try:
        await bot.answer_callback_query(query_id, text=toast or None, url=url or None)
    except TelegramError as error:
        if classify(error).kind not in PASSING:
            raise


async def react(bot: Bot, chat_id: int, message_id: int, emoji: str) -> bool:
    """A sign under somebody's message; a group may not allow it, and the message may be gone."""
    try:
        return await bot.set_message_reaction(chat_id, message_id, emoji)
    except TelegramError as error:
        log.info("no reaction was shown: %s", classify(error).kind)
        return False


async def show(
    bot: Bot,
    chat_id: int,
    screen: Screen,
    message_id: int | None = None,
    file_ids: dict[str, str] | None = None,
    priority: Priority | None = None,
    thread_id: int | None = None,
) -> int | None:
    """Show a screen in place of a message or as a new one; the id of what arrived, if it did."""
    if screen.picture:
        kept = {} if file_ids is None else file_ids
        shown = await _show_picture(bot, (chat_id, thread_id), screen, screen.picture, kept)
        if shown is not None:
            return shown
        message_id = None  # the words say all that the picture shows, so they come alone
    if message_id is not None and not (screen.documents or screen.fresh):
        outcome = await _insist(lambda: _edit(bot, chat_id, message_id, screen))
        if not isinstance(outcome, Outcome) or outcome.kind == "same":
            return message_id
        if outcome.kind != "gone":
            return None
    for document in screen.documents:
        await _insist(lambda document=document: _upload(bot, chat_id, document, thread_id))  # type: ignore[misc]  # mypy can't see a default in a lambda
    sent = await _insist(lambda: send(bot, chat_id, screen, thread_id, priority=priority))
    return sent.message_id if isinstance(sent, Message) else None


async def tell(bot: Bot, chat_id: int, screen: Screen) -> bool:
    """A message that nobody asked for; whether it arrived. Nothing it meets is an error."""
    try:
        return await show(bot, chat_id, screen, priority=Priority.BROADCAST) is not None
    except TelegramError:
        return False


async def _insist(request: Callable[[], Awaitable[T]]) -> T | Outcome:
    """Retry transient errors: a screen shown twice hurts nobody, one never shown does."""
    outcome = Outcome("unknown")
    for tried in range(TRIES):
        try:
            return await request()
        except TelegramError as error:
            outcome = classify(error)
            if outcome.kind == "refused":
                raise
            passes = outcome.kind in ("wait", "unknown") and outcome.wait <= LONGEST_WAIT
            if not passes or tried == TRIES - 1:
                break
            log.info("telegram said: %s, try %d", outcome.kind, tried + 1)
            await asyncio.sleep(outcome.wait or 0.3 * (tried + 1))
    return outcome


async def _edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> Message | bool:
    return await bot.edit_message_text(
        screen.text,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=markup(screen),
    )


async def _show_picture(
    bot: Bot, place: Place, screen: Screen, picture: Picture, file_ids: dict[str, str]
) -> int | None:
    """A photo with its words. Telegram keeps the file: it is drawn and sent up only once."""
    from bot.documents.png import as_png  # it brings the whole of the paper with it

    try:
        sent: Message | Outcome = Outcome("file")
        if known := file_ids.get(picture.key):
            sent = await _insist(lambda: _photo(bot, place, screen, known))
        if isinstance(sent, Outcome) and sent.kind == "file":
            png = await asyncio.to_thread(as_png, picture)
            sent = await _insist(lambda: _photo(bot, place, screen, png))
    except (BadRequest, ValueError) as error:
        log.warning("a picture can't be sent: %s", type(error).__name__)
        return None
    if isinstance(sent, Outcome):
        return None
    if sent.photo:  # else the server did not say
        file_ids[picture.key] = sent.photo[-1].file_id
    return sent.message_id


async def _photo(bot: Bot, place: Place, screen: Screen, photo: str | bytes) -> Message:
    chat_id, thread_id = place
    return await bot.send_photo(
        chat_id,
        photo,
        message_thread_id=thread_id,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=markup(screen),
        filename="picture.png",
    )


async def _upload(bot: Bot, chat_id: int, document: Document, thread_id: int | None) -> Message:
    content = BytesIO(document.content)
    return await bot.send_document(
        chat_id, content, message_thread_id=thread_id, filename=document.name
    )


async def post(
    bot: Bot, chat_id: int, screen: Screen, thread_id: int | None, reply_to: int | None = None
) -> Message | Outcome:
    """A new message in a group, in the topic where it belongs."""
    return await _insist(lambda: send(bot, chat_id, screen, thread_id, reply_to))


async def send(
    bot: Bot,
    chat_id: int,
    screen: Screen,
    thread_id: int | None = None,
    reply_to: int | None = None,
    *,
    silent: bool = False,
    newer: dict[str, Any] | None = None,
    priority: Priority | None = None,
) -> Message:
    """One try, as a new message; raises what Telegram says.

    `newer` is what PTB does not know. What answers nobody has a rank.
    """
    how: dict[str, Any] = {} if priority is None else {"rate_limit_args": priority}
    answers = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
    return await bot.send_message(
        chat_id,
        screen.text,
        ParseMode.HTML,
        message_thread_id=thread_id,
        reply_parameters=answers,
        disable_notification=silent or None,
        link_preview_options=NO_PREVIEW,
        reply_markup=markup(screen),
        api_kwargs=newer,
        **how,
    )
