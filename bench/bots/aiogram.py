"""The plainest menu bot on aiogram 3: PYTHON bench/bots/aiogram.py URL AT_ONCE.

It runs in an environment of its own (`make bench-peers`), by its path: nothing of ours is there.
AT_ONCE is 0 for one update at a time.
"""

import asyncio
import sys
from pathlib import Path

sys.path[:] = [place for place in sys.path if Path(place or ".").name != "bots"]  # not this file
sys.path.append(str(Path(__file__).parents[2]))

from aiogram import Bot, Dispatcher  # noqa: E402 - after the path is in order
from aiogram.client.session.aiohttp import AiohttpSession  # noqa: E402
from aiogram.client.telegram import TelegramAPIServer  # noqa: E402
from aiogram.types import (  # noqa: E402
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from bench.bots.plain import LABELS, TEXT, TOKEN  # noqa: E402


async def on_tap(query: CallbackQuery) -> None:
    await query.answer()
    rows = [
        [InlineKeyboardButton(text=label, callback_data=label) for label in row] for row in LABELS
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=rows)
    await query.message.edit_text(TEXT, parse_mode="HTML", reply_markup=markup)


async def main(url: str, at_once: int) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), limit=256)
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(on_tap)
    polling = {"handle_as_tasks": bool(at_once), "tasks_concurrency_limit": at_once or None}
    await dispatcher.start_polling(Bot(TOKEN, session=session), **polling)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
