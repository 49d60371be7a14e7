from bot.handlers.reading import open_link
from bot.handlers.reminder_due import has_waiting, on_return
from bot.screen import Screen, safe
from bot.screens import home
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_start(turn: Turn, services: Services) -> Screen:
    """Greets, or opens what a deep link names; who comes back hears what had to wait."""
    if turn.person and await has_waiting(turn, services):
        async with services.store.transaction():
            return await on_return(turn, services)
    return await open_link(turn, services) if turn.text else home.greeting(turn.view)


async def on_home(turn: Turn, services: Services) -> Screen:
    return home.home(turn.view)


async def on_menu(turn: Turn, services: Services) -> Screen:
    return home.menu(turn.view, turn.arg(0))


async def on_about(turn: Turn, services: Services) -> Screen:
    return home.about(turn.view)


async def on_privacy(turn: Turn, services: Services) -> Screen:
    return home.privacy(turn.view)


async def on_unknown_command(turn: Turn, services: Services) -> Screen:
    return home.home(turn.view, safe(turn.view.say("answers.unknown_command")))


async def on_old_button(turn: Turn, services: Services) -> Screen:
    return home.moved(turn.view)


async def on_not_words(turn: Turn, services: Services) -> Screen:
    """A photo, a voice message, a sticker, a forwarded message: we can only read typed words."""
    return home.said(turn.view, "answers.only_words")
