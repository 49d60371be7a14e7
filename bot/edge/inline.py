"""Answers what people type after the bot's name, in any chat, with cards to share there."""

from dataclasses import replace

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.edge import errors, keyboards, sender
from bot.regions import UNKNOWN
from bot.screens import cards
from bot.screens.cards import Item
from bot.screens.view import View
from bot.turns.inline import Found

CACHED_FOR = 300  # seconds; what a person has saved can change at any moment, and is not cached


async def answer(bot: Bot, query: InlineQuery, view: View, found: Found) -> None:
    """A list to choose from; somebody who types on gets the next one, and this one is too old."""
    results = [_result(view, item, saved=item.key in found.saved) for item in found.items]
    try:
        await bot.answer_inline_query(
            query.id,
            results,
            cache_time=0 if found.saved else CACHED_FOR,
            is_personal=found.is_personal,
            next_offset=found.next_offset,
            button=InlineQueryResultsButton(
                view.say("buttons.in_private" if results else "find.nothing_inline"),
                start_parameter="start",
            ),
        )
    except TelegramError as error:
        if errors.classify(error).kind not in errors.PASSING:
            raise


def _result(view: View, shown: Item, *, saved: bool) -> InlineQueryResultArticle:
    """The star is in the person's own list only; the card is the same whoever shares it.

    It says nothing of where they are: not by the way it writes a day, either.
    """
    card = cards.card(replace(view, region=UNKNOWN), shown, covered=True)
    return InlineQueryResultArticle(
        shown.key,
        f"★ {shown.title}" if saved else shown.title,
        InputTextMessageContent(card.text, ParseMode.HTML, link_preview_options=sender.NO_PREVIEW),
        reply_markup=keyboards.markup(card),
        description=shown.summary,
    )
