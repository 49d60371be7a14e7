"""What is posted in a group by itself: the list, setting one up, and what comes of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot import callback_data
from bot.domain.recurrence import Unit
from bot.domain.series import allowed_pages, page_of, spell_target
from bot.domain.visits import local_now
from bot.library.model.finder import OPEN_STUDIES
from bot.screen import Button, Screen, bold, italic, paragraphs, safe
from bot.screens import calendar, cards
from bot.screens.news import LINK as NEWS_LINK
from bot.screens.reminders import then_every
from bot.screens.time_zone import clock
from bot.screens.view import (
    PAGES_OF_GROUP,
    View,
    button,
    one_each,
    pager,
    screen_of,
    short,
    two_a_row,
)
from storage.records import Group, GroupSchedule

HOURS = range(6, 23)
HOURS_A_ROW = 4
LABEL_LIMIT = 40  # characters of an entry, which has a row of its own


def schedules(
    view: View, every: Sequence[GroupSchedule], due: Mapping[int, datetime], notice: str = ""
) -> Screen:
    """What is set up, each with its next moment, and what can be."""
    lines = [
        f"• {safe(title(view, schedule))}\n{safe(when(view, schedule, due.get(schedule.id)))}"
        for schedule in every
    ]
    entries = [
        Button(short(title(view, schedule), LABEL_LIMIT), callback_data.GROUP_SCHEDULE(schedule.id))
        for schedule in every
    ]
    text = paragraphs(
        safe(notice),
        bold(view.say("group_schedule.title")),
        "\n".join(lines) or safe(view.say("group_schedule.none")),
        safe(view.say("group_schedule.here")),
    )
    return Screen(text, (*one_each([*entries, *_new(view)]), (_close(view),)))


def ask_zone(view: View, now: datetime, zone: str) -> Screen:
    """The likely clock, asked once before the first thing is set up."""
    text = safe(view.say("group_schedule.zone", time=clock(view, now, zone)))
    then = callback_data.GROUP_SCHEDULES()
    rows = (
        (button(view, "zone_yes", callback_data.GROUP_SET("time_zone", zone, back=then)),),
        (button(view, "zone_no", callback_data.GROUP_COUNTRIES(0, back=then)),),
    )
    return Screen(paragraphs(bold(view.say("group_schedule.title")), text), rows)


def schedule(view: View, schedule: GroupSchedule, due: datetime | None, notice: str = "") -> Screen:
    """One schedule and what can be done with it."""
    text = paragraphs(
        safe(notice),
        bold(title(view, schedule)),
        safe(when(view, schedule, due)),
        safe(view.say("group_schedule.in_topic")) if schedule.thread_id else "",
    )
    paused = schedule.state == "paused"
    change = button(view, "change_when", callback_data.GROUP_MONTH("now", str(schedule.id)))
    pause = button(
        view,
        "resume" if paused else "pause",
        callback_data.GROUP_PAUSE(schedule.id, int(not paused)),
    )
    rows: list[tuple[Button, ...]] = [(change,) if schedule.state == "done" else (change, pause)]
    if schedule.state == "active":
        rows.insert(0, (button(view, "post_now", callback_data.GROUP_POST_NOW(schedule.id)),))
    if schedule.last_message_id is not None:
        rows.append((button(view, "take_back", callback_data.GROUP_TAKE_BACK(schedule.id)),))
    rows += [
        (button(view, "delete_schedule", callback_data.GROUP_DELETE(schedule.id)),),
        _back(view),
    ]
    return Screen(text, tuple(rows))


def choose_page(view: View, group: Group, number: int) -> Screen:
    """Which card; only those that the group wants."""
    every = allowed_pages(view.edition, group)
    number, screens, part = screen_of(number, len(every), PAGES_OF_GROUP)
    entries = [
        Button(page.button, callback_data.GROUP_MONTH("now", spell_target(("card", page.id))))
        for page in every[part]
    ]
    text = bold(view.say("group_schedule.which_card"))
    pages = pager(view, callback_data.GROUP_PAGES, (), number, screens)
    rows = (*two_a_row(entries, PAGES_OF_GROUP // 2), *pages, _back(view))
    return Screen(text, rows)


def choose_day(view: View, group: Group, target: str, month: date, now: datetime) -> Screen:
    """The first day, in the group's zone."""
    today = local_now(now, group.time_zone).date()
    rows = calendar.month_rows(
        view,
        month,
        today,
        lambda other: callback_data.GROUP_MONTH(calendar.spell_month(other), target),
        lambda day: callback_data.GROUP_DAY(calendar.spell_day(day), target),
    )
    head = calendar.month_title(view, calendar.shown_month(month, today))
    text = paragraphs(bold(head), safe(view.say("group_schedule.which_day")))
    return Screen(text, (*rows, _back(view)))


def choose_hour(view: View, group: Group, target: str, day: date, now: datetime) -> Screen:
    """The hours of that day which are still to come."""
    here = local_now(now, group.time_zone)
    moments = [datetime.combine(day, time(hour)) for hour in HOURS]
    buttons = [
        Button(
            calendar.clock(view, at.time()),
            callback_data.GROUP_AT(calendar.spell_moment(at), target),
        )
        for at in moments
        if at > here
    ]
    rows = tuple(tuple(buttons[n : n + HOURS_A_ROW]) for n in range(0, len(buttons), HOURS_A_ROW))
    text = paragraphs(
        bold(calendar.full_day(view, day)),
        safe(view.say("group_schedule.which_hour", place=group.time_zone.replace("_", " "))),
    )
    other = button(view, "other_day", callback_data.GROUP_MONTH(calendar.spell_month(day), target))
    return Screen(text, (*rows, (other,), _back(view)))


def post(
    view: View,
    group: Group,
    schedule: GroupSchedule,
    *,
    late: bool,
    doubt: bool,
    studies: Screen | None = None,
) -> Screen:
    """What the group sees; a LookupError when the pack or the group wants it no more."""
    page_id = page_of(view.edition, group, schedule)
    item = cards.item(view, "page", page_id)
    if item is None:
        raise LookupError("nobody wants this page any more")
    card = cards.in_group(view, item, covered=group.spoiler)
    if studies:
        card = studies
    elif schedule.kind == "monthly":
        news = Button(view.say("buttons.news"), url=view.link(NEWS_LINK))
        card = Screen(_question(view, schedule.what, page_id), (*card.rows, (news,)))
    head = bold(view.say("group_schedule.of_the_week")) if schedule.kind == "weekly" else ""
    note = "reminders.maybe_twice" if doubt else "reminders.late" if late else ""
    return Screen(paragraphs(head, card.text, italic(view.say(note)) if note else ""), card.rows)


def topic_closed(view: View, count: int) -> Screen:
    return Screen(safe(view.count("group_schedule.topic_closed", count)))


def title(view: View, schedule: GroupSchedule) -> str:
    if schedule.kind == "monthly":
        if schedule.what == OPEN_STUDIES:
            return view.say("finder.group_monthly")
        known = view.edition.pack.subject(schedule.what)
        return view.say(f"reminders.kinds.{schedule.what}" if known else "reminders.gone")
    page = view.edition.page(schedule.what)
    name = page.button if page else schedule.what
    if schedule.kind == "weekly":
        return view.say("group_schedule.weekly", title=name)
    return view.say("group_schedule.card", title=name)


def when(view: View, schedule: GroupSchedule, due: datetime | None) -> str:
    """In words: the next moment, or why there is none."""
    if schedule.state == "paused":
        return view.say(f"group_schedule.rests.{schedule.paused_because}")
    if due is None:
        return view.say("reminders.no_moment")
    local = due.astimezone(ZoneInfo(schedule.time_zone)).replace(tzinfo=None)
    return calendar.when(view, local) + _rhythm(view, schedule)


def _rhythm(view: View, schedule: GroupSchedule) -> str:
    if schedule.kind == "card":
        return ""
    weekly = schedule.kind == "weekly"
    return ". " + then_every(view, Unit.WEEK if weekly else Unit.MONTH, 1)


def _question(view: View, subject: str, page_id: str) -> str:
    """What to ask the team, with the pack's own questions about it."""
    page = view.edition.pages[page_id]
    questions = [view.edition.questions[q].text for q in page.questions[:3]]
    return paragraphs(
        bold(view.say(f"reminders.kinds.{subject}")),
        safe(view.say(f"reminders.why.{subject}")),
        "\n".join(f"• {safe(text)}" for text in questions),
        safe(view.say("group_schedule.show_your_team")),
    )


def _new(view: View) -> list[Button]:
    subjects = [
        Button(
            view.say(f"group_schedule.new.{subject.id}"),
            callback_data.GROUP_MONTH("now", spell_target(("monthly", subject.id))),
        )
        for subject in view.edition.pack.reminders
    ]
    series = [button(view, "new_series", callback_data.GROUP_MONTH("now", "weekly"))]
    return [
        button(view, "new_card", callback_data.GROUP_PAGES(0)),
        *(series if view.edition.pack.series else []),
        *subjects,
        *_new_studies(view),
    ]


def _new_studies(view: View) -> list[Button]:
    if view.edition.pack.finder is None or not view.has_studies:
        return []
    target = spell_target(("monthly", OPEN_STUDIES))
    return [Button(view.say("finder.new_monthly"), callback_data.GROUP_MONTH("now", target))]


def _close(view: View) -> Button:
    return button(view, "close", callback_data.GROUP_CLOSE())


def _back(view: View) -> tuple[Button, ...]:
    return (button(view, "back", callback_data.GROUP_SCHEDULES()),)
