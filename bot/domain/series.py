"""Which page a group gets next, and which it wants at all."""

from collections.abc import Collection

from bot.library.model.finder import OPEN_STUDIES
from bot.library.model.library import Edition
from bot.library.model.models import Page
from bot.library.model.pack import HELP_MENU
from storage.records import Group, GroupSchedule, ScheduleKind

Target = tuple[ScheduleKind, str]  # what a new schedule posts: its kind, and the page or subject


def may_post(page_id: str, menu_id: str, allowed: Collection[str] | None) -> bool:
    """Whether the group wants this page; help is always wanted."""
    return allowed is None or menu_id == HELP_MENU or page_id in allowed


def page_of(edition: Edition, group: Group, schedule: GroupSchedule) -> str:
    """The page that comes next; in a series the next one that the group wants."""
    if schedule.kind == "monthly" and schedule.what == OPEN_STUDIES:
        return edition.pack.finder.page if edition.pack.finder else ""
    if schedule.kind == "monthly":
        subject = edition.pack.subject(schedule.what)
        return subject.page if subject else ""
    page = edition.page(schedule.what)
    if page and page.id in {each.id for each in allowed_pages(edition, group)}:
        return page.id
    return next_in_series(edition, group, schedule.what) if schedule.kind == "weekly" else ""


def next_what(edition: Edition, group: Group, schedule: GroupSchedule) -> str:
    """What comes after this one: in a series the next page, otherwise the same."""
    if schedule.kind != "weekly":
        return schedule.what
    return next_in_series(edition, group, page_of(edition, group, schedule))


def next_in_series(edition: Edition, group: Group, current: str) -> str:
    """The page after this one that the group wants, and after the last the first."""
    menu = edition.pack.series
    series = menu.pages if menu else ()
    place = series.index(current) + 1 if current in series else 0
    wanted = {page.id for page in allowed_pages(edition, group)}
    first = next(iter(series), "")
    return next((p for p in [*series[place:], *series] if p in wanted), first)


def allowed_pages(edition: Edition, group: Group) -> list[Page]:
    return [
        page
        for menu in edition.pack.menus
        for page in edition.menu(menu.id)
        if may_post(page.id, menu.id, group.topics)
    ]


def spell_target(target: Target) -> str:
    return ".".join(target)


def read_target(edition: Edition, group: Group, spelled: str) -> Target | None:
    """What `spell_target` wrote, if there is such a thing and the group wants it."""
    kind, _, what = spelled.partition(".")
    match kind:
        case "card" if what in {page.id for page in allowed_pages(edition, group)}:
            return "card", what
        case "weekly" if first := next_in_series(edition, group, ""):
            return "weekly", first
        case "monthly" if edition.pack.subject(what) or _counts_studies(edition, what):
            return "monthly", what
    return None


def _counts_studies(edition: Edition, what: str) -> bool:
    return what == OPEN_STUDIES and edition.pack.finder is not None
