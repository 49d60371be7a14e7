"""What pack.yaml may say: each slip is told with its line, before the bot starts."""

import pytest

from bot.library.load.load import BrokenContentError, load_library
from bot.library.load.pack_rules import COMMANDS
from bot.library.model.library import TALK, URGENT
from bot.routes import TABLE
from tests.library.packs import PackFolder

PACK = "pack.yaml"
SUBJECT = "reminders:\n  - {id: talk, page: a-page}\n"
OWN = "is a name of the bot's own. Choose another."
TWICE = "stands here a second time. It can stand here only once."

#: What stands there, what is wrong, a part of the line told, and the sentence.
MANY = [f"page-{n}" for n in range(13)]
GROUP = "{id: basics, groups: [{id: %s, pages: [%s]}], "
BROKEN = [
    ("{id: basics, ", GROUP % ("find", "a-page"), "find", f"“find” {OWN}"),
    ("{id: basics, ", GROUP % ("basics", "a-page"), "basics", f"“basics” {TWICE}"),
    (
        "{id: basics, ",
        GROUP % ("body", "a-treatment"),
        "a-treatment",
        "“a-treatment” stands in the group “body”, and not in its menu.",
    ),
    (
        "pages: [a-page]",
        f"pages: [{', '.join(MANY)}]",
        "page-0",
        "The menu “basics” would have 13 buttons; 12 fit in its eight rows. Put its pages into"
        " groups.",
    ),
    (
        "pages: [a-page]",
        f"groups: [{{id: body, pages: [{', '.join(MANY)}]}}], pages: [{', '.join(MANY)}]",
        "body",
        "The group “body” would have 13 buttons; 12 fit in its eight rows. Make two groups of it.",
    ),
    ("{id: basics, ", "{id: basics, command: find, ", "find", f"“find” {OWN}"),
    ("{id: basics, ", "{id: basics, command: schedule, ", "schedule", f"“schedule” {OWN}"),
    ("{id: basics, ", "{id: basics, command: treatments, ", "basics", f"“treatments” {TWICE}"),
    ("{id: basics, ", "{id: basics, series: true, ", "basics", f"“series” {TWICE}"),
    ("{id: basics, ", "{id: find, ", "find", f"“find” {OWN}"),
    ("{id: basics, ", "{id: treatments, ", "{id: treatments", f"“treatments” {TWICE}"),
    (SUBJECT, SUBJECT.replace("talk", "own"), "id: own", f"“own” {OWN}"),
    (SUBJECT, SUBJECT.replace("talk", "card"), "id: card", f"“card” {OWN}"),
    (SUBJECT, SUBJECT.replace("talk", "treatments"), "page: a-page", f"“treatments” {TWICE}"),
    (SUBJECT, f"{SUBJECT}visits: [nurse, other]\n", "visits:", f"“other” {OWN}"),
    (SUBJECT, f"{SUBJECT}visits: [nurse, nurse]\n", "visits:", f"“nurse” {TWICE}"),
    (
        SUBJECT,
        SUBJECT.replace("a-page", "nowhere"),
        "nowhere",
        "No menu leads to “nowhere”, and a reminder is about it.",
    ),
    (
        SUBJECT,
        f"{SUBJECT}renamed:\n  old: nowhere\n",
        "old:",
        "No menu leads to “nowhere”, which “old” is called now.",
    ),
    ("[a-page]", f"[a-page, {URGENT}]", "a-page", f"“{URGENT}” belongs into the menu “help”."),
    ("{id: help, ", "{id: aid, ", "id: aid", f"“{TALK}” belongs into the menu “help”."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "sentence"), BROKEN)
def test_a_slip_in_the_pack_stops_the_start(
    pack: PackFolder, old: str, new: str, line: str, sentence: str
) -> None:
    pack.replace(PACK, "outdated:", f"{SUBJECT}outdated:")
    pack.replace(PACK, old, new)
    with pytest.raises(BrokenContentError) as stopped:
        load_library(pack.folder)
    told = {(str(p.file), p.line, p.sentence) for p in stopped.value.problems}
    rows = pack.path(PACK).read_text("utf-8").splitlines()
    lines = {number for number, row in enumerate(rows, start=1) if line in row}
    assert any(file == PACK and at in lines and said == sentence for file, at, said in told), told


def test_a_pack_needs_something_to_read(pack: PackFolder) -> None:
    text = pack.path(PACK).read_text("utf-8")
    head, _, rest = text.partition("  - id: treatments")
    pack.path(PACK).write_text(f"{head}  - {{id: help,{rest.partition('{id: help,')[2]}", "utf-8")
    told = [problem.sentence for problem in pack.reading_problems()]
    assert "A pack needs a menu of pages to read, besides “help”." in told


def test_every_command_of_the_bot_is_taken() -> None:
    assert {*TABLE.commands, *TABLE.groups.commands} <= COMMANDS


@pytest.mark.parametrize("name", ["../out", "Basics", "a b", "x" * 25])
def test_a_menu_is_a_plain_name_of_a_folder(pack: PackFolder, name: str) -> None:
    pack.replace(PACK, "{id: basics, ", f'{{id: "{name}", ')
    assert any(problem.kind != "unknown" for problem in pack.reading_problems())


@pytest.mark.slow
def test_what_is_outdated_is_the_pack_s_to_say(pack: PackFolder) -> None:
    pack.replace("en/basics/a-page.yaml", "This is short too.", "There are three main subtypes.")
    [problem] = pack.problems()
    assert problem.sentence == (
        "“three main subtypes” is out of date: pack.yaml lists it under “outdated”."
    )
    pack.replace(PACK, "outdated: {en: [three main subtype*]}\n", "")
    assert pack.problems() == ()
