"""One sign, one speed: a text that says another is refused, and told what to say."""

import pytest

from bot.library.load.problems import Problem
from tests.library.packs import REVIEW, SOURCE, PackFolder, translate

SIGNS = f"""speeds:
  - {{id: emergency, say: call the emergency number now, said: [emergency number]}}
  - {{id: at-once, say: call the 24-hour number at once, said: [at once, 24-hour number]}}
  - {{id: same-day, say: call the same day, said: [same day]}}
signs:
  - id: cough
    sign: a new cough
    whom: everybody
    speed: at-once
    named: [cough, trouble breathing]
    sources: [one]
  - id: breathing
    sign: severe trouble breathing
    whom: everybody
    speed: emergency
    named: [severe* trouble breathing, breathing … hard]
    sources: [one]
  - id: loose
    sign: loose stools
    whom: everybody
    speed: same-day
    named: [loose stool*]
    sources: [one]
  - id: loose-on-curamol
    sign: loose stools on curamol
    whom: on curamol
    speed: at-once
    named: [loose stool*]
    only_with: [curamol]
    sources: [one]
{SOURCE}{REVIEW}"""
FILE, PAGE = "en/signs.yaml", "en/basics/a-page.yaml"
SHORT = "This is short too."


@pytest.fixture
def signed(pack: PackFolder) -> PackFolder:
    pack.path(FILE).write_text(SIGNS, "utf-8")
    return pack


def told(pack: PackFolder) -> list[Problem]:
    return [problem for problem in pack.problems() if problem.kind == "speed"]


@pytest.mark.parametrize(
    ("file", "before", "text", "part"),
    [
        (PAGE, SHORT, "Call the same day for a cough.", "for a cough"),
        (PAGE, SHORT, "Call the same day for:\n      - a rash\n      - a cough", "- a cough"),
        (PAGE, SHORT, "You may cough. Then call the same day.", "You may"),
        (PAGE, SHORT, "A cough, or severe trouble breathing: call at once.", "A cough, or"),
        (PAGE, SHORT, "Call at once if breathing is very hard.", "Call at once"),
        (PAGE, "This is the card.", "A cough: call the same day.", "A cough"),
        (PAGE, "A short page.", "A cough needs a call the same day.", "summary"),
        ("en/help/urgent-help.yaml", "Call for help.", "Cough? Call the same day.", "lead"),
        ("en/help/urgent-help.yaml", SHORT, "Coughs: call the same day.", "Coughs"),
        ("en/medicines.yaml", "It is used in tests.", "Cough: call the same day.", "Cough"),
        ("en/medicines.yaml", "It is used", "Loose stools: call the same day. It is", "Loose"),
        ("en/words.yaml", "A picture of the body.", "Cough: call the same day.", "Cough"),
    ],
)
def test_a_text_with_another_speed_is_refused_where_it_stands(
    signed: PackFolder, file: str, before: str, text: str, part: str
) -> None:
    signed.replace(file, before, text)
    [problem] = told(signed)
    assert (str(problem.file), problem.line) == (file, signed.line(file, part))
    assert problem.severity == "failure"


def test_it_says_which_sign_and_what_to_say(signed: PackFolder) -> None:
    signed.replace(PAGE, SHORT, "Call the same day for a cough.")
    [problem] = told(signed)
    assert problem.sentence == (
        "Of “a new cough” say “call the 24-hour number at once”, as signs.yaml does,"
        " and not “call the same day”."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Call at once for a cough.",
        "Call at once for:\n      - a cough\n      - loose stools with curamol",
        "Call at once for a cough, or the emergency number for severe trouble breathing.",
        "Call the emergency number for severe trouble breathing. Call at once for a cough.",
        "People cough. [^one]\n\n      Call the same day for a rash. [^one]\n\n      It is so.",
        "Call the same day for loose stools.",
    ],
)
def test_a_text_with_our_speed_passes(signed: PackFolder, text: str) -> None:
    signed.replace(PAGE, SHORT, text)
    assert signed.problems() == ()


@pytest.mark.slow
def test_a_translation_has_its_own_wordings_and_the_speed_of_the_original(
    signed: PackFolder,
) -> None:
    translate(signed)
    signed.replace("es/signs.yaml", "named: [cough, trouble breathing]", "named: [tos]")
    signed.replace("es/signs.yaml", "said: [same day]", "said: [mismo día]")
    signed.replace("es/signs.yaml", "    speed: at-once\n    named: [tos]", "    named: [tos]")
    assert [problem for problem in signed.problems() if problem.severity == "failure"] == []
    signed.replace("es/basics/a-page.yaml", SHORT, "Llame el mismo día por tos.")
    assert [str(problem.file) for problem in told(signed)] == ["es/basics/a-page.yaml"]


def test_a_pack_may_have_no_signs(pack: PackFolder) -> None:
    pack.replace(PAGE, SHORT, "Call the same day for a cough.")
    assert pack.problems() == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "part"),
    [
        ("sources: [one]", "sources: [other]", "unknown-source", "sources: [other]"),
        ("id: breathing", "id: cough", "twice", "sign: severe"),
        ("speed: emergency", "speed: soon", "choice", "speed: soon"),
        ("id: same-day, say", "id: next-visit, say", "unknown", "speed: same-day"),
        ("    named: [cough, trouble breathing]\n", "", "missing", "sign: a new cough"),
    ],
)
def test_a_broken_table_is_told(
    signed: PackFolder, old: str, new: str, kind: str, part: str
) -> None:
    signed.replace(FILE, old, new)
    lines = [
        problem.line
        for problem in signed.problems()
        if (str(problem.file), problem.kind) == (FILE, kind)
    ]
    at = signed.line(FILE, part)
    assert lines == [at - 1 if part.startswith("sign:") else at]  # an entry begins with its id
