"""What a pack has of its own: its menus, its languages, and what it can remind of."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.library.model.fields import (
    Command,
    ItemId,
    LanguageCode,
    Line,
    Model,
    PageId,
    ShortId,
)
from bot.library.model.finder import Finder

HELP_MENU = "help"  # the menu of the two help pages, which every pack has
SOMEBODY_ELSE = "other"  # whom a visit is with, when it is none of those that the pack lists


class Group(Model):
    """Pages of a menu that belong together; it has a screen of its own, which the menu leads to."""

    id: PageId
    pages: Annotated[tuple[PageId, ...], Field(min_length=1)]


class Menu(Model):
    """A list of pages, and what holds for each of them; they lie in the folder of its name."""

    id: PageId
    pages: Annotated[tuple[PageId, ...], Field(min_length=1)]
    #: What its pages are about, where there are too many for one screen; some may be in none.
    groups: tuple[Group, ...] = ()
    #: The command that opens it, such as `basics` for /basics.
    command: Command | None = None
    #: Whether a group can have the cards of its pages, one every week.
    series: bool = False
    #: The sections that each page has, in this order; empty where each chooses its own.
    sections: tuple[ItemId, ...] = ()
    #: On how many publishers each page rests, at least.
    publishers: Annotated[int, Field(ge=0)] = 0
    #: The longest time from one review to the next.
    review_days: Annotated[int, Field(ge=1, le=731)] = 731


class Language(Model):
    id: LanguageCode
    name: Line
    review: Line


class ReminderKind(Model):
    """Something to be reminded to talk about, and the page whose questions go with it."""

    id: ShortId
    page: PageId


class Pack(Model):
    """What this pack has of its own; `content/README.md` says what is the same in every pack."""

    name: Line
    default_region: str
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    menus: Annotated[tuple[Menu, ...], Field(min_length=1)]
    #: What the first button of all opens: a page, or "page-id/section-id".
    first_steps: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")] = ""
    #: What people can be reminded to talk about; `interface.yaml` names each.
    reminders: tuple[ReminderKind, ...] = ()
    #: Whom a visit can be with, besides somebody else; `interface.yaml` names each.
    visits: tuple[ShortId, ...] = ()
    #: By language, what once was true and may be said no more; `*` is the rest of a word.
    outdated: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    #: Pages that had another id once; old bookmarks, buttons and links find them by it.
    renamed: dict[PageId, PageId] = Field(default_factory=dict)
    #: How open studies are found; it has a file of its own. None when the pack has no finder.
    finder: Finder | None = None

    @property
    def reading_menus(self) -> tuple[Menu, ...]:
        """All but the help pages; the first one is offered wherever somebody has nothing yet."""
        return tuple(menu for menu in self.menus if menu.id != HELP_MENU)

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The pages of each menu, and of each group in one, by its id."""
        groups = {group.id: group.pages for menu in self.menus for group in menu.groups}
        return groups | {menu.id: menu.pages for menu in self.menus}

    def entries(self, list_id: str) -> tuple[str, ...]:
        """What stands in a menu, in its order: each group once, where its first page would be."""
        group_of = {
            page_id: group.id
            for menu in self.menus
            if menu.id == list_id
            for group in menu.groups
            for page_id in group.pages
        }
        ids = (group_of.get(page_id, page_id) for page_id in self.lists.get(list_id, ()))
        return tuple(dict.fromkeys(ids))

    def above(self, item_id: str) -> str:
        """The list that leads to a page or a group: its group, or else its menu."""
        for menu in self.menus:
            for group in menu.groups:
                if item_id in group.pages:
                    return group.id
            if item_id in (*menu.pages, *(group.id for group in menu.groups)):
                return menu.id
        return ""

    @property
    def series(self) -> Menu | None:
        """The menu whose cards a group can have week after week."""
        return next((menu for menu in self.menus if menu.series), None)

    def menu_of(self, command: str) -> Menu | None:
        """The menu that a command opens."""
        return next((menu for menu in self.menus if menu.command == command), None)

    @property
    def finder_command(self) -> str:
        """The command that opens the finder; empty where there is none."""
        return self.finder.command if self.finder else ""

    def subject(self, kind: str) -> ReminderKind | None:
        """A subject of the pack by its id; None for one's own words, and for what is no more."""
        return next((subject for subject in self.reminders if subject.id == kind), None)
