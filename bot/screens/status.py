"""How the bot is, for those who run it: numbers and the content's problems, nothing of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.screen import Screen, bold, paragraphs, safe
from bot.screens.view import View, plain_screen

MOST_PROBLEMS = 10
MOST_PAGES = 10
LONGEST_PROBLEM = 200  # characters


@dataclass(frozen=True, slots=True)
class Status:
    """What a host wants to know at a glance."""

    version: str
    up_since: datetime
    content_version: str
    content_at: datetime
    #: Of a changed pack that was refused; empty when the last one was taken.
    problems: Sequence[str]
    #: Since the last good poll; None when Telegram posts to us.
    poll_age: timedelta | None
    due: int
    pending: int
    #: In the last hour.
    sends: int
    refusals: int
    engine: str
    size: int
    #: Of each page with enough answers: its title, how often it helped, and how often not really.
    helpful: Sequence[tuple[str, int, int]] = ()
    #: The copy of the register: the day of its data and its studies; None where there is none.
    studies: tuple[str, int] | None = None
    #: Since when the register gives nothing, and why; None while it does.
    register_fails: tuple[datetime, str] | None = None
    #: Whether the host wants a copy at all.
    wants_studies: bool = False


def status(view: View, now: Status) -> Screen:
    say = view.say
    polls = _polls(view, now.poll_age)
    lines = [
        say("status.program", version=now.version, moment=_moment(view, now.up_since)),
        say("status.content", version=now.content_version, moment=_moment(view, now.content_at)),
        polls,
        say("status.deliveries", due=now.due, pending=now.pending),
        say("status.sends", sends=now.sends, refusals=now.refusals),
        say("status.database", engine=now.engine, size=f"{now.size / 1_000_000:.1f}"),
    ]
    text = paragraphs(
        bold(say("status.title")),
        safe("\n".join([*lines, *_studies(view, now)])),
        _problems(view, now),
        _helpful(view, now),
    )
    return plain_screen(view, text, "")


def _polls(view: View, age: timedelta | None) -> str:
    if age is None:
        return view.say("status.webhook")
    if age == timedelta.max:
        return view.say("status.never_polled")
    return view.say("status.poll", seconds=f"{age.total_seconds():.0f}")


def _studies(view: View, now: Status) -> list[str]:
    if not now.wants_studies:
        return []
    if now.studies is None:
        lines = [view.say("status.no_studies")]
    else:
        day, count = now.studies
        lines = [view.say("status.studies", day=view.written_date(day), count=count)]
    if now.register_fails:
        since, why = now.register_fails
        lines.append(view.say("status.register_fails", moment=_moment(view, since), why=why))
    return lines


def _problems(view: View, now: Status) -> str:
    if not now.problems:
        return ""
    shown = [f"• {problem[:LONGEST_PROBLEM]}" for problem in now.problems[:MOST_PROBLEMS]]
    if more := len(now.problems) - len(shown):
        shown.append(view.say("status.more_problems", count=more))
    return safe("\n".join([view.say("status.refused"), *shown]))


def _helpful(view: View, now: Status) -> str:
    if not now.helpful:
        return ""
    rows = [
        "• " + view.say("status.helpful_page", title=title, helped=helped, not_really=not_really)
        for title, helped, not_really in now.helpful[:MOST_PAGES]
    ]
    return safe("\n".join([view.say("status.helpful"), *rows]))


def _moment(view: View, at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{view.date(at.date())}, {at:%H:%M} UTC"
