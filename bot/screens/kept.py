"""What is kept of a person, in words: for the screen of /mydata, and for the file to read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.recurrence import BeforeVisit, Every, Once, OnVisitMorning, RuleError, from_text
from bot.domain.time_zones import city_of
from bot.screens import calendar
from bot.screens.view import View

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
LISTS = ("bookmarks", "questions", "visits", "reminders")  # as the person made them


def things(view: View, tables: Tables) -> Iterator[tuple[str, list[str]]]:
    """Each list of the person's own under its title; one that is empty is left out."""
    tell = {"bookmarks": bookmark, "questions": question, "visits": visit, "reminders": reminder}
    for name in LISTS:
        if rows := tables.get(name):
            yield view.say(f"{name}.title"), [tell[name](view, row) for row in rows]


def letter(view: View, tables: Tables) -> str:
    """All of it for reading: no row of a table, no number that is ours."""
    (person,) = tables["people"]
    parts = [(view.say("mydata.you"), list(about_you(view, person))), *things(view, tables)]
    if others := list(besides(view, tables)):
        parts.append((view.say("mydata.besides"), others))
    told = ["\n".join([title, *(f"• {line}" for line in lines)]) for title, lines in parts]
    head = f"{view.say('mydata.title')}\n{view.date(view.today)}"
    return "\n\n".join([head, *told, view.say("mydata.letter_end")]) + "\n"


def about_you(view: View, person: Row) -> Iterator[str]:
    """What they set, and what Telegram calls them."""
    languages = {language.id: language.name for language in view.edition.pack.languages}
    language = languages.get(person["language"], person["language"])
    zone = person["time_zone"]
    city = city_of(zone, view.edition.language) if zone else view.say("settings.no_zone")
    topic = "shown" if person["topic_shown"] else "hidden"
    asks = "yes" if person["follow_ups"] else "no"
    yield view.say("settings.language", value=language)
    yield view.say("settings.region", value=_country(view, person["region"]))
    yield view.say("settings.time_zone", value=city)
    yield view.say("settings.text_length", value=_setting(view, person["text_length"]))
    yield view.say("settings.topic", value=_setting(view, topic))
    yield view.say("settings.follow_ups", value=_setting(view, asks))
    if person["team_number"]:
        yield view.say("mydata.team_number", number=person["team_number"])
    yield view.say("mydata.telegram_id", id=person["id"])
    yield view.say("mydata.last_here", date=view.date(date.fromisoformat(person["active_on"])))
    if person["consented_at"]:
        yield view.say("mydata.agreed", date=_day(view, person["consented_at"]))


def besides(view: View, tables: Tables) -> Iterator[str]:
    """What is kept so that the rest works."""
    for name in ("removals", "pending_inputs", "deliveries"):
        if rows := tables.get(name):
            yield view.count(f"mydata.{name}", len(rows))


def bookmark(view: View, row: Row) -> str:
    known = row["ref"].upper() if row["kind"] == "study" else None  # its number, as registered
    known = known or view.edition.title_of(row["kind"], row["ref"])
    title = known or view.say("bookmarks.gone_title")
    return _with_note(view, title, row["note"])


def question(view: View, row: Row) -> str:
    known = view.edition.questions.get(row["ref"] or "")
    said = row["text"] or (known.text if known else view.say("questions.gone"))
    said = view.say("mydata.asked", question=said) if row["checked"] else said
    answer = row.get("answer")
    return f"{said} — {answer}" if answer else said


def visit(view: View, row: Row) -> str:
    when = calendar.when(view, datetime.fromisoformat(row["local_start"]))
    whom = row["with_whom"] if row["with_whom"] in view.edition.pack.visits else "other"
    often = view.count("visits.repeats", row["repeat_weeks"]) if row["repeat_weeks"] else ""
    lines = (when, view.say(f"visits.with.{whom}"), row["place"] or "", often)
    return ", ".join(line for line in lines if line)


def reminder(view: View, row: Row) -> str:
    kind = f"reminders.kinds.{row['kind']}"
    known = view.say(kind) if view.edition.texts.has(kind) else view.say("reminders.gone")
    title = row["text"] or known
    paused = view.say("reminders.is_paused") if row["state"] == "paused" else ""
    return ": ".join(part for part in (title, paused or _rule(view, row["rule"])) if part)


def _rule(view: View, spelled: str) -> str:
    try:
        rule = from_text(spelled)
    except RuleError:
        return ""
    match rule:
        case BeforeVisit(days=1):
            return view.say("reminders.day_before")
        case BeforeVisit():
            return view.say("reminders.before_visit")
        case OnVisitMorning():
            return view.say("reminders.visit_morning")
        case Every(step, unit):
            return view.count(f"reminders.{unit}s", step)
        case Once(local):
            return calendar.when(view, local)


def _with_note(view: View, title: str, note: str | None) -> str:
    return f"{title}. {view.say('bookmarks.note', note=note)}" if note else title


def _country(view: View, code: str) -> str:
    key = f"regions.{code}"
    return view.say(key) if view.edition.texts.has(key) else code


def _setting(view: View, value: str) -> str:
    return view.say(f"settings.values.{value}")


def _day(view: View, at: int) -> str:
    return view.date(datetime.fromtimestamp(at / 1000, UTC).date())
