from bot.handlers.reading import open_link
from bot.screen import Screen, safe
from bot.screens import home, news
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_start(turn: Turn, services: Services) -> Screen:
    """Greets, or opens what a deep link names."""
    return await open_link(turn, services) if turn.text else home.greeting(turn.view)


async def on_home(turn: Turn, services: Services) -> Screen:
    return turn.beside(home.home(turn.view))


async def on_mine(turn: Turn, services: Services) -> Screen:
    return home.mine(turn.view)


async def on_wrong(turn: Turn, services: Services) -> Screen:
    return home.wrong(turn.view, turn.arg(0))


async def on_menu(turn: Turn, services: Services) -> Screen:
    return home.menu(turn.view, turn.arg(0))


async def on_about(turn: Turn, services: Services) -> Screen:
    return home.about(turn.view)


async def on_news(turn: Turn, services: Services) -> Screen:
    return news.news(turn.view, turn.screen_number(0))


async def on_privacy(turn: Turn, services: Services) -> Screen:
    return home.privacy(turn.view)


async def on_unknown_command(turn: Turn, services: Services) -> Screen:
    return home.home(turn.view, safe(turn.view.say("answers.unknown_command")))


async def on_old_button(turn: Turn, services: Services) -> Screen:
    return home.moved(turn.view)


async def on_not_words(turn: Turn, services: Services) -> Screen:
    """A photo, a voice message, a sticker, a forwarded message: we can only read typed words."""
    return home.notice(turn.view, "answers.only_words")
