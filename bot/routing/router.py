"""Turns Telegram's updates into turns: narrow, run the handler, commit, then show."""

import logging
from dataclasses import replace

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

from bot import callback_data
from bot.edge import sender
from bot.edge.application import AnyApplication, log_error
from bot.edge.updates import command_in, download, is_for_us, is_possible, said_at, topic_of
from bot.handlers import consent, danger, reminder_due, time_zone
from bot.ops.metrics import handled_by
from bot.routing.group_router import GroupRouter
from bot.routing.inline_queries import InlineQueries
from bot.routing.kept import Kept
from bot.routing.message_meaning import meaning_of
from bot.routing.private_settings import PrivateSettings
from bot.routing.said import Said
from bot.screen import Screen
from bot.screens import home
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
        self._newest, self.table = services, table
        self._kept, self._said = Kept(services.store), Said()
        self._inline = InlineQueries(table.inline, self._kept)
        #: Chat and number of messages whose words brought help before their turn came.
        self.helped: set[tuple[int, int]] = set()
        self._groups = GroupRouter(services, table.groups, table.commands)
        self._private_settings = PrivateSettings(self._groups)

    def attach(self, application: AnyApplication) -> None:
        application.add_handler(TypeHandler(Update, self._newest.metrics.timed(self._on_update)))
        application.add_error_handler(log_error)

    async def _on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """With one library from start to end, even when another comes into use meanwhile."""
        if not is_possible(update):
            return
        chat, bot, services = update.effective_chat, context.bot, self._newest.current()
        if chat and chat.type in (Chat.GROUP, Chat.SUPERGROUP):
            await self._groups.on_update(bot, services, update)
            return
        match update:
            case Update(callback_query=CallbackQuery(from_user=User()) as query):
                await self.on_tap(bot, services, query)
            case Update(inline_query=InlineQuery(from_user=User() as user) as query):
                turn = await self.turn(bot, services, user, user.id)
                await self._inline.answer(bot, services, query, turn)
            case Update(
                message=Message(chat=Chat(type="private"), from_user=User() as user) as message
            ):
                await self._on_message(bot, services, user, message)
            case Update(
                my_chat_member=ChatMemberUpdated(
                    chat=Chat(type="private") as chat,
                    from_user=User() as user,
                    new_chat_member=ChatMemberMember(),
                )
            ):
                turn = await self.turn(bot, services, user, chat.id)
                if turn.person:
                    async with self._kept.noted(turn):
                        await self.answer(bot, services, self.table.returned, turn)
            case Update(
                edited_message=Message(
                    chat=Chat(type="private"), from_user=User() as user
                ) as message
            ):
                await self._on_edited(bot, services, user, message)

    async def on_tap(self, bot: Bot, services: Services, query: CallbackQuery) -> None:
        await sender.answer_tap(bot, query.id)
        message = query.message
        if message is None or message.chat is None or message.chat.type != Chat.PRIVATE:
            return
        turn = await self.turn(bot, services, query.from_user, message.chat.id, topic_of(message))
        route, turn = self._tapped(turn, query.data or "")
        self._said.tapped(turn.chat_id)
        route = self._private_settings.of_tap(bot, query.data or "") or route
        has_text = not (isinstance(message, Message) and message.photo)
        async with self._kept.noted(turn, route):
            message_id = message.message_id if has_text else None
            await self.answer(bot, services, route, turn, message_id)

    def _tapped(self, turn: Turn, wire: str) -> tuple[Route, Turn]:
        tapped = callback_data.decode(wire)
        if tapped is None:
            return self.table.old_button, turn
        return self.table.taps.get(tapped.tap, self.table.old_button), turn.tapped(tapped)

    async def _on_message(self, bot: Bot, services: Services, user: User, message: Message) -> None:
        if not is_for_us(message, bot):
            return
        route, turn = await self.meaning(bot, services, user, message)
        route = self._private_settings.of_link(bot, message) or route
        was_answer = route.is_answer or route is self.table.late_answer
        self._said.note(message, was_answer=was_answer)
        async with self._kept.noted(turn, route):
            await self._reply(bot, services, message, route, turn)

    async def _on_edited(self, bot: Bot, services: Services, user: User, message: Message) -> None:
        """Words that call for help are never passed over; an edit of an old message else is."""
        if not is_for_us(message, bot):
            return
        route, turn = await self.meaning(bot, services, user, message)
        edit = self._said.edit_of(message, is_awaited=turn.pending is not None)
        if edit == "same":
            return
        was_answered = command_in(message, bot) or route is self.table.not_words
        async with self._kept.noted(turn, route):
            if edit == "old" or was_answered:
                await self.show_help(bot, services, route, turn)
            else:
                route = self.table.edited_answer if edit == "answer" else route
                await self._reply(bot, services, message, route, turn)

    async def meaning(
        self, bot: Bot, services: Services, user: User, message: Message
    ) -> tuple[Route, Turn]:
        """What a message of a person means, and their turn."""
        turn = await self.turn(bot, services, user, message.chat.id)
        sent_at = said_at(message, turn.now)
        turn = replace(turn, sent_at=sent_at, thread_id=topic_of(message))
        return meaning_of(message, turn, self.table, services)

    async def _reply(
        self,
        bot: Bot,
        services: Services,
        message: Message,
        route: Route,
        turn: Turn,
    ) -> None:
        number = (turn.chat_id, message.message_id)
        helped = number in self.helped or await self.show_help(bot, services, route, turn)
        self.helped.discard(number)
        if helped and route.finds:
            await self._kept.end_wait(turn)
            return
        if route is self.table.not_words and self._said.follows_in_row(message):
            return
        if route.is_answer and message.document:
            try:
                turn = replace(turn, content=await download(message.document))
            except TelegramError as error:  # the person can send it again: it is still waited for
                log.info("a file could not be fetched: %s", type(error).__name__)
                await self.show(bot, turn, home.notice(turn.view, "answers.sorry"))
                return
        await self.answer(bot, services, route, turn)

    async def show_help(self, bot: Bot, services: Services, route: Route, turn: Turn) -> bool:
        """Before anything is kept or answered; whether the words called for it, and it was sent."""
        screens = danger.first(turn, services.library, finds=route.finds)
        try:
            for screen in screens:
                await self.show(bot, turn, screen)
        except TelegramError as error:  # what they wanted to keep must not be lost by that
            log.error("help could not be shown: %s", type(error).__name__)
            return False
        return bool(screens)

    def _step(self, turn: Turn) -> Step | None:
        return self.table.steps.get(turn.tap) if turn.tap else None

    async def turn(
        self,
        bot: Bot,
        services: Services,
        user: User,
        chat_id: int,
        thread_id: int | None = None,
    ) -> Turn:
        """Somebody's turn now, before anything is known of what they want."""
        now = services.clock()
        person, pending, is_unread = await self._kept.of(user.id, chat_id)
        view = services.view_for(person, now, bot.username, user.language_code)
        return Turn(
            user.id, chat_id, view, now, person, is_unread, pending=pending, thread_id=thread_id
        )

    async def show(
        self,
        bot: Bot,
        turn: Turn,
        screen: Screen,
        message_id: int | None = None,
        file_ids: dict[str, str] | None = None,
    ) -> None:
        """Where the person is."""
        await sender.show(bot, turn.chat_id, screen, message_id, file_ids, thread_id=turn.thread_id)

    async def answer(
        self,
        bot: Bot,
        services: Services,
        route: Route,
        turn: Turn,
        message_id: int | None = None,
    ) -> None:
        """Commit, then send: nobody hears of something that was not kept."""
        try:
            screen = await self._run(services, route, turn)
            if turn.dangers:
                screen = danger.named(turn, screen)
            await self.show(bot, turn, screen, message_id, services.file_ids)
        except StorageError:
            await self.show(bot, turn, home.notice(turn.view, "answers.store_fails"))
            raise
        except Exception:
            await self.show(bot, turn, home.notice(turn.view, "answers.sorry"))
            raise

    async def _run(self, services: Services, route: Route, turn: Turn) -> Screen:
        """What can't be kept is told in a sentence, and nothing of the turn is kept then."""
        try:
            return await self._keep(services, route, turn)
        except TextRefusedError as error:
            return home.notice(turn.view, f"typed.{error.reason.replace(' ', '_')}")
        except LimitReachedError as error:
            return home.notice(turn.view, "typed.full", limit=error.limit)
        except UnknownPersonError:
            return home.notice(turn.view, "answers.nothing_kept")

    async def _keep(self, services: Services, route: Route, turn: Turn) -> Screen:
        """A turn that only reads opens no transaction."""
        store, step = services.store, self._step(turn)
        route = await self._returned(services, route, turn)
        if turn.is_unread and (route.transaction or step):
            raise StorageError("Nothing can be read of the person.")
        if step:
            async with store.transaction():
                person = await step(turn, services)
            turn = replace(turn, person=person, view=turn.view.of(person, services.library))
            route, turn = self._tapped(turn, turn.view.back)
        handled_by(route.handler)
        if not route.is_answer:
            await self._kept.end_wait(turn)
        if not route.transaction:
            return await self._read(services, route, turn)
        if route.consent and not turn.has_agreed(services.library.consent_version):
            return consent.question(turn, services)
        if route.time_zone and turn.kept_person().time_zone is None:
            async with store.transaction():
                return await time_zone.on_ask(turn, services)
        async with store.transaction():
            if route.is_answer:
                await store.pending_inputs.take(turn.person_id, turn.chat_id, turn.now)
            return await route.handler(turn, services)

    async def _returned(self, services: Services, route: Route, turn: Turn) -> Route:
        """Who begins anew while reminders wait for them hears of those first."""
        is_start = route is self.table.start and turn.person is not None
        if is_start and await reminder_due.has_waiting(turn, services):
            return self.table.returned
        return route

    async def _read(self, services: Services, route: Route, turn: Turn) -> Screen:
        """The content is in memory: where the store fails, it is read as by a stranger."""
        try:
            return await route.handler(turn, services)
        except (TextRefusedError, LimitReachedError, UnknownPersonError):
            raise
        except FAILURES as error:
            log.error("a reading turn met a store that fails: %s", type(error).__name__)
            stranger = replace(turn, person=None, is_unread=True)
        try:
            return await route.handler(stranger, services)
        except ValueError as error:
            raise StorageError("The database is closed.") from error
