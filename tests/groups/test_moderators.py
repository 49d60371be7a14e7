"""Who counts as a moderator: Telegram is asked, believed for a minute, and doubt means no."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import CallbackQuery, Chat, Message, User

from bot.edge.admins import MOST_KEPT, Moderators
from bot.edge.application import AnyApplication
from playground.faults import Fault, FaultKind
from playground.people import ANA, FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.world import World

GROUP = Chat(SUPERGROUP_ID, "supergroup", "Support group")
FORUM = Chat(FORUM_ID, "supergroup", "Forum")
HIDDEN = User(1087968824, "Group", True)
CHANNEL = Chat(-1001000000009, "channel", "News")
TELEGRAM = User(777000, "Telegram", False)
ASKED_OF = frozenset({"getChatAdministrators"})


class Watch:
    """Seconds that pass when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def moderators(watch: Watch) -> Moderators:
    return Moderators(watch)


def said_by(person: int | User, sender_chat: Chat | None = None) -> Message:
    sender = User(person, "Somebody", False) if isinstance(person, int) else person
    return Message(5, datetime.now(UTC), GROUP, from_user=sender, sender_chat=sender_chat)


def tapped_by(person: int) -> CallbackQuery:
    return CallbackQuery("1", User(person, "Somebody", False), "x", message=said_by(HIDDEN))


@pytest.mark.parametrize(
    ("status", "moderates"),
    [
        ("creator", True),
        ("administrator", True),
        ("member", False),
        ("left", False),
        ("kicked", False),
    ],
)
async def test_creators_and_administrators_moderate(
    moderators: Moderators, application: AnyApplication, world: World, status: str, moderates: bool
) -> None:
    world.chats[SUPERGROUP_ID].members[ANA] = status
    assert await moderators.is_moderator(application.bot, said_by(ANA)) is moderates
    assert await moderators.is_moderator(application.bot, tapped_by(ANA)) is moderates


async def test_an_administrator_who_hides_moderates_only_this_group(
    moderators: Moderators, application: AnyApplication
) -> None:
    bot, other = application.bot, Chat(-100777, "supergroup", "Other")
    assert await moderators.is_moderator(bot, said_by(HIDDEN, GROUP))
    assert not await moderators.is_moderator(bot, said_by(HIDDEN, other))


async def test_the_linked_channel_and_people_as_channels_do_not(
    moderators: Moderators, application: AnyApplication
) -> None:
    assert not await moderators.is_moderator(application.bot, said_by(TELEGRAM, CHANNEL))
    assert not await moderators.is_moderator(application.bot, said_by(MIRA, CHANNEL))
    assert not await moderators.is_moderator(application.bot, said_by(HIDDEN))


async def test_telegram_is_believed_for_a_minute_and_then_asked_again(
    moderators: Moderators, watch: Watch, application: AnyApplication, world: World
) -> None:
    bot = application.bot
    assert await moderators.is_moderator(bot, said_by(MIRA))
    world.chats[SUPERGROUP_ID].members[MIRA] = "member"
    watch.now = 59
    assert await moderators.is_moderator(bot, said_by(MIRA))
    watch.now = 60
    assert not await moderators.is_moderator(bot, said_by(MIRA))


async def test_news_is_believed_at_once(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    assert not await moderators.is_moderator(application.bot, said_by(THEO))
    world.chats[SUPERGROUP_ID].members[THEO] = "administrator"
    moderators.forget(SUPERGROUP_ID)
    assert await moderators.is_moderator(application.bot, said_by(THEO))


async def test_what_cannot_be_found_out_means_no_and_is_asked_again(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    torn = Fault(FaultKind.SERVER, calls=1, methods=ASKED_OF)
    world.faults.switch_on(torn)
    assert not await moderators.is_moderator(application.bot, said_by(MIRA))
    assert await moderators.is_moderator(application.bot, said_by(MIRA))
    assert not await moderators.is_moderator(application.bot, said_by(999))


async def test_what_is_remembered_does_not_pile_up(
    moderators: Moderators, application: AnyApplication
) -> None:
    moderators._known = {n: (frozenset({1}), 1e9) for n in range(MOST_KEPT)}
    assert await moderators.is_moderator(application.bot, said_by(MIRA))
    assert len(moderators._known) == 1


# Many at once


def questions(world: World) -> list[int]:
    """Of which groups the administrators were asked for."""
    return [int(call.params["chat_id"]) for call in world.ledger.of("getChatAdministrators")]


async def all_at_once(
    moderators: Moderators, application: AnyApplication, people: range
) -> list[bool]:
    asking = (moderators.is_moderator(application.bot, tapped_by(person)) for person in people)
    return await asyncio.gather(*asking)


async def test_five_hundred_people_at_once_are_one_question(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    found = await all_at_once(moderators, application, range(MIRA - 250, MIRA + 250))
    assert found.count(True) == 1
    assert found[250] is True
    assert questions(world) == [SUPERGROUP_ID]


async def test_while_telegram_does_not_answer_they_wait_for_one_question_too(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    world.faults.switch_on(Fault(FaultKind.SERVER, calls=1, methods=ASKED_OF))
    assert not any(await all_at_once(moderators, application, range(MIRA - 250, MIRA + 250)))
    assert questions(world) == [SUPERGROUP_ID]
    assert await moderators.is_moderator(application.bot, tapped_by(MIRA))


async def test_one_who_gives_up_takes_the_answer_from_nobody(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    bot = application.bot
    first = asyncio.create_task(moderators.is_moderator(bot, tapped_by(THEO)))
    second = asyncio.create_task(moderators.is_moderator(bot, tapped_by(MIRA)))
    await asyncio.sleep(0)
    first.cancel()
    assert await second
    assert questions(world) == [SUPERGROUP_ID]


async def test_news_during_a_question_makes_its_answer_too_old_to_keep(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    bot = application.bot
    asking = asyncio.create_task(moderators.is_moderator(bot, tapped_by(THEO)))
    await asyncio.sleep(0)
    moderators.forget(SUPERGROUP_ID)
    world.chats[SUPERGROUP_ID].members[THEO] = "administrator"
    assert await moderators.is_moderator(bot, tapped_by(THEO))
    await asking
    assert len(questions(world)) == 2
    assert await moderators.is_moderator(bot, tapped_by(THEO))


async def test_each_group_is_a_question_of_its_own(
    moderators: Moderators, application: AnyApplication, world: World
) -> None:
    world.chats[FORUM_ID].members[MIRA] = "member"
    assert await moderators.is_moderator(application.bot, said_by(MIRA))
    there = Message(5, datetime.now(UTC), FORUM, from_user=User(MIRA, "Mira", False))
    assert not await moderators.is_moderator(application.bot, there)
    assert questions(world) == [SUPERGROUP_ID, FORUM_ID]
