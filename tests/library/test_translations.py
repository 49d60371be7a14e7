"""A translation falls back to its original part by part, and its drift is found part by part."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from bot.library.check.stamp import NotStampedError, stamp
from bot.library.load.load import load_library
from bot.library.model.library import Edition, Library
from bot.library.model.messages import Texts, plural_forms
from bot.library.model.translation_parts import hashes
from tests.library.packs import TODAY, PackFolder, translate

pytestmark = pytest.mark.slow

PAGE, TREATMENT = "es/basics/a-page.yaml", "es/treatments/a-treatment.yaml"
URGENT, INTERFACE = "es/help/urgent-help.yaml", "es/interface.yaml"
ENGLISH_PAGE = "en/basics/a-page.yaml"


@pytest.fixture
def both(pack: PackFolder) -> PackFolder:
    """The small pack with a Spanish translation that lacks nothing."""
    translate(pack)
    return pack


def spanish(pack: PackFolder) -> Edition:
    return load_library(pack.folder).edition("es")


def told(pack: PackFolder, kind: str) -> list[str]:
    return [str(problem) for problem in pack.problems() if problem.kind == kind]


def test_a_page_falls_back_field_by_field(both: PackFolder) -> None:
    both.replace(PAGE, "title: A page", "title: Una página")
    both.replace(PAGE, "summary: A short page.\n", "")
    both.replace(
        PAGE, "    text: |\n      This is short. [^one]\n\n      This is short too. [^-]\n", ""
    )
    page = spanish(both).pages["a-page"]
    assert (page.title, page.summary) == ("Una página", "A short page.")
    assert page.sections[0].text.startswith("This is short.")
    assert page.reviewed.state == "machine-translated"


def test_missing_entries_stand_where_the_original_has_them(both: PackFolder) -> None:
    section = "  - id: benefits\n    title: Part\n    text: |\n      This is short. [^one] [^two]\n"
    both.replace(TREATMENT, section, "")
    last = "id: what-is-not-known\n    title: Part"
    both.replace(TREATMENT, last, f"{last}e")
    editions = load_library(both.folder).editions
    english, ours = (editions[language].pages["a-treatment"].sections for language in ("en", "es"))
    assert [section.id for section in ours] == [section.id for section in english]
    assert {section.id: section.title for section in ours}["benefits"] == "Part"
    assert {section.id: section.title for section in ours}["what-is-not-known"] == "Parte"
    (problem,) = told(both, "untranslated")
    assert "“benefits” is not translated" in problem


def test_problems_of_a_merged_file_name_its_own_lines(both: PackFolder) -> None:
    section = "  - id: benefits\n    title: Part\n    text: |\n      This is short. [^one] [^two]\n"
    both.replace(TREATMENT, section, "")
    last = "id: what-is-not-known\n    title: Part\n    text: |\n      This is short."
    both.replace(TREATMENT, last, f"{last} Take 20 mg.")
    (problem,) = [problem for problem in both.problems() if problem.kind == "dose"]
    assert (str(problem.file), problem.line) == (TREATMENT, both.line(TREATMENT, "Take 20 mg."))


@pytest.mark.parametrize(
    "name", ["medicines.yaml", "words.yaml", "questions.yaml", "interface.yaml"]
)
def test_a_missing_file_is_the_originals_and_the_bot_starts(both: PackFolder, name: str) -> None:
    both.path(f"es/{name}").unlink()
    library = load_library(both.folder)
    assert set(library.editions) == {"en", "es"}
    assert len(told(both, "untranslated")) == 1
    edition = library.edition("es")
    assert len(edition.medicines) == len(edition.words) == len(edition.questions) == 1
    assert edition.texts("home.title") == "Words"


def test_a_missing_page_is_the_originals(both: PackFolder) -> None:
    both.path(PAGE).unlink()
    assert spanish(both).pages["a-page"].reviewed.state == "source-checked"
    (problem,) = told(both, "untranslated")
    assert problem.startswith(f"{PAGE}:1: (warning) There is no such file")


def test_the_originals_pages_and_menus_are_the_translations(both: PackFolder) -> None:
    both.path(PAGE).unlink()
    editions = load_library(both.folder).editions
    assert list(editions["es"].pages) == list(editions["en"].pages)


def test_a_missing_sentence_is_said_in_the_original(both: PackFolder) -> None:
    both.replace(INTERFACE, "  greeting: Words\n", "")
    both.replace("en/interface.yaml", "greeting: Words", "greeting: Hello")
    assert spanish(both).texts("home.greeting") == "Hello"
    assert any("“home.greeting”" in problem for problem in told(both, "untranslated"))


def test_a_plural_falls_back_whole_and_never_by_the_form() -> None:
    english = Texts("en", {"pages": {"one": "{n} page", "other": "{n} pages"}})
    lacking = Texts("fr", {}, english)
    assert [lacking.count("pages", n) for n in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    partly = Texts("fr", {"pages": {"other": "{n} pages-fr"}}, english)
    assert [partly.count("pages", n) for n in (0, 1, 2)] == [f"{n} pages-fr" for n in (0, 1, 2)]


def test_plural_forms_are_those_of_the_language() -> None:
    assert plural_forms("es") == {"one", "other"}
    assert plural_forms("pl") == {"one", "few", "many"}
    assert plural_forms("ja") == {"other"}
    polish = Texts("pl", {"n": {"one": "{n} a", "few": "{n} b", "many": "{n} c", "other": "{n} d"}})
    assert [polish.count("n", n) for n in (1, 3, 5)] == ["1 a", "3 b", "5 c"]


@pytest.mark.parametrize("spoil", ["no file", "no number", "no phrases"])
def test_a_language_without_complete_help_pages_is_not_offered(
    both: PackFolder, spoil: str
) -> None:
    if spoil == "no file":
        both.path(URGENT).unlink()
    elif spoil == "no number":
        both.replace(URGENT, '{US: "Call. [^-]", CA', "{CA")
    else:
        both.replace(URGENT, "phrases: [help me now]\n", "")
    library = load_library(both.folder)
    assert library.left_out == ("es",)
    assert library.edition("es") is library.default
    assert [language.id for language in library.default.pack.languages] == ["en"]
    assert told(both, "not-offered")


def test_a_broken_translation_still_stops_the_start(both: PackFolder) -> None:
    both.path(PAGE).write_text("id: [", "utf-8")
    assert [str(problem.file) for problem in both.reading_problems()] == [PAGE]


def test_a_stamp_changes_nothing_but_itself(both: PackFolder) -> None:
    text = both.path(PAGE).read_text("utf-8")
    before = text[: text.index("translation:")]
    odd = f"# A comment\n{before}\n# The end\n"
    both.path(PAGE).write_bytes(odd.replace("\n", "\r\n").encode())
    assert stamp(both.folder, "es", [], TODAY).written == (PAGE_PATH,)
    after = both.path(PAGE).read_bytes().decode()
    assert after.startswith(odd.replace("\n", "\r\n"))
    assert "\n" not in after.replace("\r\n", "")
    assert told(both, "not-stamped") == []


def test_a_new_stamp_takes_the_place_of_the_old_one(both: PackFolder) -> None:
    text = both.path(PAGE).read_text("utf-8")
    both.path(PAGE).write_text(text + "# The end\n", "utf-8")
    stamp(both.folder, "es", ["basics/a-page.yaml"], date(2026, 12, 1))
    assert (
        both.path(PAGE).read_text("utf-8")
        == text.replace("on: 2026-11-23\n  hashes", "on: 2026-12-01\n  hashes") + "# The end\n"
    )


def test_drift_is_found_part_by_part_until_somebody_stamps_it(both: PackFolder) -> None:
    both.replace(ENGLISH_PAGE, "This is short too.", "This is another thing.")
    both.replace(ENGLISH_PAGE, "A short page.", "A page.")
    said = told(both, "drift")
    assert [sentence.partition("“")[2].partition("”")[0] for sentence in said] == [
        "summary",
        "sections.first",
    ]
    assert stamp(both.folder, "es", [], TODAY).behind == (PAGE_PATH,)
    assert len(told(both, "drift")) == 2
    assert stamp(both.folder, "es", ["es/basics/a-page.yaml"], TODAY).written == (PAGE_PATH,)
    assert told(both, "drift") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "part"),
    [
        ("interface.yaml", "greeting: Words", "greeting: Hello", "home.greeting"),
        ("medicines.yaml", "It is used in tests.", "It is used.", "medicines.a-medicine"),
        ("words.yaml", "word: Scan", "word: Scans", "words.a-word"),
        ("questions.yaml", "Which test do I", "Which tests do I", "questions.a-question"),
        ("questions.yaml", "title: Tests", "title: My tests", "topics.tests"),
        ("help/urgent-help.yaml", 'US: "Call.', 'US: "Call now.', "regions.US"),
        ("help/urgent-help.yaml", "[help me now]", "[help me now, help]", "phrases"),
    ],
)
def test_every_kind_of_part_has_its_hash(
    both: PackFolder, name: str, old: str, new: str, part: str
) -> None:
    both.replace(f"en/{name}", old, new)
    (problem,) = told(both, "drift")
    assert f"The original of “{part}” changed" in problem


def test_how_lines_are_wrapped_is_no_drift(both: PackFolder) -> None:
    both.replace(ENGLISH_PAGE, "This is short too. [^-]", "This is\n      short too. [^-]")
    assert told(both, "drift") == []
    both.replace(ENGLISH_PAGE, "This is\n      short", "This is\n\n      short")
    assert hashes({"a": "x\n\ny"}) != hashes({"a": "x y"})


def test_a_part_that_was_translated_later_wants_a_stamp(both: PackFolder) -> None:
    both.replace(PAGE, "summary: A short page.\n", "")
    stamp(both.folder, "es", [PAGE], TODAY)
    both.replace(PAGE, "title: A page\n", "title: A page\nsummary: Corta.\n")
    (problem,) = told(both, "not-stamped")
    assert "“summary” was translated later" in problem


def test_no_hash_reads_as_a_number() -> None:
    found = hashes({f"key{n}": f"text {n}" for n in range(500)})
    assert all(value.isalpha() for value in found.values())


@pytest.mark.parametrize(
    ("language", "names", "part"),
    [
        ("en", [], "is the original"),
        ("es", ["nothing.yaml"], "There is no file “nothing.yaml”"),
        ("es", ["../en/words.yaml"], "There is no file"),
    ],
)
def test_what_is_no_translation_is_not_stamped(
    both: PackFolder, language: str, names: list[str], part: str
) -> None:
    before = {path: path.read_bytes() for path in both.folder.rglob("*.yaml")}
    with pytest.raises(NotStampedError, match=part):
        stamp(both.folder, language, names, TODAY)
    assert before == {path: path.read_bytes() for path in both.folder.rglob("*.yaml")}


def test_ids_links_and_sources_have_to_be_the_originals(both: PackFolder) -> None:
    both.replace(TREATMENT, "related: [a-page]", "related: []")
    both.replace(TREATMENT, "title: One,", "title: Uno,")
    both.replace("es/medicines.yaml", "brands: [Curex]", "brands: [Curexo]")
    both.replace(
        "es/words.yaml",
        "  - id: a-word",
        "  - {id: b, word: Otra, meaning: 'Una. [^-]'}\n  - id: a-word",
    )
    said = " ".join(told(both, "unlike-original"))
    for name in ("related", "sources", "brands", "b"):
        assert f"“{name}”" in said


def test_what_drifted_need_not_be_alike(both: PackFolder) -> None:
    both.replace(ENGLISH_PAGE, "This is short too. [^-]", "This is short too. [^one]")
    assert told(both, "unlike-original") == []


def test_a_medicine_or_word_knows_whether_its_original_changed(both: PackFolder) -> None:
    both.replace("en/words.yaml", "A picture of the body.", "A picture.")
    edition = spanish(both)
    drift = edition.drift("word", "a-word")
    assert drift
    assert drift.parts == ("words.a-word",)
    assert edition.drift("medicine", "a-medicine") is None
    assert edition.drift("page", "a-page") is None


def test_the_day_of_a_change_is_told_where_the_page_says_it(both: PackFolder) -> None:
    both.replace(ENGLISH_PAGE, "A short page.", "A page.")
    drift = spanish(both).drift("page", "a-page")
    assert drift
    assert drift.changed == TODAY  # its only change is of the day of the translation
    both.replace(
        ENGLISH_PAGE, "what: First version.}", "what: First.}\n  - {on: 2026-12-03, what: Mended.}"
    )
    drift = spanish(both).drift("page", "a-page")
    assert drift
    assert drift.changed == date(2026, 12, 3)


def test_what_the_shipped_languages_lack(library: Library) -> None:
    assert set(library.editions) == {"en", "es"}
    assert library.left_out == ()


PAGE_PATH = PurePosixPath(PAGE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_sentences_that_cannot_be_read_are_told_with_their_line(
    both: PackFolder, language: str
) -> None:
    name = f"{language}/interface.yaml"
    both.replace(name, "greeting: Words", "greeting: Words: more")
    line = both.line(name, "greeting: Words: more")
    in_it = [problem for problem in both.problems() if str(problem.file) == name]
    assert [(problem.kind, problem.line) for problem in in_it] == [("syntax", line)]
