# ruff: noqa: E501 - one slip to a row of the table
"""Files that are YAML and no good page: fields, ids and references."""

import pytest

from tests.library.packs import PackFolder

TREATMENT, PAGE = "en/treatments/a-treatment.yaml", "en/basics/a-page.yaml"
URGENT, PACK = "en/help/urgent-help.yaml", "pack.yaml"
MEDICINES, WORDS, QUESTIONS = "en/medicines.yaml", "en/words.yaml", "en/questions.yaml"

#: File, what stands there, what a slip makes of it, a part of the line told, and the sentence.
BROKEN: list[tuple[str, str, str, str, str]] = [
    (PAGE, "summary: A short page.\n", "", "id: a-page", "“summary” is missing. Add it."),
    (PAGE, "    text: |\n", "    more: |\n", "id: first", "“text” is missing. Add it."),
    (PAGE, "summary: A", "sumary: A", "sumary", "“sumary” is not a field we know. Did you mean “summary”?"),
    (PAGE, "summary: A", "qzx: 1\nsummary: A", "qzx", "“qzx” is not a field we know. Take the line out."),
    (PAGE, "    title: First", "    titel: First", "titel", "“titel” is not a field we know. Did you mean “title”?"),
    (PAGE, "summary: A short page.", "summary:", "summary", "“summary” is empty. Write it, or take the line out."),
    (PAGE, "summary: A short page.", 'summary: ""', "summary", "“summary” is empty. Write it, or take the line out."),
    (PAGE, "summary: A short page.", "summary: [A, B]", "summary", "“summary” should be one text, not a list of things."),
    (PAGE, "summary: A short page.", "summary: 2026", "summary", "“summary” should be text. Put quotes around it."),
    (PAGE, "summary: A short page.", f"summary: {'a' * 141}", "summary", "“summary” is 141 characters long; at most 140 fit."),
    (PAGE, "summary: A short page.", 'summary: "A\\nB"', "summary", "“summary” should be one line. Take the line break out."),
    (PAGE, "title: A page", f"title: {'a' * 41}", "title", "“title” is 41 characters long; at most 40 fit."),
    (PAGE, "    title: First", f"    title: {'a' * 25}", "    title", "“title” is 25 characters long; at most 24 fit."),
    (PAGE, "also_called: []", "also_called: word", "also_called", "“also_called” should be a list: [one, two], or lines that start with “- ”."),
    (PAGE, "2027-05-20", "soon", "review_due", "“review_due” should be a date such as 2026-11-23."),
    (PAGE, "state: source-checked", "state: checked", "reviewed", "“state” should be one of: 'source-checked', 'machine-translated' or 'clinician-reviewed'."),
    (PAGE, "reviewed: {state: source-checked, on: 2026-11-23}", "reviewed: yes", "reviewed", "“reviewed” should have named fields below it."),
    (PAGE, "https://one", "one", "url:", "“url” should be a web address that starts with https://."),
    (PAGE, "published: 2026", "published: lately", "published", "“published” should be a date, a month, a year, or “not given”."),
    (PAGE, "id: first", "id: First part", "id: First part", "“First part” is no id: use small letters, digits and hyphens, such as my-first-page."),
    (PAGE, "    text: |", "    ask_first: maybe\n    text: |", "ask_first", "“ask_first” should be true or false."),
    (PAGE, "title: A page", "menu: basics\ntitle: A page", "menu: basics", "“menu” is set by the folder. Take the line out."),
    (PAGE, "changes:\n  - {on: 2026-11-23, what: First version.}", "changes: []", "changes", "“changes” is empty. It needs at least one entry."),
    (PAGE, "id: a-page", "id: another-page", "id: another-page", "The file is called a-page.yaml, so the id should be “a-page”."),
    (PAGE, "  - id: first", "  - {id: first, title: A, text: 'B. [^-]'}\n  - id: first", "  - id: first", "“first” stands here a second time. An id stands for one thing only."),
    (PAGE, "This is short. [^one]", "This is short.", "This is short.", "This paragraph has no source. End it with [^source-id], or with [^-]."),
    (PAGE, "too. [^-]", "too. [^two]", "too. [^two]", "[^two] points at no source of this file."),
    (TREATMENT, "related: [a-page]", "related: [b-page]", "related", "There is no page “b-page”. Is it spelled as in its own file?"),
    (TREATMENT, "questions: [a-question]", "questions: [a, b]", "questions", "There is no question “a”. Is it spelled as in its own file?"),
    (TREATMENT, "medicines: [a-medicine]", "medicines: [b]", "medicines", "There is no medicine “b”. Is it spelled as in its own file?"),
    (TREATMENT, "words: [a-word]", "words: [b]", "words", "There is no word “b”. Is it spelled as in its own file?"),
    (TREATMENT, "{id: two,", "{id: one,", "One, publisher: Two", "“one” stands here a second time. An id stands for one thing only."),
    (MEDICINES, "page: a-treatment", "page: b", "page: b", "There is no page “b”."),
    (MEDICINES, "in tests. [^one]", "in tests.", "in tests.", "This paragraph has no source. End it with [^source-id], or with [^-]."),
    (MEDICINES, "checked: checked", "checked: true", "checked: true", "“checked” should be one of: 'checked', 'name-only' or 'not-checked'."),
    (WORDS, "page: a-page", "page: b", "page: b", "There is no page “b”."),
    (QUESTIONS, "topic: tests", "topic: b", "topic: b", "There is no topic “b”."),
    (URGENT, "US:", "XX:", "regions", "There is no text for “US”."),
    (URGENT, "US:", "XX:", "XX:", "“XX” is not a region of ours: US, CA, GB, IE, AU, NZ, EU, MX, AR, BO, CL, CO, CR, CU, DO, EC, ES, GT, HN, NI, PA, PE, PR, PY, SV, UY, VE, elsewhere, unknown."),
    (URGENT, "phrases: [help me now]\n", "", "id:", "“phrases” is missing. Add it."),
    (PACK, "default_region: US", "default_region: FR", "default_region", "“default_region” should be one of: US, CA, GB, IE, AU, NZ, EU, MX, AR, BO, CL, CO, CR, CU, DO, EC, ES, GT, HN, NI, PA, PE, PR, PY, SV, UY, VE, elsewhere, unknown."),
    (PACK, "pages: [a-page]", "pages: [a-page, b]", "basics", "There is no file en/basics/b.yaml."),
    (PACK, "pages: [a-page]", "pages: [a-page, a-page]", "basics", "“a-page” stands here a second time. An id stands for one thing only."),
    (PACK, "pages: [a-treatment]", "pages: [a-treatment, a-page]", "a-page]", "“a-page” lies in another folder than “treatments”."),
    (PACK, "[urgent-help, someone-to-talk-to]", "[urgent-help]", "menus", "A menu has to lead to “someone-to-talk-to”: every screen points at it."),
    (PACK, "{id: en, name: English, review: none}", "{id: en, name: English, review: none}\n  - {id: fr, name: F, review: none}", "id: fr", "There is no folder “fr”, and the pack offers that language."),
    (PACK, "{id: en, name: English, review: none}", "{id: en, name: English, review: none}\n  - {id: qq, name: Q, review: none}", "id: qq", "“qq” is not the code of a language, such as en or es."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "sentence"), BROKEN)
def test_a_slip_in_a_file_is_told_with_its_line(
    pack: PackFolder, name: str, old: str, new: str, line: str, sentence: str
) -> None:
    pack.replace(name, old, new)
    found = {(str(problem.file), problem.line, problem.sentence) for problem in pack.problems()}
    assert (name, pack.line(name, line), sentence) in found


def test_a_page_that_no_menu_names_is_told(pack: PackFolder) -> None:
    text = pack.path(PAGE).read_text("utf-8").replace("id: a-page", "id: b-page")
    pack.path("en/basics/b-page.yaml").write_text(text, "utf-8")
    (problem,) = pack.reading_problems()
    assert problem.sentence == "No menu leads to “b-page”. Add it to pack.yaml."


def test_two_pages_with_one_id_are_told(pack: PackFolder) -> None:
    text = pack.path(PAGE).read_text("utf-8")
    pack.path("en/basics/b-page.yaml").write_text(text, "utf-8")
    (problem,) = pack.reading_problems()
    assert (str(problem.file), problem.line) == ("en/basics/b-page.yaml", 1)
    assert problem.sentence == "“a-page” is the id of en/basics/a-page.yaml too."


def test_a_source_that_nothing_rests_on_is_told(pack: PackFolder) -> None:
    pack.path(PAGE).write_text(
        pack.path(PAGE).read_text("utf-8").replace("[^one]", "[^-]"), "utf-8"
    )
    (problem,) = pack.reading_problems()
    assert problem.kind == "unused-source"
    assert problem.line == pack.line(PAGE, "{id: one")


def test_the_line_of_a_mark_counts_within_a_long_text(pack: PackFolder) -> None:
    pack.replace(PAGE, "too. [^-]", "too. [^-]\n\n      One.\n      Two.\n\n      Last. [^nowhere]")
    problems = {problem.kind: problem.line for problem in pack.reading_problems()}
    assert problems == {
        "no-source": pack.line(PAGE, "      One."),
        "unknown-source": pack.line(PAGE, "Last."),
    }


def test_all_slips_of_one_file_are_told_at_once(pack: PackFolder) -> None:
    pack.replace(PAGE, "summary: A short page.", "sumary: A short page.")
    pack.replace(PAGE, "2027-05-20", "soon")
    pack.replace(PAGE, "    title: First\n", "")
    assert [problem.kind for problem in pack.reading_problems()] == [
        "unknown-field",
        "missing",
        "date",
    ]
