"""One turn in a group: a command, a tap or a change there, and what the group gets to see."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, Self

from bot.callback_data import Tap, Tapped
from bot.library.danger.danger import Danger
from bot.library.model.library import Edition
from bot.screen import Screen
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.services import Services
from bot.turns.turn import TapArguments
from storage.records import Group

USUAL_COOLDOWN = 60  # seconds


@dataclass(frozen=True, slots=True)
class GroupTurn(TapArguments):
    """What was asked in which group; of who asked it only whether they moderate is known."""

    chat_id: int
    #: The topic of a forum where it was asked; None elsewhere.
    thread_id: int | None
    #: The group's settings; the defaults where nothing was set.
    group: Group
    #: In the group's language and region, never in a person's.
    view: View
    now: datetime
    #: Checked for routes that are not for everybody; False where nobody asked.
    is_moderator: bool = False
    #: The message that the command answers; None when it answers none.
    reply_to: int | None = None
    #: The message that carries the tapped button; None for a command.
    message_id: int | None = None
    #: The command itself; None for a tap and for what nobody asked.
    asked_by: int | None = None
    #: What follows the command.
    text: str = ""
    #: What the message says that the command answers; looked at once, and never kept.
    answered: str = ""
    #: What help the words call for: those of the command, and of the message that it answers.
    dangers: tuple[Danger, ...] = ()
    #: The arguments of a tap; of a change what `GroupTable` says of it.
    args: tuple[str, ...] = ()

    @property
    def edition(self) -> Edition:
        return self.view.edition

    def tapped(self, tapped: Tapped) -> Self:
        view = replace(self.view, back=tapped.back)
        return replace(self, view=view, args=tapped.args)


@dataclass(frozen=True, slots=True)
class Post:
    """What the group gets to see: in place of the tapped message, or as a new one."""

    screen: Screen
    #: What it is, such as `page daily-life`. Asked for again too soon, it is not posted again.
    key: str = ""
    #: How soon is too soon.
    again_after: timedelta = timedelta(hours=1)
    #: Too soon, we point to the earlier message; otherwise we say nothing.
    points_back: bool = True
    #: One line that stands for a card while the bot rests, as the group has set.
    brief: Screen | None = None
    #: The message it answers.
    reply_to: int | None = None
    #: A passing remark, which is removed again after a minute.
    short_lived: bool = False
    #: It has room of its own, whatever else goes on in the group.
    is_help: bool = False

    def in_brief(self) -> "Post":
        """One line instead, which goes again; for one card a minute, it is a message as well."""
        return Post(
            self.brief or self.screen,
            "in brief",
            timedelta(minutes=1),
            points_back=False,
            reply_to=self.reply_to,
            short_lived=True,
        )


GroupHandler = Callable[[GroupTurn, Services], Awaitable[Post | None]]


@dataclass(frozen=True, slots=True)
class GroupRoute:
    """A handler, who may use it, and what it does to the store.

    `posters` are everybody or the moderators, as the group has set; `writes` runs in a transaction.
    What goes to the `asker` is for who asked alone; where that can't be, they get a private link.
    """

    handler: GroupHandler
    who: Literal["everybody", "posters", "moderators"] = "everybody"
    does: Literal["reads", "writes"] = "reads"
    to: Literal["group", "asker"] = "group"
    #: It looks for the words; where they call for help, what it finds stands under that.
    finds: bool = False
    #: A moderator may press its buttons in the private chat as well.
    in_private: bool = False


def sets(handler: GroupHandler, does: Literal["reads", "writes"] = "reads") -> GroupRoute:
    """A part of the settings, which moderators open in the group or in private."""
    return GroupRoute(handler, "moderators", does, in_private=True)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Every command, tap and change in a group."""

    commands: Mapping[str, GroupRoute]
    taps: Mapping[Tap, GroupRoute]
    #: One command for each subject that the pack's reminders are about. args: the page id.
    subject: GroupRoute
    #: Any command of the private chat: the same line for everybody.
    personal: GroupRoute
    #: Somebody asks for what only moderators may do.
    refused: GroupRoute
    #: Our own place in the group has changed. args: the old status and the new one.
    membership: GroupRoute | None = None
    #: The group lives on under another id. args: the old id and the new one; it can come twice.
    migrated: GroupRoute | None = None


def usual_group(chat_id: int, settings: Settings) -> Group:
    """A group in which nobody has chosen anything yet."""
    return Group(
        chat_id=chat_id,
        language=settings.default_language,
        region=settings.default_region,
        who_posts="everybody",
        topics=None,
        spoiler=True,
        cooldown_seconds=USUAL_COOLDOWN,
        quiet_start=time(21),
        quiet_end=time(8),
        time_zone=settings.default_time_zone,
    )
