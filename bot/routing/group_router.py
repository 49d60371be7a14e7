"""Turns what happens in groups into turns: narrow, check rights, run the handler, then post."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import replace

from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    MaybeInaccessibleMessage,
    Message,
    Update,
)

from bot import callback_data
from bot.domain.groups import with_current_ids
from bot.edge import sender
from bot.edge.admins import Moderators
from bot.edge.ephemeral import OnlyYou, asker_of
from bot.edge.errors import Outcome
from bot.edge.updates import answered_words, command_in, topic_of
from bot.handlers.groups import cards
from bot.ops.metrics import handled_by
from bot.routing.group_posts import GroupPoster
from bot.screens import home
from bot.turns.group_turn import GroupRoute, GroupTable, GroupTurn, Post, usual_group
from bot.turns.services import Services
from storage.errors import FAILURES, READ_WITHIN

log = logging.getLogger(__name__)


class GroupRouter:
    """Everything that comes from a group. Of what is said there we look at our commands alone, and
    at what somebody answers with one.
    """

    def __init__(self, services: Services, table: GroupTable, private: Collection[str]) -> None:
        self.table, self._private = table, private
        self.moderators, self._poster = Moderators(), GroupPoster(services.recent_posts)
        self._only_you = OnlyYou(services)

    async def on_update(self, bot: Bot, services: Services, update: Update) -> None:
        """Commands, taps and changes; edited messages, among others, say nothing to us."""
        match update:
            case Update(callback_query=CallbackQuery(message=message) as query) if message:
                await self._on_tap(bot, services, query, message)
            case Update(message=Message() as message):
                await self._on_message(bot, services, message)
            case Update(my_chat_member=ChatMemberUpdated() as change):
                await self._on_membership(bot, services, change)
            case Update(chat_member=ChatMemberUpdated() as change):
                await self._on_membership(bot, services, change)

    async def _on_message(self, bot: Bot, services: Services, message: Message) -> None:
        """A command that is ours, or news of the group itself."""
        if await self._on_news(bot, services, message) or not _is_command_of_a_person(message):
            return
        turn = await self._turn(bot, services, message)
        command = self._command(turn, message, bot)
        if command is None:
            return
        route, turn = command
        turn = replace(turn, answered=answered_words(message, bot))
        turn = replace(turn, dangers=services.library.dangers(f"{turn.text} {turn.answered}"))
        needs_rights = route.who == "moderators" or (
            route.who == "posters" and turn.group.who_posts == "moderators"
        )
        if needs_rights:
            turn = replace(turn, is_moderator=await self.moderators.is_moderator(bot, message))
            route = route if turn.is_moderator else self.table.refused
        helps = cards.help_first(turn, services.library, finds=route.finds)
        for help_post in helps:
            await self._say(bot, services, turn, message, route, help_post)
        of_words = services.library.dangers(turn.text or turn.answered)
        if helps and route.finds and any(danger.sure for danger in of_words):
            return  # what it finds stands under the help
        post = await self.run(services, route, turn)
        if post is None or post.key not in [help_post.key for help_post in helps]:
            post = cards.named(turn, post) if post and turn.dangers else post
            await self._say(bot, services, turn, message, route, post)

    async def _say(
        self,
        bot: Bot,
        services: Services,
        turn: GroupTurn,
        message: Message,
        route: GroupRoute,
        post: Post | None,
    ) -> None:
        """To who asked alone, where nobody else has seen the command; else to the group."""
        if (asker := asker_of(message)) and route.who != "moderators":
            if post is None or not await self._only_you.show(bot, turn, asker, post):
                personal = await self.run(services, self.table.personal, turn)
                await self._post(bot, services, turn, personal)
            return
        rest = self._poster.rest_before(turn, post) if post else None
        if post and rest and not await self._moderates(bot, turn, message):
            await self._poster.post_after_rest(bot, turn, post, rest)
        else:
            await self._post(bot, services, turn, post)

    async def _moderates(self, bot: Bot, turn: GroupTurn, message: Message) -> bool:
        return turn.is_moderator or await self.moderators.is_moderator(bot, message)

    async def _on_tap(
        self,
        bot: Bot,
        services: Services,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
    ) -> None:
        """A button under a message here. The group is where it was pressed, whatever it names."""
        tapped = callback_data.decode(query.data or "")
        route = self.table.taps.get(tapped.tap) if tapped else None
        if tapped is None or route is None:
            await sender.answer_tap(bot, query.id)
            return
        turn = replace(
            await self._turn(bot, services, message), message_id=message.message_id, asked_by=None
        )
        if route.who != "everybody":
            if not await self.moderators.is_moderator(bot, query):
                toast = turn.view.say("groups.moderators_only")
                await sender.answer_tap(bot, query.id, toast)
                return
            turn = replace(turn, is_moderator=True)
        if route.to == "asker":
            post = await self.run(services, route, turn.tapped(tapped))
            await self._only_you.answer_tap(bot, query, turn, post)
            return
        recent_posts, keeps = services.recent_posts, route.does == "writes"
        if not recent_posts.take(turn.chat_id, turn.now, "settings", must=keeps):
            await sender.answer_tap(bot, query.id, turn.view.say("answers.one_moment"))
            return
        await sender.answer_tap(bot, query.id)
        if post := await self.run(services, route, turn.tapped(tapped)):
            await sender.show(bot, turn.chat_id, post.screen, message.message_id)

    async def _on_membership(self, bot: Bot, services: Services, change: ChatMemberUpdated) -> None:
        """Somebody's rights may have changed; our own place is news for the group."""
        chat_id, route = change.chat.id, self.table.membership
        self.moderators.forget(chat_id)
        old, new = change.old_chat_member, change.new_chat_member
        if route and old and new and new.user and new.user.id == bot.id:
            statuses = (old.status, new.status)
            turn = replace(await self.turn_in(bot, services, chat_id, None), args=statuses)
            await self._post(bot, services, turn, await self.run(services, route, turn))

    async def _on_news(self, bot: Bot, services: Services, message: Message) -> bool:
        """What Telegram itself tells about the group; whether it was such a message."""
        old, new = message.migrate_from_chat_id, message.migrate_to_chat_id
        if old or new:
            await self._moved(bot, services, old or message.chat.id, new or message.chat.id)
        return bool(old or new)

    async def _moved(self, bot: Bot, services: Services, old: int, new: int) -> None:
        if route := self.table.migrated:
            turn = await self.turn_in(bot, services, new, None)
            turn = replace(turn, args=(str(old), str(new)))
            await self._post(bot, services, turn, await self.run(services, route, turn))

    def _command(
        self, turn: GroupTurn, message: Message, bot: Bot
    ) -> tuple[GroupRoute, GroupTurn] | None:
        """What a command means here; None when it means nothing to us."""
        command = command_in(message, bot)
        if command is None:
            return None
        name, words = command
        turn = replace(turn, text=words)
        subjects = {subject.id: subject.page for subject in turn.edition.pack.reminders}
        if name in self.table.commands:
            return self.table.commands[name], turn
        if name in subjects:
            return self.table.subject, replace(turn, args=(subjects[name],))
        pack = turn.edition.pack
        is_private = name in {*self._private, pack.finder_command} or pack.menu_of(name)
        return (self.table.personal, turn) if is_private else None

    async def _turn(
        self, bot: Bot, services: Services, message: MaybeInaccessibleMessage
    ) -> GroupTurn:
        if not isinstance(message, Message):  # too old to be read
            return await self.turn_in(bot, services, message.chat.id, None)
        thread_id = topic_of(message)
        turn = await self.turn_in(bot, services, message.chat.id, thread_id)
        turn = replace(turn, asked_by=None if asker_of(message) else message.message_id)
        answered = message.reply_to_message
        if answered is None or answered.message_id == thread_id:  # what opened the topic
            return turn
        return replace(turn, reply_to=answered.message_id)

    async def turn_in(
        self, bot: Bot, services: Services, chat_id: int, thread_id: int | None
    ) -> GroupTurn:
        now = services.clock()
        usual = usual_group(chat_id, services.settings)
        try:
            async with asyncio.timeout(READ_WITHIN):
                group = await services.store.groups.get_or(usual)
        except FAILURES as error:  # the content needs no store
            log.error("nothing can be read of a group: %s", type(error).__name__)
            group = usual
        view = services.view_in(group, now, bot.username)
        if group.topics is not None:
            group = with_current_ids(group, view.edition.pack.renamed)
        return GroupTurn(chat_id, thread_id, group, view, now)

    async def run(self, services: Services, route: GroupRoute, turn: GroupTurn) -> Post | None:
        handled_by(route.handler)
        if route.does == "reads":
            return await route.handler(turn, services)
        try:
            async with services.store.transaction():
                return await route.handler(turn, services)
        except FAILURES as error:
            log.error("nothing can be kept of a group: %s", type(error).__name__)
            return Post(home.notice(turn.view, "answers.store_fails"), short_lived=True)

    async def _post(self, bot: Bot, services: Services, turn: GroupTurn, post: Post | None) -> None:
        """A group that can't be reached is no error; one that has moved is told to the store."""
        sent = await self._poster.post(bot, turn, post) if post else None
        if isinstance(sent, Outcome) and sent.kind == "moved":
            await self._moved(bot, services, turn.chat_id, sent.chat_id)
        if isinstance(sent, Message) and turn.group.waits_for_rights:
            await self._go_on(bot, services, turn)

    async def _go_on(self, bot: Bot, services: Services, turn: GroupTurn) -> None:
        """That it could be posted shows that we may write here again: not all of that is told us.

        When a group's own permissions change, no news of our place comes.
        """
        if route := self.table.membership:
            turn = replace(turn, args=("restricted", "member"))
            if post := await self.run(services, route, turn):
                await self._poster.post(bot, turn, post)


def _is_command_of_a_person(message: Message) -> bool:
    """Hidden administrators, and people who speak as a channel, look like a bot with a chat."""
    user = message.from_user
    is_person = user is not None and (not user.is_bot or message.sender_chat is not None)
    passed_on = message.forward_origin or message.is_automatic_forward or message.via_bot
    return is_person and not passed_on and (message.text or "").startswith("/")
