"""Reads the bot's code and says which sentences it asks for, and what it fills into each.

`python -m tests.library.asked_messages` writes them into bot/library/load/needed_messages.py.
"""

import ast
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from bot.domain.finder import GROUPS
from bot.library.load.message_keys import OPEN
from bot.library.load.references import NEEDED_PAGES
from bot.library.model.models import ASPECTS, CHECK_TEXTS, SAFETY_TEXTS, Medicine, Review
from bot.library.model.pack import SOMEBODY_ELSE
from bot.planning.agenda import LEADS
from bot.regions import REGIONS
from bot.screens.groups import settings as group_settings
from bot.screens.settings import CHOICES
from storage.groups import SETTINGS
from storage.records import Role, ScheduleRests

BOT = Path(__file__).parents[2] / "bot"
ASKERS = {"say", "texts", "count", "notice", "list"}
KEY, START = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+"), re.compile(r"[a-z_]+\.")
SUFFIXES = {"yaml", "json", "txt", "pdf", "db", "key"}  # of files, whose names look like keys
#: They say other things.
NOT_ASKED = {
    "playground",
    "preview",
    "runtime",
    "cli",
    "messages.py",
    "message_keys.py",
    "needed_messages.py",
}
#: Labels that a screen chooses by what is kept, some lines before it draws the button.
CHOSEN = (
    *("save", "saved", "add_note", "change_note", "check", "uncheck"),
    *("add_answer", "change_answer", "results"),
)

ABOUT_GROUP = tuple(name for name in group_settings.CHOICES if name != "topics")
#: What is noted about a group besides its settings.
NOTED = (
    *("schedule_added", "schedule_changed", "schedule_paused", "schedule_resumed"),
    *("schedule_deleted", "schedule_taken_back", "topic_left"),
)


def _commands() -> tuple[str, ...]:
    """The keys of COMMANDS in routes.py, which is read and not run: it needs the whole bot."""
    for node in ast.walk(ast.parse((BOT / "routes.py").read_text("utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="COMMANDS")], value=ast.Dict(keys=keys)):
                return tuple(str(key.value) for key in keys if isinstance(key, ast.Constant))
    raise LookupError("bot/routes.py has no COMMANDS")


#: The keys that are put together while the bot runs: each start, and every end that it has in
#: every pack. What only a pack can end it in stands in `needed`.
FAMILIES: dict[str, tuple[str, ...]] = {
    "agenda.leads.": LEADS,
    "bookmarks.kinds.": ("page", "section", "medicine", "word", "study"),
    "buttons.": (*NEEDED_PAGES, *CHOSEN),
    "commands.": _commands(),
    "danger.": NEEDED_PAGES,
    "compare.aspects.": ASPECTS,
    "find.": ("nearest", "nothing", "no_answer"),
    "finder.buttons.": tuple(GROUPS),
    "finder.counts.": tuple(GROUPS),
    "finder.quotes.": (),
    "finder.types.": (),
    "finder.ways.": (),
    "group_schedule.new.": (),
    "group_schedule.rests.": get_args(ScheduleRests),
    "group_settings.": group_settings.CHOICES,
    "group_settings.about_": ABOUT_GROUP,
    "group_settings.by.": get_args(Role),
    "group_settings.choose_": ABOUT_GROUP,
    "group_settings.names.": (*SETTINGS, *NOTED),
    "medicine.": (
        *get_args(Medicine.model_fields["checked"].annotation),
        *("warning", *SAFETY_TEXTS, *CHECK_TEXTS),
    ),
    "menus.": (),
    "mydata.": (
        *("people", "bookmarks", "questions", "visits", "reminders", "removals"),
        *("pending_inputs", "deliveries"),
        *("bookmarks_back", "questions_back", "visits_back", "reminders_back"),
    ),
    "mydata.refused.": ("too_big", "not_json", "not_ours", "newer", "broken"),
    "regions.": REGIONS,
    "reminders.": ("days", "weeks", "months"),
    "reminders.kinds.": ("questions", "followup"),
    "reminders.new.": ("questions", "own"),
    "reminders.subjects.": (),
    "reminders.why.": ("questions",),
    "review.": get_args(Review.model_fields["state"].annotation),
    "settings.": CHOICES,
    "settings.about_": CHOICES,
    "settings.choose_": CHOICES,
    "settings.values.": ("short", "full", "hidden", "shown", "yes", "no"),
    "team.": ("too_long", "no_number"),
    "typed.": ("empty", "too_long", "unkeepable"),
    "visits.with.": (SOMEBODY_ELSE,),
    "visits.whom.": (SOMEBODY_ELSE,),
}


@cache
def asked_for() -> dict[str, frozenset[str]]:
    """Every key that the code asks for, with the names that it fills in."""
    places: dict[str, set[str]] = defaultdict(set)
    for call in _calls():
        plural = _name(call) == "count"
        given = {word.arg for word in call.keywords if word.arg}
        for key in filter(KEY.fullmatch, _keys(call)):
            places[f"{key}.other" if plural else key] |= given | ({"n"} if plural else set())
    for key in set(_constants({key.partition(".")[0] for key in places})):
        if f"{key}.other" not in places and key not in OPEN:
            places[key] |= set()
    return {key: frozenset(names) for key, names in sorted(places.items())}


@cache
def starts() -> frozenset[str]:
    """The starts of all keys that are put together while the bot runs."""
    joined = (arg for call in _calls() for arg in _asked(call) if isinstance(arg, ast.JoinedStr))
    return frozenset(filter(START.match, map(_start, joined))) | {"buttons."}


def table() -> dict[str, str]:
    """What stands in bot/library/load/needed_messages.py."""
    rows: dict[str, list[str]] = defaultdict(list)
    for key, names in asked_for().items():
        section, _, rest = key.partition(".")
        rows[section].append(rest + (f"({','.join(sorted(names))})" if names else ""))
    return {section: " ".join(names) for section, names in rows.items()}


def _keys(call: ast.Call) -> Iterator[str]:
    start = "buttons." if _name(call) == "button" else ""
    for arg in _asked(call):
        for part in [arg.body, arg.orelse] if isinstance(arg, ast.IfExp) else [arg]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield start + part.value
            elif isinstance(part, ast.JoinedStr):
                yield from (_start(part) + end for end in FAMILIES.get(_start(part), ()))
            elif start:
                yield from (start + end for end in FAMILIES[start])


def _asked(call: ast.Call) -> list[ast.expr]:
    """The argument that names the sentence."""
    name = _name(call)
    place = 1 if name in ("button", "notice") else 0
    return call.args[place : place + 1] if name in (*ASKERS, "button") else []


def _start(text: ast.JoinedStr) -> str:
    first = text.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _constants(sections: set[str]) -> Iterator[str]:
    """Keys that are chosen in one place and asked for in another."""
    joined = {
        part for node in _nodes() if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    }
    for node in _nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in joined:
            section, _, rest = node.value.partition(".")
            if KEY.fullmatch(node.value) and section in sections and rest not in SUFFIXES:
                yield node.value


def _calls() -> Iterator[ast.Call]:
    return (node for node in _nodes() if isinstance(node, ast.Call))


@cache
def _nodes() -> tuple[ast.AST, ...]:
    files = [p for p in BOT.rglob("*.py") if not NOT_ASKED & set(p.relative_to(BOT).parts)]
    return tuple(node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))


def write_table() -> None:
    """Rewrite the table of the library in place."""
    path = BOT / "library" / "load" / "needed_messages.py"
    text = path.read_text("utf-8")
    before, rest = text.split("NEEDED = {\n", 1)
    after = rest[rest.index("\n}\n") :]
    rows = [f'    "{section}": {_wrapped(row)},' for section, row in table().items()]
    path.write_text(f"{before}NEEDED = {{\n" + "\n".join(rows) + after, "utf-8")


def _wrapped(row: str) -> str:
    lines = textwrap.wrap(row, 88, break_on_hyphens=False)
    if len(lines) == 1:
        return f'"{row}"'
    return "(\n" + "\n".join(f'        "{line} "' for line in lines) + "\n    )"


if __name__ == "__main__":
    write_table()
