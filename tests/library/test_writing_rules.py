"""Every writing rule is seen to fail, with its line."""

import pytest

from bot.library.check.check import check
from bot.library.check.report import as_text
from tests.library.packs import TODAY, PackFolder

TREATMENT, PAGE = "en/treatments/a-treatment.yaml", "en/basics/a-page.yaml"
URGENT, MEDICINES, WORDS = "en/help/urgent-help.yaml", "en/medicines.yaml", "en/words.yaml"
QUESTIONS, INTERFACE = "en/questions.yaml", "en/interface.yaml"
SHORT = "This is short too."
TWENTY_ONE = " ".join(["so"] * 21) + "."
HARD = "Immunological considerations necessitate individualised multidisciplinary deliberation."


def long(characters: int) -> str:
    """Short sentences that together have just over so many characters."""
    return "\n\n      ".join(["It is so. It is. [^-]"] * (characters // 16))


def after_checked(field: str, sentences: int) -> str:
    """One more text of a medicine, of so many short sentences."""
    return f"checked: checked\n    {field}: {'It is so. ' * sentences}[^-]"


#: The kind of problem, the file, what stands there, what breaks the rule, a part of the line told.
BROKEN: list[tuple[str, str, str, str, str]] = [
    ("too-long", PAGE, f"{SHORT} [^-]", long(780), "This is short. [^one]"),
    ("too-long", PAGE, "This is the card. [^one]", long(900).replace("      ", "  "), "It is so"),
    ("too-long", MEDICINES, "It is used in tests.", f"{'It is so. ' * 41}", "It is so."),
    ("too-long", MEDICINES, "checked: checked", after_checked("warning", 51), "warning:"),
    ("too-long", MEDICINES, "checked: checked", after_checked("clashes", 41), "clashes:"),
    ("too-long", WORDS, "A picture of the body.", f"{'It is so. ' * 31}", "It is so."),
    ("too-long", URGENT, 'US: "Call. [^-]"', f'US: "{"Call us. " * 40}[^-]"', "US:"),
    ("too-long", QUESTIONS, "Pick one.", f"{'Pick one. ' * 41}", "Pick one. Pick"),
    ("too-long", INTERFACE, "urgent: Words", f"urgent: {'w' * 25}", "w" * 25),
    ("long-sentence", PAGE, SHORT, TWENTY_ONE, "so so"),
    ("long-sentence", PAGE, "A short page.", TWENTY_ONE, "so so"),
    ("long-sentence", URGENT, "Call for help.", TWENTY_ONE, "so so"),
    ("long-sentence", QUESTIONS, "Which test do I need?", TWENTY_ONE, "so so"),
    ("long-paragraph", PAGE, SHORT, "One. Two. Three. Four.", "One. Two."),
    ("banned-word", PAGE, SHORT, "You will win this battle.", "battle"),
    ("banned-word", PAGE, SHORT, "Keep fighting.", "fighting"),
    ("banned-word", PAGE, SHORT, "The drug failed.", "failed"),
    ("banned-word", PAGE, SHORT, "It is terminal.", "terminal"),
    ("banned-word", PAGE, SHORT, "It is a last resort.", "last resort"),
    ("banned-word", PAGE, SHORT, "Nothing more can be done.", "Nothing more"),
    ("banned-word", PAGE, SHORT, "Sufferers and victims.", "Sufferers"),
    ("banned-word", PAGE, "title: A page", "title: Your battle", "battle"),
    ("banned-word", PAGE, "title: First", "title: A last resort", "last resort"),
    ("banned-word", INTERFACE, "greeting: Words", "greeting: Keep fighting.", "fighting"),
    ("dose", PAGE, SHORT, "Take 20 mg.", "20 mg"),
    ("dose", PAGE, SHORT, "It is given twice a day.", "twice"),
    ("dose", WORDS, "A picture of the body.", "A tablet daily.", "daily"),
    ("outdated", PAGE, SHORT, "There are three main subtypes.", "three main"),
    ("survival-figure", PAGE, SHORT, "About 30% of people are alive.", "30%"),
    ("survival-figure", PAGE, "This is the card.", "Half lived 5 years.", "lived"),
    ("label", PAGE, "title: A page", "title: A page with a long long name", "title"),
    ("section-missing", TREATMENT, "id: benefits", "id: good-things", "sections"),
    ("section-order", TREATMENT, "id: benefits", "id: how-it-works", "sections"),
    ("one-publisher", TREATMENT, "Two press", "One press", "sources"),
    ("review-too-late", TREATMENT, "2027-05-20", "2027-11-25", "review_due"),
    ("review-too-late", URGENT, "2027-05-20", "2027-05-27", "review_due"),
    ("review-too-late", PAGE, "2027-05-20", "2028-11-25", "review_due"),
    ("review-too-late", MEDICINES, "2027-05-20", "2027-11-25", "review_due"),
    ("overdue", PAGE, "2027-05-20", "2026-11-22", "review_due"),
    ("future-review", PAGE, "checked, on: 2026-11-23", "checked, on: 2026-11-24", "reviewed"),
    ("review-role", PAGE, "state: source-checked", "state: clinician-reviewed", "reviewed"),
    ("review-role", PAGE, "checked, on", "checked, by_role: nurse, on", "reviewed"),
    ("hard-to-read", PAGE, SHORT, HARD, "id: a-page"),
]


@pytest.mark.parametrize(("kind", "name", "old", "new", "line"), BROKEN)
def test_a_broken_rule_is_told_with_its_line(
    pack: PackFolder, kind: str, name: str, old: str, new: str, line: str
) -> None:
    pack.replace(name, old, new)
    told = {(problem.kind, str(problem.file), problem.line) for problem in pack.problems()}
    assert (kind, name, pack.line(name, line)) in told


def test_the_small_pack_breaks_no_rule(pack: PackFolder) -> None:
    assert pack.problems() == ()


@pytest.mark.parametrize(
    "text",
    [
        " ".join(["so"] * 20) + ".",
        "One. Two. Three.",
        "A battery of tests.",
        "The drug stopped working.",
        "About 30% of people feel sick.",
        "Some people live with it for years.",
    ],
)
def test_what_just_keeps_the_rules_is_fine(pack: PackFolder, text: str) -> None:
    pack.replace(PAGE, SHORT, text)
    assert pack.problems() == ()


def test_a_figure_on_length_of_life_is_fine_in_a_section_that_asks_first(pack: PackFolder) -> None:
    pack.replace(PAGE, SHORT, "About 30% of people are alive.")
    pack.replace(PAGE, "    title: First", "    title: First\n    ask_first: true")
    assert pack.problems() == ()


def test_names_that_are_explained_do_not_make_a_page_hard(pack: PackFolder) -> None:
    pack.replace(WORDS, "word: Scan", "word: Immunohistochemistry")
    pack.replace(PAGE, SHORT, "Ask for immunohistochemistry.")
    assert pack.problems() == ()
    pack.replace(WORDS, "word: Immunohistochemistry", "word: Scan")
    pack.replace(PAGE, "Ask for immunohistochemistry.", "Ask for immunohistochemistry. " * 2)
    assert {problem.kind for problem in pack.problems()} == {"hard-to-read"}


def test_other_languages_keep_the_rules_that_are_not_about_english(pack: PackFolder) -> None:
    pack.replace("pack.yaml", "id: en", "id: fr")
    pack.path("en").rename(pack.path("fr"))
    pack.replace(PAGE.replace("en/", "fr/"), SHORT, f"{HARD} Take 20 mg. A battle.")
    assert {problem.kind for problem in pack.problems()} == {"dose", "no-rules"}


def test_a_report_counts_what_there_is_and_ends_in_a_verdict(pack: PackFolder) -> None:
    lines = as_text(check(pack.folder, TODAY)).splitlines()
    assert lines[0] == lines[-1] == "No problems."
    assert lines[-2] == "sources of kind charity: 2"
    told = "4 pages, 1 medicines, 1 words, 1 questions, 2 sources, 2 sources with a reading"
    assert lines[-3].startswith(told)
    assert any(row.startswith("en/a-treatment") for row in lines)


SCREEN_OF_A_MEDICINE = "A screen of this medicine has"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"used_for": 390, "warning": 490}, True),  # with its names it is over 900
        ({"used_for": 300, "warning": 490}, False),
        ({"contraception": 290, "missed_dose": 290, "clashes": 390}, True),
        ({"contraception": 200, "missed_dose": 200, "clashes": 390}, False),
        ({"monitoring": 290, "approvals": 390}, False),
        ({"contraception": 290, "clashes": 390, "monitoring": 290}, False),
    ],
)
def test_a_medicine_fits_its_three_screens(
    pack: PackFolder, fields: dict[str, int], told: bool
) -> None:
    for field, length in fields.items():
        text = f"    {field}: |\n      {'It is so. ' * (length // 10)}[^-]\n"
        old = "    used_for: |\n      It is used in tests. [^one]\n"
        if field == "used_for":
            pack.replace(MEDICINES, old, text)
        else:
            pack.replace(MEDICINES, "    checked: checked\n", f"{text}    checked: checked\n")
    sentences = [problem.sentence for problem in pack.problems() if problem.kind == "too-long"]
    assert any(sentence.startswith(SCREEN_OF_A_MEDICINE) for sentence in sentences) is told
