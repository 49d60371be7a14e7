"""Turns Telegram's updates into turns: narrow, run the handler, commit, then show."""

import logging
from copy import copy
from dataclasses import replace
from zoneinfo import ZoneInfo

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMemberMember,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Update,
    User,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes, TypeHandler

from bot import callback_data as taps
from bot.edge import inline, sender
from bot.edge.application import AnyApplication
from bot.edge.updates import command_in, download, is_possible, names_another_bot
from bot.handlers import consent, danger, reminder_due, time_zone
from bot.ops.metrics import handled_by
from bot.ops.redaction import stack_of
from bot.routing.group_router import GroupRouter
from bot.routing.kept import Kept
from bot.routing.message_meaning import meaning_of
from bot.screen import Screen
from bot.screens import home
from bot.screens.view import View
from bot.turns.routes import Route, Step, Table
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.errors import (
    FAILURES,
    LimitReachedError,
    StorageError,
    TextRefusedError,
    UnknownPersonError,
)

log = logging.getLogger(__name__)


class Router:
    """The one place where updates come in."""

    def __init__(self, services: Services, table: Table) -> None:
        self._services, self._table = services, table
        self._kept = Kept(services.store)
        self._groups = GroupRouter(services, table.groups, table.commands)

    def attach(self, application: AnyApplication) -> None:
        application.add_handler(TypeHandler(Update, self._services.metrics.timed(self._on_update)))
        application.add_error_handler(_on_error)

    async def _on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """With one library from start to end, even when another comes into use meanwhile."""
        router = copy(self)
        router._services = self._services.current()
        await router._take(update, context)

    async def _take(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        chat = update.effective_chat
        if not is_possible(update):
            return
        if chat and chat.type in (Chat.GROUP, Chat.SUPERGROUP):
            await self._groups.on_update(context.bot, update)
            return
        match update:
            case Update(callback_query=CallbackQuery(from_user=User()) as query):
                await self._on_tap(context.bot, query)
            case Update(inline_query=InlineQuery(from_user=User()) as query):
                await self._on_inline(context.bot, query)
            case Update(message=Message(chat=Chat(type="private")) as message):
                await self._on_message(context.bot, message)
            case Update(
                my_chat_member=ChatMemberUpdated(
                    chat=Chat(type="private") as chat,
                    from_user=User() as user,
                    new_chat_member=ChatMemberMember(),
                )
            ):
                turn = await self._turn(context.bot, user, chat.id)
                if turn.person:
                    async with self._kept.noted(turn):
                        await self._answer(context.bot, self._table.returned, turn)
            case Update(edited_message=Message(chat=Chat(type="private")) as message):
                await self._on_message(context.bot, message, edited=True)

    async def reply_busy(self, update: Update, *, first: bool) -> None:
        """To somebody who is faster than we may answer: one notice for taps, one for words.

        A group hears nothing: it would be one more message there.
        """
        self._services.metrics.turned_away()
        router = copy(self)
        router._services = self._services.current()
        await router._answer_busy(update, first=first)

    async def _answer_busy(self, update: Update, *, first: bool) -> None:
        match update:
            case Update(callback_query=CallbackQuery(from_user=User() as user) as query) if first:
                turn = await self._turn(query.get_bot(), user, user.id)
                notice = turn.view.say("answers.one_moment")
                await sender.answer_tap(query.get_bot(), query.id, notice)
            case Update(
                message=Message(
                    chat=Chat(type="private") as chat, from_user=User() as user
                ) as message
            ) if first:
                turn = await self._turn(chat.get_bot(), user, chat.id)
                route, turn = meaning_of(message, turn, self._table, self._services)
                if not await self._help_first(chat.get_bot(), route, turn):
                    screen = home.notice(turn.view, "answers.too_fast")
                    await sender.show(chat.get_bot(), chat.id, screen)

    async def _on_tap(self, bot: Bot, query: CallbackQuery) -> None:
        await sender.answer_tap(bot, query.id)
        message = query.message
        if message is None or message.chat is None or message.chat.type != Chat.PRIVATE:
            return
        turn = await self._turn(bot, query.from_user, message.chat.id)
        route, turn = self._tapped(turn, query.data or "")
        has_text = not (isinstance(message, Message) and message.photo)
        async with self._kept.noted(turn, route):
            await self._answer(bot, route, turn, message.message_id if has_text else None)

    async def _on_inline(self, bot: Bot, query: InlineQuery) -> None:
        """Words after our name in any chat; what is typed there has no chat that we know of."""
        turn = await self._turn(bot, query.from_user, query.from_user.id)
        view = replace(turn.view, team_number=None)  # what is offered here goes to other chats
        dangers = self._services.library.dangers(query.query)
        turn = replace(turn, view=view, text=query.query, args=(query.offset,), dangers=dangers)
        handled_by(self._table.inline)
        async with self._kept.noted(turn):
            found = await self._table.inline(turn, self._services)
            await inline.answer(bot, query, turn.view, found)

    def _tapped(self, turn: Turn, wire: str) -> tuple[Route, Turn]:
        tapped = taps.decode(wire)
        if tapped is None:
            return self._table.old_button, turn
        return self._table.taps.get(tapped.tap, self._table.old_button), turn.tapped(tapped)

    async def _on_message(self, bot: Bot, message: Message, *, edited: bool = False) -> None:
        if (
            message.from_user is None
            or message.via_bot is not None
            or names_another_bot(message, bot)
        ):
            return
        turn = await self._turn(bot, message.from_user, message.chat.id)
        route, turn = meaning_of(message, turn, self._table, self._services)
        async with self._kept.noted(turn, route):
            await self._reply(bot, message, route, turn, edited=edited)

    async def _reply(
        self, bot: Bot, message: Message, route: Route, turn: Turn, *, edited: bool
    ) -> None:
        helped = await self._help_first(bot, route, turn)
        if helped and route.finds:
            await self._kept.end_wait(turn)
            return
        if edited and (command_in(message, bot) or route is self._table.not_words):
            return  # it was answered when it was new
        if route.is_answer and message.document:
            try:
                turn = replace(turn, content=await download(message.document))
            except TelegramError as error:  # the person can send it again: it is still waited for
                log.info("a file could not be fetched: %s", type(error).__name__)
                await sender.show(bot, turn.chat_id, home.notice(turn.view, "answers.sorry"))
                return
        await self._answer(bot, route, turn)

    async def _help_first(self, bot: Bot, route: Route, turn: Turn) -> bool:
        """Before anything is kept or answered; whether the words called for it, and it was sent."""
        screens = danger.first(turn, self._services.library, finds=route.finds)
        try:
            for screen in screens:
                await sender.show(bot, turn.chat_id, screen)
        except TelegramError as error:  # what they wanted to keep must not be lost by that
            log.error("help could not be shown: %s", type(error).__name__)
            return False
        return bool(screens)

    def _step(self, turn: Turn) -> Step | None:
        tapped = taps.decode(turn.wire)
        return self._table.steps.get(tapped.tap) if tapped else None

    async def _turn(self, bot: Bot, user: User, chat_id: int) -> Turn:
        services, now = self._services, self._services.clock()
        person, pending, is_unread = await self._kept.of(user.id, chat_id)
        zone = person.time_zone if person else None
        today = now.astimezone(ZoneInfo(zone or services.settings.default_time_zone)).date()
        view = View(
            services.library.edition(person.language if person else user.language_code),
            person.region if person else services.settings.default_region,
            person.text_length if person else "full",
            today,
            bot.username,
            team_number=person.team_number if person else None,
        )
        return Turn(user.id, chat_id, view, now, person, is_unread, pending=pending)

    async def _answer(
        self, bot: Bot, route: Route, turn: Turn, message_id: int | None = None
    ) -> None:
        """Commit, then send: nobody hears of something that was not kept."""
        try:
            screen = danger.named(turn, await self._run(route, turn))
            await sender.show(bot, turn.chat_id, screen, message_id, self._services.file_ids)
        except StorageError:
            await sender.show(bot, turn.chat_id, home.notice(turn.view, "answers.store_fails"))
            raise
        except Exception:
            await sender.show(bot, turn.chat_id, home.notice(turn.view, "answers.sorry"))
            raise

    async def _run(self, route: Route, turn: Turn) -> Screen:
        """What can't be kept is told in a sentence, and nothing of the turn is kept then."""
        try:
            return await self._keep(route, turn)
        except TextRefusedError as error:
            return home.notice(turn.view, f"typed.{error.reason.replace(' ', '_')}")
        except LimitReachedError as error:
            return home.notice(turn.view, "typed.full", limit=error.limit)
        except UnknownPersonError:
            return home.notice(turn.view, "answers.nothing_kept")

    async def _keep(self, route: Route, turn: Turn) -> Screen:
        """A turn that only reads opens no transaction."""
        services, store = self._services, self._services.store
        route = await self._returned(route, turn)
        if turn.is_unread and (route.transaction or self._step(turn)):
            raise StorageError("Nothing can be read of the person.")
        if step := self._step(turn):
            async with store.transaction():
                person = await step(turn, services)
            turn = replace(turn, person=person, view=turn.view.of(person, services.library))
            route, turn = self._tapped(turn, turn.view.back)
        handled_by(route.handler)
        if not route.is_answer:
            await self._kept.end_wait(turn)
        if not route.transaction:
            return await self._read(route, turn)
        if route.consent and not consent.has_agreed(turn, services):
            return consent.question(turn, services)
        if route.time_zone and turn.kept_person().time_zone is None:
            async with store.transaction():
                return await time_zone.on_ask(turn, services)
        async with store.transaction():
            if route.is_answer:
                await store.pending_inputs.take(turn.person_id, turn.chat_id, turn.now)
            return await route.handler(turn, services)

    async def _returned(self, route: Route, turn: Turn) -> Route:
        """Who begins anew while reminders wait for them hears of those first."""
        is_start = route is self._table.start and turn.person is not None
        if is_start and await reminder_due.has_waiting(turn, self._services):
            return self._table.returned
        return route

    async def _read(self, route: Route, turn: Turn) -> Screen:
        """The content is in memory: where the store fails, it is read as by a stranger."""
        try:
            return await route.handler(turn, self._services)
        except (TextRefusedError, LimitReachedError, UnknownPersonError):
            raise
        except FAILURES as error:
            log.error("a reading turn met a store that fails: %s", type(error).__name__)
            stranger = replace(turn, person=None, is_unread=True)
        try:
            return await route.handler(stranger, self._services)
        except ValueError as error:
            raise StorageError("The database is closed.") from error


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The log gets the update's number and where it went wrong; never a text, an id or a token."""
    number = update.update_id if isinstance(update, Update) else "-"
    where = stack_of(context.error.__traceback__ if context.error else None)
    log.error("update %s: %s at %s", number, type(context.error).__name__, where)
