"""What moderators can choose for their group, by buttons that only they can press."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot import callback_data
from bot.domain.time_zones import city_of
from bot.library.model.models import Page
from bot.regions import ELSEWHERE, UNKNOWN
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens import calendar, time_zone
from bot.screens.countries import choose as countries_to_choose
from bot.screens.view import (
    PAGES_OF_GROUP,
    View,
    button,
    in_pairs,
    pager,
    screen_of,
    short,
    two_a_row,
)
from storage.records import Group, GroupChange

ALL = "all"
MOST_ROWS = 8
CHOICES = ("language", "topics", "region", "who_posts", "spoiler", "cooldown", "quiet")
COOLDOWNS = (0, 60, 300, 900, 3600)  # seconds
QUIET = {  # by how a button spells them
    "none": (time(0), time(0)),
    "2000": (time(20), time(8)),
    "2100": (time(21), time(8)),
    "2200": (time(22), time(7)),
    "2300": (time(23), time(7)),
}
CHANGES_SHOWN = 8
IN_PRIVATE = "group__"  # before the id of a group in a link that opens its settings


def settings(view: View, group: Group, notice: str = "") -> Screen:
    """What is set now, each line a button that changes it."""
    lines = [
        Button(view.say(f"group_settings.{name}", value=_now(view, group, name)), _way(name))
        for name in CHOICES
    ]
    zone = view.say("settings.time_zone", value=city_of(group.time_zone, view.edition.language))
    ends = [
        Button(zone, callback_data.GROUP_COUNTRIES(0)),
        button(view, "changes", callback_data.GROUP_CHANGES()),
        privately(view, group.chat_id),
        button(view, "close", callback_data.GROUP_CLOSE()),
    ]
    text = paragraphs(
        safe(notice),
        bold(view.say("group_settings.title")),
        safe(view.say("group_settings.text")),
    )
    return Screen(text, two_a_row([*lines, *ends], MOST_ROWS))


def privately(view: View, group_id: int) -> Button:
    """To the same settings in the private chat; who does not moderate gets nowhere there."""
    return Button(view.say("buttons.set_up_privately"), url=view.link(f"{IN_PRIVATE}{group_id}"))


def in_private(view: View, screen: Screen, group_id: int, title: str) -> Screen:
    """As a moderator sees it in the private chat: every button says which group it is about."""
    here = callback_data.GROUP_IN_PRIVATE(group_id)
    rows = tuple(
        tuple(
            button(view, "home", callback_data.HOME())
            if each.tap == callback_data.GROUP_CLOSE()
            else replace(each, tap=callback_data.with_back(each.tap, here))
            for each in row
            if each.tap
        )
        for row in screen.rows
    )
    head = safe(view.say("group_settings.of", title=title)) if title else ""
    return Screen(paragraphs(head, screen.text), tuple(row for row in rows if row))


def choose(view: View, group: Group, name: str, number: int = 0) -> Screen:
    """The values of one setting; the one in use carries a tick."""
    text = paragraphs(
        bold(view.say(f"group_settings.choose_{name}")),
        safe(view.say(f"group_settings.about_{name}")),
    )
    rows = in_pairs(_values(view, group, name))
    if name == "region":
        rows = countries_to_choose(
            view,
            number,
            lambda code: callback_data.GROUP_SET(name, code),
            (callback_data.GROUP_CHOOSE, name),
            (ELSEWHERE, UNKNOWN),
            group.region,
        )
    return Screen(text, (*rows, _back(view)))


def _values(view: View, group: Group, name: str) -> list[Button]:
    return [
        Button(
            f"✓ {label}" if value == spelled(group, name) else label,
            callback_data.GROUP_SET(name, value),
        )
        for value, label in options(view, name).items()
    ]


def choose_topics(view: View, group: Group, number: int) -> Screen:
    """Every page with a tick where it may be posted."""
    every = pages(view)
    number, screens, part = screen_of(number, len(every), PAGES_OF_GROUP)
    buttons = []
    for page in every[part]:
        may = group.topics is None or page.id in group.topics
        label = f"{'✓' if may else '–'} {short(page.button)}"
        buttons.append(Button(label, callback_data.GROUP_TOPIC(page.id, int(not may), number)))
    text = paragraphs(
        bold(view.say("group_settings.choose_topics")),
        safe(view.say("group_settings.about_topics")),
    )
    rows: Rows = (
        *two_a_row(buttons, PAGES_OF_GROUP // 2),
        *pager(view, callback_data.GROUP_CHOOSE, ("topics",), number, screens),
        (button(view, "all_topics", callback_data.GROUP_SET("topics", ALL)), *_back(view)),
    )
    return Screen(text, rows)


def choose_country(view: View, number: int) -> Screen:
    def into(country: str) -> str:
        return callback_data.GROUP_CITIES(country, 0, back=view.back)

    rows = time_zone.country_rows(view, number, callback_data.GROUP_COUNTRIES, into)
    return Screen(bold(view.say("group_settings.choose_country")), (*rows, _back(view)))


def choose_city(view: View, now: datetime, country: str, number: int) -> Screen:
    def into(zone: str) -> str:
        return callback_data.GROUP_SET("time_zone", zone, back=view.back)

    rows = time_zone.city_rows(view, now, country, number, callback_data.GROUP_CITIES, into)
    if not rows:
        return choose_country(view, 0)
    return Screen(bold(view.say("group_settings.choose_city")), (*rows, _back(view)))


def changes(view: View, group: Group, every: Sequence[GroupChange]) -> Screen:
    """What was changed lately: which setting, when, and in which role."""
    lines = [_told(view, group, change) for change in every[:CHANGES_SHOWN]]
    text = paragraphs(
        bold(view.say("group_settings.changes")),
        "\n".join(lines) or safe(view.say("group_settings.no_changes")),
        safe(view.say("group_settings.about_changes")),
    )
    return Screen(text, (_back(view),))


def closed(view: View) -> Screen:
    return Screen(safe(view.say("group_settings.closed")))


def options(view: View, name: str) -> dict[str, str]:
    """Every value of a setting with its label, as its buttons spell them."""
    match name:
        case "language":
            return {language.id: language.name for language in view.edition.pack.languages}
        case "region":
            return {code: view.say(f"regions.{code}") for code in view.edition.regions}
        case "who_posts":
            return {
                "everybody": view.say("group_settings.everybody"),
                "moderators": view.say("group_settings.moderators"),
            }
        case "cooldown":
            return {str(seconds): _rest(view, seconds) for seconds in COOLDOWNS}
        case "quiet":
            return {spelling: _hours(view, *hours) for spelling, hours in QUIET.items()}
        case "spoiler":
            return {"1": view.say("settings.values.yes"), "0": view.say("settings.values.no")}
    return {}


def spelled(group: Group, name: str) -> str:
    """The value in use, as its button spells it."""
    match name:
        case "cooldown":
            return str(group.cooldown_seconds)
        case "quiet":
            hours = group.quiet_start, group.quiet_end
            return next((spelling for spelling, usual in QUIET.items() if usual == hours), "")
        case "spoiler":
            return str(int(group.spoiler))
    return str(getattr(group, name))


def pages(view: View) -> list[Page]:
    """The pages that a group can do without; help is always wanted."""
    menus = [menu.id for menu in view.edition.pack.menus if menu.id != "help"]
    return [page for menu_id in menus for page in view.edition.menu(menu_id)]


def _way(name: str) -> str:
    return (
        callback_data.GROUP_CHOOSE(name, 0)
        if name == "topics"
        else callback_data.GROUP_CHOOSE(name)
    )


def _now(view: View, group: Group, name: str) -> str:
    if name == "topics":
        return _topics(view, group.topics)
    if name == "quiet":
        return _hours(view, group.quiet_start, group.quiet_end)
    if name == "cooldown":
        return _rest(view, group.cooldown_seconds)
    value = spelled(group, name)
    return options(view, name).get(value, value)


def _topics(view: View, topics: Sequence[str] | None) -> str:
    if topics is None:
        return view.say("group_settings.all_topics")
    return view.count("group_settings.some_topics", len(topics))


def _hours(view: View, start: time, end: time) -> str:
    if start == end:
        return view.say("group_settings.never")
    return f"{calendar.clock(view, start)}–{calendar.clock(view, end)}"


def _rest(view: View, seconds: int) -> str:
    if not seconds:
        return view.say("group_settings.never")
    return view.count("group_settings.minutes", -(-seconds // 60))


def _told(view: View, group: Group, change: GroupChange) -> str:
    local = change.changed_at.astimezone(ZoneInfo(group.time_zone))
    lines = view.say(
        "group_settings.change",
        day=format_date(local.date(), "medium", locale=view.locale),
        time=calendar.clock(view, local.time()),
        role=view.say(f"group_settings.by.{change.by_role}"),
        what=view.say(f"group_settings.names.{change.setting}"),
    )
    value = _value(view, change)
    return "• " + safe(f"{lines}: {value}" if value else lines)


def _value(view: View, change: GroupChange) -> str:
    """What it says since then, in words; empty where the name of the change says enough."""
    match change.setting:
        case "cooldown_seconds":
            return _rest(view, int(change.became))
        case "topics":
            return _topics(view, change.became.split() if change.became else None)
        case "time_zone":
            return city_of(change.became, view.edition.language)
        case "quiet_start" | "quiet_end":
            return calendar.clock(view, time.fromisoformat(change.became))
    return options(view, change.setting).get(change.became, "")


def _back(view: View) -> tuple[Button, ...]:
    """Who was asked on the way to somewhere else goes on by an answer."""
    if view.back:
        return (button(view, "close", callback_data.GROUP_CLOSE()),)
    return (button(view, "back", callback_data.GROUP_SETTINGS()),)
