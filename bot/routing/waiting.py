"""What is done for somebody whose earlier updates are not answered yet: help, and one notice."""

import logging

from telegram import Bot, CallbackQuery, Chat, Message, Update, User

from bot import callback_data
from bot.edge import sender
from bot.edge.updates import is_for_us, is_possible
from bot.routing.router import Router
from bot.screens import home
from bot.turns.services import Services

log = logging.getLogger(__name__)


class Waiting:
    """Looks at updates that have to wait, or that are too many."""

    def __init__(self, router: Router, services: Services) -> None:
        self._router, self._newest = router, services

    async def reply_busy(self, update: Update, *, first: bool) -> None:
        """To somebody who is faster than we may answer: one notice for taps, one for words.

        A group hears nothing: it would be one more message there.
        """
        services, router = self._newest.current(), self._router
        services.metrics.turned_away()
        match update:
            case Update(callback_query=CallbackQuery(from_user=User() as user) as query) if first:
                turn = await router.turn(query.get_bot(), services, user, user.id)
                notice = turn.view.say("answers.one_moment")
                await sender.answer_tap(query.get_bot(), query.id, notice)
            case Update(
                message=Message(
                    chat=Chat(type="private") as chat, from_user=User() as user
                ) as message
            ) if first and is_for_us(message, bot := chat.get_bot()):
                route, turn = await router.meaning(bot, services, user, message)
                if not await router.show_help(bot, services, route, turn):
                    screen = home.notice(turn.view, "answers.too_fast")
                    await router.show(bot, turn, screen)

    async def help_first(self, update: Update) -> bool:
        """Show help that is asked for, at once; whether that was all. The turn itself waits."""
        chat, services = update.effective_chat, self._newest.current()
        if chat is None or chat.type != Chat.PRIVATE or not is_possible(update):
            return False
        try:
            match update:
                case Update(callback_query=CallbackQuery(from_user=User()) as query):
                    return await self._tap_for_help(query.get_bot(), services, query)
                case Update(message=Message(from_user=User() as user) as message):
                    return await self._words_for_help(services, user, message)
        except Exception as error:  # its own turn meets that again, and says so
            log.error("help could not go first: %s", type(error).__name__)
        return False

    async def _tap_for_help(self, bot: Bot, services: Services, query: CallbackQuery) -> bool:
        tapped = callback_data.decode(query.data or "")
        route = self._router.table.taps.get(tapped.tap) if tapped else None
        if route is None or not route.is_help:
            return False
        await self._router.on_tap(bot, services, query)
        return True

    async def _words_for_help(self, services: Services, user: User, message: Message) -> bool:
        """What the words ask for besides waits for its turn."""
        router, bot = self._router, message.get_bot()
        if not is_for_us(message, bot):
            return False
        route, turn = await router.meaning(bot, services, user, message)
        if route.is_help and not turn.dangers:
            await router.answer(bot, services, route, turn)
            return True
        if await router.show_help(bot, services, route, turn):
            router.helped.add((turn.chat_id, message.message_id))
        return False
