"""The bot's own sentences: none missing, none left over, and none that can't be filled."""

import pytest

from bot.library.load.load import BrokenContentError, load_library
from bot.library.load.message_keys import needed, plurals
from bot.library.load.needed_messages import NEEDED
from tests.library.asked_messages import FAMILIES, asked_for, starts, table
from tests.library.packs import SMALL, PackFolder

INTERFACE = "en/interface.yaml"


@pytest.mark.slow
def test_the_library_needs_just_the_sentences_that_the_code_asks_for() -> None:
    written = {section: sorted(row.split()) for section, row in NEEDED.items()}
    asked = {section: sorted(row.split()) for section, row in table().items()}
    assert written == asked, "run: python -m tests.library.asked_messages"


@pytest.mark.slow
def test_every_key_that_is_put_together_is_written_down() -> None:
    assert starts() == set(FAMILIES), "FAMILIES in asked.py lists what such a key can end in"


@pytest.mark.slow
def test_the_code_asks_for_what_we_know_it_does() -> None:
    asked = asked_for()
    assert {"home.greeting", "buttons.back", "find.word", "visits.with.other"} <= asked.keys()
    assert asked["buttons.next"] == {"title"}
    assert asked["lists.place"] == {"number", "screens"}


@pytest.mark.slow
def test_missing_sentences_stop_the_start_all_told_at_once(pack: PackFolder) -> None:
    pack.path(INTERFACE).write_text("home: {greeting: Words}\n", "utf-8")
    with pytest.raises(BrokenContentError) as stopped:
        load_library(pack.folder)
    told = [problem.sentence for problem in stopped.value.problems]
    keys = {key.removesuffix(".other") for key in needed(SMALL)} - {"home.greeting"}
    assert told == sorted(f"The sentence “{key}” is missing: the bot needs it." for key in keys)


def test_a_missing_sentence_is_told_with_the_line_of_its_section(pack: PackFolder) -> None:
    pack.replace(INTERFACE, "  greeting: Words\n", "")
    (problem,) = pack.problems()
    assert problem.sentence == "The sentence “home.greeting” is missing: the bot needs it."
    rows = pack.path(INTERFACE).read_text("utf-8").splitlines()
    assert (str(problem.file), problem.line) == (INTERFACE, rows.index("home:") + 1)


@pytest.mark.slow
def test_a_plural_may_have_any_form_and_needs_the_general_one(pack: PackFolder) -> None:
    section, name = min(plurals(SMALL)).split(".")
    old = f"  {name}:\n    one: Words\n    other: Words\n"
    forms = '    other: "{n} words"\n    one: A word\n'
    pack.replace(INTERFACE, old, f"  {name}:\n{forms}    few: A few\n")
    assert pack.problems() == ()
    pack.replace(INTERFACE, '    other: "{n} words"\n', "")
    (problem,) = pack.problems()
    assert f"“{section}.{name}” is missing" in problem.sentence


def test_a_sentence_that_nobody_asks_for_is_told_with_the_nearest_one(pack: PackFolder) -> None:
    pack.replace(INTERFACE, "  greeting: Words\n", "  greeting: Words\n  greting: Words\n")
    (problem,) = pack.problems()
    said = "The bot never says “home.greting”. Did you mean “home.greeting”?"
    assert problem.sentence == said
    assert problem.line == pack.line(INTERFACE, "greting")
    assert load_library(pack.folder)  # odd, but no reason to stay silent


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Next: {titel}", "{titel}"),
        ("Next: {}", "{}"),
        ("Next: {title.real}", "{title.real}"),
        ("Next: {0}", "{0}"),
        ("Next: {title", "{…}"),
        ("Next: }", "{…}"),
    ],
)
def test_braces_that_cannot_be_filled_stop_the_start(pack: PackFolder, text: str, odd: str) -> None:
    pack.replace(INTERFACE, "  next: Words", f'  next: "{text}"')
    with pytest.raises(BrokenContentError) as stopped:
        load_library(pack.folder)
    (problem,) = stopped.value.problems
    assert problem.line == pack.line(INTERFACE, text)
    assert problem.sentence == f"“{odd}” can't be filled in here; what can be: {{title}}."


@pytest.mark.parametrize("value", ["", "3", "[a, b]", "true", '""', "2026-11-23"])
def test_a_sentence_that_is_no_text_stops_the_start(pack: PackFolder, value: str) -> None:
    pack.replace(INTERFACE, "greeting: Words", f"greeting: {value}")
    (problem,) = pack.reading_problems()
    assert problem.sentence == "“greeting” should be text. Put quotes around it."
    assert problem.line == pack.line(INTERFACE, "greeting")


def test_an_interface_that_is_a_list_is_one_problem(pack: PackFolder) -> None:
    pack.path(INTERFACE).write_text("- a\n", "utf-8")
    (problem,) = pack.problems()
    assert problem.sentence == "The file should have names and sentences."
