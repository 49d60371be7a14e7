"""The reading grade rests on counting syllables: the counter is held to counts made by hand."""

import pytest

from bot.library.check.readability import grade, names_pattern, sentences, syllables

#: Words of this pack, by the number of their syllables, counted by ear.
COUNTED: dict[int, str] = {
    1: """breast change spread health things choose counts should please choice groups through
        looked thirst treats reached shrink blocks starts helped source months stopped nerves
        trained search called breathe blood scan weight""",
    2: """cancer people treatment about also any number before often hormone trial after effects
        other many only country trouble feeling tablets cannot support body fever doctors early
        person cancers study open urgent extra hospice matters liver others very treated visits
        triple better newer results even severe breathing without common given lower questions
        happen decide urine pressure tablet today danger working illness doctor subtype alone
        sudden wishes answer second bladder sample taken report mostly travel result enough
        coping offer during crisis bleeding swollen places lowers bowel worries rather rarely
        likely causes problem broken nearly children tumour disease headache""",
    3: """medicines therapy another together alongside surgery receptors clinical family general
        infection hospital anything guideline several memory expected possible
        important opinion menopause injections serious confusion tiredness inhibit united usual
        surgical quality biopsy ovaries""",
    4: """emergency radiation palliative operation usually oncologist constipation metastatic
        antibody inherited information temperature diarrhoea inhibitor trastuzumab""",
    5: "chemotherapy capecitabine paracetamol everolimus capivasertib pembrolizumab abemaciclib",
    6: "immunotherapy availability acetaminophen",
}
#: Words that are spelled unlike they sound.
ODD: dict[str, int] = {
    "idea": 3, "area": 3, "create": 2, "reaction": 3, "fluid": 2, "client": 2,
    "quiet": 2, "science": 2, "diet": 2, "poem": 2, "being": 2, "doing": 2, "rhythm": 2,
    "people's": 2, "safely": 2, "useful": 2, "moment": 2, "elsewhere": 2, "sometimes": 2,
    "caregiver": 3, "lifetime": 2, "careless": 2, "queue": 1, "eye": 1, "handled": 2,
    "needed": 2, "asked": 1, "boxes": 2, "changes": 2, "HER2": 1, "MRI": 1, "24": 1,
}  # fmt: skip
TWO_PERCENT = 0.02
#: The counter's worst on single words: it may miss a few, as long as they even out.
MISSES = 0.05


def by_hand() -> dict[str, int]:
    counted = {word: count for count, row in COUNTED.items() for word in row.split()}
    return counted | ODD


def test_the_words_counted_by_hand_are_many() -> None:
    assert len(by_hand()) > 180


def test_the_counter_is_within_two_percent_in_all() -> None:
    counted = by_hand()
    total = sum(counted.values())
    assert abs(sum(map(syllables, counted)) - total) <= TWO_PERCENT * total


def test_the_counter_misses_few_words() -> None:
    counted = by_hand()
    missed = {word: syllables(word) for word in counted if syllables(word) != counted[word]}
    assert len(missed) <= MISSES * len(counted), missed


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45
    assert grade(["The cat sat on the mat."]).raw == pytest.approx(-1.45, abs=0.06)
    # 7 words, 2 sentences, 16 syllables: 0.39 * 3.5 + 11.8 * 16 / 7 - 15.59 = 12.75
    text = "Chemotherapy is not radiation. It lowers cancers."
    assert grade([text]).raw == pytest.approx(12.75, abs=0.06)


def test_each_point_of_a_list_is_a_sentence() -> None:
    assert grade(["a cat\na dog"]) == grade(["A cat.", "A dog."])


def test_a_mask_takes_names_out_with_their_plurals_and_whole_only() -> None:
    names = names_pattern(["aromatase inhibitor", "inhibitor", "AI"])
    masked = grade(["The inhibitors rest."], names)
    assert masked.masked == grade(["The name rest."]).raw
    assert masked.raw > masked.masked
    assert names.sub("x", "a plain aisle and an AI") == "a plain aisle and an x"


def test_of_two_names_that_begin_alike_the_longer_is_masked() -> None:
    names = names_pattern(["HER2", "her2-positive", "Hand-foot syndrome"])
    assert names.sub("x", "HER2-positive, and her2 alone") == "x, and x alone"


def test_sentences_end_at_signs_before_a_capital_only() -> None:
    assert sentences('It is so. "Is it?" Yes!\nA list') == [
        "It is so.",
        '"Is it?',
        "Yes!",
        "A list",
    ]
    assert sentences("Stage 1.5 is no stage, e.g. here.") == ["Stage 1.5 is no stage, e.g. here."]


def test_no_text_has_the_grade_nought() -> None:
    assert grade([""]).raw == 0
    assert grade(["1.", "…"]).masked <= 0
