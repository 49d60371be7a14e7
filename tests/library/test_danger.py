"""Words of danger are understood as people type them, and ordinary words are left alone."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bot.library.danger.danger import TALK, URGENT, Danger, Understanding
from bot.library.danger.files import data_hash, message_files, read_danger_model, stale_weights
from bot.library.danger.model import DangerModel, WeightsError
from bot.library.load.problems import Problem
from bot.library.model.library import Library
from bot.library.search.normalise import normalised
from bot.library.search.phrases import Phrases
from tests.library.packs import PackFolder

ROOT = Path(__file__).parents[2]
#: Written by somebody who has seen neither the messages of the pack nor any code.
UNSEEN = Path(__file__).parent / "danger_unseen.tsv"

FEVERS = (
    "38.2",
    "38,2",
    "38 y medio",
    "tengo 39",
    "tengo 38,2",
    "treinta y nueve de fiebre",
    "100.4",
    "100.4 F",
    "temp 101",
    "my temp is 102",
    "102",
    "temperature 38",
    "a hundred and two and shivering",
)
NO_FEVERS = (
    "tengo 39 años",
    "I am 38 years old",
    "peso 38 kilos",
    "she weighs 102 pounds",
    "cuesta 39 euros",
    "it costs $101",
    "38 semanas de embarazo",
    "it is 101 outside",
    "hace 38 grados afuera",
    "my appointment is on 12/10 at 10:30",
    "bp 118 over 76",
    "64",
    "2026",
)
URGENT_WORDS = (
    "no quiere despertar",
    "mi mama no quiere despertar",
    "no puedo despertar a mi mama",
    "she cant be woken",
    "he took all his pills",
    "my toddler ate my pills",
    "le di de mas la morfina",
    "se le fue la cara de lado",
    "throat closing up",
    "saddle numbness",
    "black poop",
    "no me entra el aire",
    "911",
    "112",
    "999",
    "000",
    "call 911",
    "A&E",
    "ambulancia",
    "no urine",
)
CRISIS_WORDS = (
    "no quiero despertar",
    "i wanna die",
    "quiero quitarme la bida",
    "me voy a tirar por la ventana",
    "ya me quiero ir de este mundo",
    "unalive myself",
    "id rather be dead",
    "she wants to kill herself",
    "i hope i dont wake up tomorrow",
)
ORDINARY_WORDS = (
    "should I eat more fibre",
    "high fibre diet for constipation",
    "nurses strike",
    "blending my food",
    "emergence of new drugs",
    "hospital sagrado corazón",
    "dying to see my grandkids",
    "want to die my hair red",
    "no puedo más con el papeleo",
    "tired of living with hot flashes",
    "what is febrile neutropenia",
    "my dad had a stroke ten years ago, can I take tamoxifen",
    "hormone therapy",
    "gracias, dios la bendiga",
    "next",
    "my cat is sitting on the keyboard",
)
TWO_AT_ONCE = (
    "he took all his pills and wants to die",
    "mi mama se tomo todas las pastillas porque ya no quiere vivir",
)


def band(library: Library, typed: str, page: str) -> str:
    """Whether a help page comes first, is named in the answer, or neither."""
    found = [danger for danger in library.dangers(typed) if danger.page_id == page]
    return ("first" if found[0].sure else "named") if found else "neither"


@pytest.mark.parametrize("typed", FEVERS)
def test_a_fever_is_understood_in_both_scales(library: Library, typed: str) -> None:
    first = library.dangers(typed)[0]
    assert (first.page_id, first.kind) == (URGENT, "fever")


@pytest.mark.parametrize("typed", NO_FEVERS)
def test_a_number_of_something_else_is_no_fever(library: Library, typed: str) -> None:
    assert not any(danger.sure or danger.kind == "fever" for danger in library.dangers(typed))


@pytest.mark.parametrize("typed", URGENT_WORDS)
def test_an_emergency_in_plain_words_reaches_urgent_help(library: Library, typed: str) -> None:
    assert band(library, typed, URGENT) != "neither"


def test_who_cannot_be_woken_is_no_wish_to_die(library: Library) -> None:
    for typed in ("she cant be woken", "no puedo despertar a mi mama"):
        assert library.dangers(typed) == (Danger(URGENT, "unconscious", sure=True),)


@pytest.mark.parametrize("typed", CRISIS_WORDS)
def test_a_wish_to_die_reaches_somebody_to_talk_to(library: Library, typed: str) -> None:
    assert band(library, typed, TALK) != "neither"


@pytest.mark.parametrize("typed", ORDINARY_WORDS)
def test_everyday_words_put_no_help_page_first(library: Library, typed: str) -> None:
    assert not any(danger.sure for danger in library.dangers(typed))


@pytest.mark.parametrize("typed", TWO_AT_ONCE)
def test_an_overdose_with_a_wish_to_die_shows_both_pages(library: Library, typed: str) -> None:
    assert {danger.page_id for danger in library.dangers(typed) if danger.sure} == {TALK, URGENT}


def test_the_end_of_a_long_polite_message_counts(library: Library) -> None:
    polite = (
        "Hola buenas tardes disculpe la molestia soy la hija de una paciente que toma ibrance "
        "desde hace un año y le ha ido bien gracias a dios la doctora es muy amable y nos explica "
        "todo con paciencia y hoy desayunó bien su avena con fruta y caminamos un rato por el "
        "parque como todos los días "
    )
    assert (
        band(
            library,
            f"{polite} pero desde hace una hora no puede respirar y tiene los labios morados",
            URGENT,
        )
        == "first"
    )
    assert band(library, f"{polite} y está contenta viendo su novela", URGENT) != "first"


@pytest.mark.slow
def test_messages_that_nobody_who_built_this_has_seen(library: Library) -> None:
    """95 % of emergencies and 92 % of crises reach help; 4 % of the rest get it first, at most."""
    with UNSEEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    count: Counter[tuple[str, str]] = Counter()
    for row in rows:
        pages = {"urgent": [URGENT], "crisis": [TALK]}.get(row["class"], [URGENT, TALK])
        bands = {band(library, row["typed"], page) for page in pages}
        best = next(band for band in ("first", "named", "neither") if band in bands)
        count[row["class"], best] += 1

    def share(label: str, *bands: str) -> float:
        every = sum(number for (name, _), number in count.items() if name == label)
        return sum(count[label, band] for band in bands) / every

    assert len(rows) > 400
    assert share("urgent", "first", "named") >= 0.95
    assert share("crisis", "first", "named") >= 0.92
    assert share("ordinary", "first") <= 0.04


def test_a_pack_without_a_model_runs_on_its_phrases() -> None:
    told = {"can't breathe": URGENT, "want to die": TALK}
    understanding = Understanding(
        Phrases((normalised(phrase), page) for phrase, page in told.items())
    )
    assert understanding.dangers("mum CANT breathe!!") == (Danger(URGENT, "", sure=True),)
    assert understanding.dangers("a walk in the park") == ()


@pytest.mark.slow
def test_the_weights_belong_to_the_messages_beside_them() -> None:
    assert list(stale_weights(ROOT / "content")) == []
    model = read_danger_model(ROOT / "content")
    assert isinstance(model, DangerModel)
    assert model.data_hash == data_hash(message_files(ROOT / "content"))
    assert (ROOT / "content" / "danger" / "weights.bin").stat().st_size < 1_000_000


@pytest.mark.parametrize("data", [b"", b"{}\nxx", b"not json\n", b'{"bits": 3}\n'])
def test_broken_weights_are_one_sentence(pack: PackFolder, data: bytes) -> None:
    with pytest.raises(WeightsError, match="train them again"):
        DangerModel(data)
    (pack.folder / "danger").mkdir()
    (pack.folder / "danger" / "weights.bin").write_bytes(data)
    found = read_danger_model(pack.folder)
    assert isinstance(found, Problem)
    assert "train them again" in found.sentence


def test_changed_messages_ask_for_new_weights(pack: PackFolder) -> None:
    (pack.folder / "danger" / "messages").mkdir(parents=True)
    (pack.folder / "danger" / "messages" / "a.tsv").write_text("language\ttyped\tclass\tkind\n")
    assert [problem.kind for problem in stale_weights(pack.folder)] == ["weights"]


@pytest.mark.parametrize("typed", ["9:45 am", "0161 496 0000", "+44 161 496 0000", "12/12 10:30"])
def test_a_time_or_a_phone_number_alone_is_no_danger(library: Library, typed: str) -> None:
    assert library.dangers(typed) == ()


@pytest.mark.parametrize("typed", ["911", "38.5", "tengo 39", "102"])
def test_a_number_that_calls_for_help_does(library: Library, typed: str) -> None:
    assert [danger.page_id for danger in library.dangers(typed)][:1] == ["urgent-help"]
