"""Turns Telegram's updates into turns: narrow, run the handler, commit, then show."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, CallbackQuery, Chat, Message, Update, User
from telegram.ext import Application, ContextTypes, TypeHandler

from bot import delivery, taps
from bot.handlers import consent
from bot.screen import Screen
from bot.screens import home
from bot.screens.consent import ask
from bot.screens.view import View
from bot.turn import Handler, Services, Turn

log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler; whether it keeps something of the person, or is their agreement to that."""

    handler: Handler
    keeps: bool = False
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Every command, tap and other thing that a person can do."""

    commands: Mapping[str, Route]
    taps: Mapping[taps.Tap, Route]
    typed: Route
    not_words: Route
    unknown_command: Route
    old_button: Route


class Router:
    """The one place where updates come in."""

    def __init__(self, services: Services, table: Table) -> None:
        self._services, self._table = services, table

    def attach(self, application: AnyApplication) -> None:
        application.add_handler(TypeHandler(Update, self._on_update))
        application.add_error_handler(self._on_error)

    async def _on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        bot = context.bot
        match update:
            case Update(callback_query=CallbackQuery() as query):
                await self._on_tap(bot, query)
            case Update(message=Message(chat=Chat(type="private")) as message):
                await self._on_message(bot, message)
            case Update(edited_message=Message(chat=Chat(type="private"), text=str()) as message):
                if not _command(message, bot):
                    await self._on_message(bot, message)

    async def _on_tap(self, bot: Bot, query: CallbackQuery) -> None:
        await delivery.answer_tap(bot, query.id)
        message = query.message
        if message is None or message.chat.type != Chat.PRIVATE:
            return
        turn = await self._turn(bot, query.from_user, message.chat.id)
        route, turn = self._tapped(turn, query.data or "")
        await self._answer(bot, route, turn, message.message_id)

    def _tapped(self, turn: Turn, wire: str) -> tuple[Route, Turn]:
        tapped = taps.decode(wire)
        if tapped is None or tapped.tap not in self._table.taps:
            return self._table.old_button, turn
        return self._table.taps[tapped.tap], turn.tapped(tapped)

    async def _on_message(self, bot: Bot, message: Message) -> None:
        if message.from_user is None or message.via_bot is not None:
            return
        turn = await self._turn(bot, message.from_user, message.chat.id)
        route, text = self._route(message, bot)
        await self._answer(bot, route, turn.typed(text))

    def _route(self, message: Message, bot: Bot) -> tuple[Route, str]:
        if message.text is None or message.forward_origin is not None:
            return self._table.not_words, ""
        if command := _command(message, bot):
            name, words = command
            return self._table.commands.get(name, self._table.unknown_command), words
        return self._table.typed, message.text

    async def _turn(self, bot: Bot, sender: User, chat_id: int) -> Turn:
        services = self._services
        person = await services.store.people.get(sender.id)
        now = services.clock()
        language = person.language if person else sender.language_code
        view = View(
            services.library.edition(language),
            person.region if person else services.settings.default_region,
            person.text_length if person else "full",
            now.date(),
            bot.username,
        )
        return Turn(sender.id, chat_id, view, now, person)

    async def _answer(
        self, bot: Bot, route: Route, turn: Turn, message_id: int | None = None
    ) -> None:
        """Commit, then send: nobody hears of something that was not kept."""
        try:
            screen = await self._run(route, turn)
        except Exception:
            await delivery.show(bot, turn.chat_id, home.said(turn.view, "answers.sorry"))
            raise
        await delivery.show(bot, turn.chat_id, screen, message_id)

    async def _run(self, route: Route, turn: Turn) -> Screen:
        """A turn that only reads opens no transaction; one that keeps something needs a consent."""
        services = self._services
        if route.agrees:
            async with services.store.transaction():
                person = await consent.on_agree(turn, services)
            route, turn = self._tapped(replace(turn, person=person), turn.view.back)
        if not route.keeps:
            return await route.handler(turn, services)
        if not consent.has_agreed(turn, services):
            return ask(turn.view, turn.wire)
        async with services.store.transaction():
            await services.store.people.touch(turn.person_id, turn.now.date())
            return await route.handler(turn, services)

    async def _on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The log gets the update's number and where it went wrong; never a text, an id or a token."""
        number = update.update_id if isinstance(update, Update) else "-"
        error = context.error
        frames = []
        trace = error.__traceback__ if error else None
        while trace:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        log.error("update %s: %s at %s", number, type(error).__name__, " < ".join(frames[::-1][:6]))


def _command(message: Message, bot: Bot) -> tuple[str, str] | None:
    """The command's name and what follows it; None for plain text and other bots' commands."""
    text = message.text or ""
    if not text.startswith("/") or len(text) < 2:
        return None
    first, _, words = text.partition(" ")
    first, _, more = first.partition("\n")
    name, _, whose = first[1:].partition("@")
    if whose and whose.lower() != bot.username.lower():
        return None
    return name.lower(), f"{more} {words}".strip()
