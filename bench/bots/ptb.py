"""The plainest menu bot on python-telegram-bot: python -m bench.bots.ptb URL TRANSPORT AT_ONCE.

TRANSPORT is `default` or `ours`; AT_ONCE is 0 for PTB's own way, one update at a time.
"""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler

from bench.bots.plain import LABELS, TEXT, TOKEN


async def on_tap(update: Update, _: Any) -> None:
    query = update.callback_query
    assert query is not None  # noqa: S101 - narrows the type
    await query.answer()
    rows = [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in LABELS]
    await query.edit_message_text(TEXT, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows))


def main(url: str, transport: str, at_once: int) -> None:
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").job_queue(None)
    if transport == "ours":
        from bot.edge.connection import Pulse, calling_request, polling_request
        from bot.settings import Settings

        settings = Settings(_env_file=None, bot_api_url=url)
        builder = builder.request(calling_request(settings))
        builder = builder.get_updates_request(polling_request(settings, Pulse()))
    application = builder.concurrent_updates(at_once or False).build()
    application.add_handler(CallbackQueryHandler(on_tap))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
