"""The settings of a group, as a moderator opens them in the private chat: nobody else sees that."""

from dataclasses import replace

from telegram import Bot, Message
from telegram.error import TelegramError

from bot import callback_data
from bot.callback_data import Tapped
from bot.edge.updates import LARGEST_ID, command_in
from bot.routing.group_router import GroupRouter
from bot.screen import Screen
from bot.screens import home
from bot.screens.groups import settings
from bot.turns.group_turn import GroupRoute
from bot.turns.routes import Route
from bot.turns.services import Services
from bot.turns.turn import Turn, read_int


def _group_in_link(message: Message, bot: Bot) -> int | None:
    """The group whose settings a link of ours opens; None for every other message."""
    name, words = command_in(message, bot) or ("", "")
    is_link = name == "start" and words.startswith(settings.IN_PRIVATE)
    return _group_id(words.removeprefix(settings.IN_PRIVATE)) if is_link else None


def _group_behind(tapped: Tapped) -> int | None:
    """The group that a button of these screens is about; None for every other button."""
    back = callback_data.decode(tapped.back)
    is_ours = back is not None and back.tap == callback_data.GROUP_IN_PRIVATE
    return _group_id("".join(back.args)) if back and is_ours else None


def _group_id(spelled: str) -> int | None:
    """Only groups have ids below zero."""
    number = read_int(spelled.removeprefix("-"), LARGEST_ID) if spelled.startswith("-") else 0
    return -number if number else None


class PrivateSettings:
    """Whoever opens them or taps there has to moderate that group at that moment."""

    def __init__(self, groups: GroupRouter) -> None:
        self._groups = groups

    def of_link(self, bot: Bot, message: Message) -> Route | None:
        """What a link to the settings of a group means; None for every other message."""
        group_id = _group_in_link(message, bot)
        first = Tapped(callback_data.GROUP_SETTINGS, (), callback_data.GROUP_SETTINGS())
        return self._route(bot, group_id, first) if group_id else None

    def of_tap(self, bot: Bot, wire: str) -> Route | None:
        """What a button of these screens means; None for every other button."""
        tapped = callback_data.decode(wire)
        group_id = _group_behind(tapped) if tapped else None
        return self._route(bot, group_id, tapped) if tapped and group_id else None

    def _route(self, bot: Bot, group_id: int, tapped: Tapped) -> Route:
        route = self._groups.table.taps.get(tapped.tap)

        async def on_group_settings(turn: Turn, services: Services) -> Screen:
            if route is None or not route.in_private:
                return home.moved(turn.view)
            if not await self._groups.moderators.moderates(bot, turn.person_id, group_id):
                return home.notice(turn.view, "group_settings.not_yours")
            return await self._answer(bot, services, group_id, route, tapped)

        return Route(on_group_settings)

    async def _answer(
        self, bot: Bot, services: Services, group_id: int, route: GroupRoute, tapped: Tapped
    ) -> Screen:
        """What the group's own handler draws, which knows nothing of who asked."""
        there = await self._groups.turn_in(bot, services, group_id, None)
        there = replace(there.tapped(replace(tapped, back="")), is_moderator=True)
        post = await self._groups.run(services, route, there)
        drawn = post.screen if post else home.moved(there.view)
        return settings.in_private(there.view, drawn, group_id, await _title(bot, group_id))


async def _title(bot: Bot, group_id: int) -> str:
    """So that nobody changes another group than they mean; it is shown and not kept."""
    try:
        return (await bot.get_chat(group_id)).title or ""
    except TelegramError:
        return ""
