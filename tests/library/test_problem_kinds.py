"""Every kind of problem that the check knows is seen once. `pytest -s` prints the list."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.library.load.problems import WARNINGS
from bot.library.load.validate import KINDS
from tests.library.packs import PackFolder, translate, write_pack
from tests.library.test_pictures import DRAWING, SVG
from tests.library.test_pictures import WORDS as WORDS_OF_PICTURE
from tests.library.test_signs import SIGNS

LIBRARY = Path(__file__).parents[2] / "bot" / "library"
TREATMENT, PAGE = "en/treatments/a-treatment.yaml", "en/basics/a-page.yaml"
URGENT, WORDS, QUESTIONS = "en/help/urgent-help.yaml", "en/words.yaml", "en/questions.yaml"
INTERFACE, MEDICINES, PACK = "en/interface.yaml", "en/medicines.yaml", "pack.yaml"
SPANISH_PAGE, SPANISH_URGENT = "es/basics/a-page.yaml", "es/help/urgent-help.yaml"
SHORT = "This is short too."
HARD = "Immunological considerations necessitate individualised multidisciplinary deliberation."
LONG_ID = "a-section-with-a-longer-name"


@dataclass(frozen=True)
class Broken:
    """One place of a file that somebody spoiled, and whether the pack has a translation then."""

    file: str
    old: str
    new: str
    translated: bool = False
    #: Whether it has a picture.
    drawn: bool = False
    #: Whether it has a table of danger signs.
    signed: bool = False


READINGS = "readings/all.yaml"
WITH_A_WARNING = """  - id: other
    name: otramol
    kind: Test medicine
    page: a-treatment
    used_for: Another one. [^one]
    warning: Call for a fever. [^one]
    checked: checked
"""
#: Kinds that need more than one slip, or time: test_sources.py and test_freshness.py have them.
ELSEWHERE = {
    *("other-medicine", "decision-pending", "decision-due"),
    *("old-source", "label-unknown", "label-changed"),
}
#: What breaks each rule.
WEIGHTS = "danger/weights.bin"
FAILING: dict[str, Broken] = {
    # files that can't be read
    "syntax": Broken(PAGE, "title: A page", "title: A: page"),
    "shape": Broken(INTERFACE, "", "- a list\n"),
    "empty": Broken(PAGE, "summary: A short page.", 'summary: ""'),
    "encoding": Broken(PAGE, "title: A page", "title: \udce9"),
    "character": Broken(PAGE, "title: A page", "title: A\x07page"),
    "too-big": Broken(PAGE, "title: A page", f"title: {'a' * 500_001}"),
    "too-deep": Broken(PAGE, "also_called: []", f"also_called: {'[' * 20}{']' * 20}"),
    "anchor": Broken(PAGE, "title: A page", "title: &a A page"),
    "tag": Broken(PAGE, "title: A page", "title: !a A page"),
    "no-such-value": Broken(PAGE, "2027-05-20", "2027-02-30"),
    "unreadable": Broken(WORDS, "", "\0"),
    # words and sources
    "promise": Broken(PAGE, SHORT, "This always works."),
    "refrain": Broken(PAGE, SHORT, "Your team can tell you. Your doctor can tell you."),
    "synonym": Broken(PAGE, "also_called: []", "also_called: [Scan, curamol]"),
    "spelling": Broken(PAGE, SHORT, "The colour is red."),
    "no-warning": Broken(MEDICINES, "  - id: a-medicine", f"{WITH_A_WARNING}  - id: a-medicine"),
    "unused-reading": Broken(READINGS, "two.example", "three.example"),
    "recorded": Broken(READINGS, "readings:", "not_recorded: ['https://one.example/']\nreadings:"),
    # fields
    "missing": Broken(PAGE, "summary: A short page.\n", ""),
    "unknown-field": Broken(PAGE, "summary: A", "sumary: A"),
    "pattern": Broken(PAGE, "id: first", "id: First part"),
    "choice": Broken(PAGE, "state: source-checked", "state: checked"),
    "type": Broken(PAGE, "also_called: []", "also_called: word"),
    "date": Broken(PAGE, "2027-05-20", "soon"),
    "id": Broken(PAGE, "id: a-page", "id: b-page"),
    "twice": Broken(PAGE, "title: A page", "title: A page\ntitle: A page"),
    # what holds across files
    "language": Broken(PACK, "menus:", "  - {id: fr, name: F, review: none}\nmenus:"),
    "unknown": Broken(TREATMENT, "related: [a-page]", "related: [b-page]"),
    "unreachable": Broken(TREATMENT, "questions: [a-question]\n", ""),
    "region": Broken(URGENT, "US:", "XX:"),
    "marked-number": Broken(URGENT, 'US: "Call. [^-]"', 'US: "Call 911. [^one]"'),
    "dead-link": Broken(INTERFACE, "greeting: Words", "greeting: See /nowhere"),
    "link-too-long": Broken(PAGE, "id: a-page", "id: a-page-with-a-long-name"),
    "name-clash": Broken(
        WORDS, "  - id: a-word", "  - {id: b, word: scans, meaning: 'A. [^-]'}\n  - id: a-word"
    ),
    "unheard": Broken(PAGE, "also_called: []", "found_by: ['?!']"),
    "word-unlisted": Broken(WORDS, "word: Scan", "word: Short"),
    # what a pack has of its own
    "menu": Broken(PACK, "pages: [a-page]", "pages: [a-page, urgent-help]"),
    "too-many": Broken(
        PACK, "pages: [a-page]", f"pages: [a-page, {', '.join(f'page-{n}' for n in range(12))}]"
    ),
    "taken": Broken(PACK, "command: treatments", "command: start"),
    # pictures
    "picture-unused": Broken(SVG, "", "", drawn=True),
    "picture-missing": Broken(PAGE, "sources:", WORDS_OF_PICTURE + "sources:"),
    "picture-words": Broken(PAGE, WORDS_OF_PICTURE, "", drawn=True),
    "label-missing": Broken(PAGE, "    title: A round", "    titel: A round", drawn=True),
    "label-unknown": Broken(PAGE, "    title: A round", "    titel: A round", drawn=True),
    "label-too-long": Broken(PAGE, "A round thing [^-]", f"{'W' * 30} [^-]", drawn=True),
    # sources
    "no-source": Broken(PAGE, "This is short. [^one]", "This is short."),
    "unknown-source": Broken(PAGE, "too. [^-]", "too. [^two]"),
    "unused-source": Broken(MEDICINES, "in tests. [^one]", "in tests. [^-]"),
    "one-publisher": Broken(TREATMENT, "Two press", "One press"),
    # the bot's own sentences
    "sentence-missing": Broken(INTERFACE, "  greeting: Words\n", ""),
    "sentence-unknown": Broken(INTERFACE, "  greeting:", "  greting: Words\n  greeting:"),
    "place": Broken(INTERFACE, "  next: Words", '  next: "Next: {titel}"'),
    "plural-missing": Broken(INTERFACE, "    one: Words\n", ""),
    # words, sentences, grades
    "too-long": Broken(PAGE, f"{SHORT} [^-]", "\n\n      ".join(["It is so. [^-]"] * 90)),
    "long-sentence": Broken(PAGE, SHORT, " ".join(["so"] * 21) + "."),
    "long-paragraph": Broken(PAGE, SHORT, "One. Two. Three. Four."),
    "banned-word": Broken(PAGE, SHORT, "You will win this battle."),
    "dose": Broken(PAGE, SHORT, "Take 20 mg."),
    "outdated": Broken(PAGE, SHORT, "There are three main subtypes."),
    "survival-figure": Broken(PAGE, SHORT, "About 30% of people are alive."),
    "hard-to-read": Broken(PAGE, SHORT, HARD),
    "label": Broken(PAGE, "title: A page", "title: A page with a long long name"),
    "section-missing": Broken(TREATMENT, "id: benefits", "id: good-things"),
    "section-order": Broken(TREATMENT, "id: benefits", "id: how-it-works"),
    "speed": Broken(PAGE, SHORT, "Call the same day for a cough.", signed=True),
    # reviews
    "overdue": Broken(PAGE, "2027-05-20", "2026-11-22"),
    "due-soon": Broken(PAGE, "2027-05-20", "2026-12-23"),
    "review-too-late": Broken(PAGE, "2027-05-20", "2028-11-25"),
    "future-review": Broken(PAGE, "checked, on: 2026-11-23", "checked, on: 2026-11-24"),
    "review-role": Broken(PAGE, "state: source-checked", "state: clinician-reviewed"),
    # what the pack has learned of danger
    "weights": Broken(WEIGHTS, "", "no weights"),
    # translations
    "no-rules": Broken(PACK, "id: en", "id: fr"),
    "no-translation": Broken(PAGE, "state: source-checked", "state: machine-translated"),
    "untranslated": Broken(SPANISH_PAGE, "summary: A short page.\n", "", translated=True),
    "not-offered": Broken(SPANISH_URGENT, "lead: Call for help.\n", "", translated=True),
    "not-stamped": Broken(SPANISH_PAGE, "translation:\n  of: en\n", "", translated=True),
    "drift": Broken(PAGE, "A short page.", "Another short page.", translated=True),
    "unlike-original": Broken(SPANISH_PAGE, "short. [^one]", "short. [^-]", translated=True),
}  # fmt: skip


def spoil(pack: PackFolder, broken: Broken) -> None:
    """Spoil one place; a few kinds need more than that."""
    if broken.translated:
        translate(pack)
    if broken.drawn:
        draw(pack)
    if broken.signed:
        pack.path("en/signs.yaml").write_text(SIGNS, "utf-8")
    path = pack.path(broken.file)
    if broken.file == WEIGHTS:
        path.parent.mkdir()
        path.touch()
    text = path.read_text("utf-8")
    assert broken.old in text
    if broken.file == SVG:
        path.rename(path.with_stem("nobody"))
        return
    changed = text.replace(broken.old, broken.new, 1) if broken.old else broken.new
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    if broken.new == "\0":
        path.unlink()
    elif "id: fr" in broken.new and not broken.new.startswith("  -"):
        pack.path("en").rename(pack.path("fr"))
    elif broken.new == "":
        _drop_block(path)
    elif broken.new == "id: a-page-with-a-long-name":
        pack.replace(broken.file, "id: first", f"id: {LONG_ID}")


def draw(pack: PackFolder) -> None:
    pack.path("pictures").mkdir()
    pack.path(SVG).write_text(DRAWING, "utf-8")
    pack.replace(PAGE, "sources:", WORDS_OF_PICTURE + "sources:")


def _drop_block(path: Path) -> None:
    """Of a stamp, what stands below the two lines that are taken out."""
    text = path.read_text("utf-8")
    if "  hashes:" in text and "translation:" not in text:
        start = text.index("  on: ")
        path.write_text(text[:start], "utf-8")


@pytest.mark.parametrize("kind", FAILING)
def test_every_kind_of_problem_is_seen(pack: PackFolder, kind: str) -> None:
    spoil(pack, FAILING[kind])
    told = [problem for problem in pack.problems() if problem.kind == kind]
    assert told
    sys.stdout.write(f"\n{kind:18} {told[0].severity:8} {told[0]}\n")


@pytest.mark.slow
def test_the_table_has_every_kind_that_the_code_knows() -> None:
    assert set(FAILING) | ELSEWHERE == set(kinds_in_the_code())


def test_every_warning_is_a_kind() -> None:
    assert set(FAILING) | ELSEWHERE | {"waiting"} >= WARNINGS  # test_sources.py has that one


@pytest.mark.slow
def test_a_translation_that_lacks_nothing_has_no_problems(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    translate(pack)
    assert {problem.kind for problem in pack.problems()} <= {"hard-to-read"}


def kinds_in_the_code() -> Iterator[str]:
    """The kind is a constant wherever a problem is made."""
    yield from (*KINDS.values(), "date", "shape")
    for path in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (place := _place_of_kind(node.func)) is not None:
                kind = node.args[place] if len(node.args) > place else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield kind.value


def _place_of_kind(called: ast.expr) -> int | None:
    match called:
        case ast.Attribute(attr="problem") | ast.Name(id="_UnreadableError"):
            return 1
        case ast.Name(id="Problem"):
            return 2
    return None
