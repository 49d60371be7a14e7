"""Spanish texts are graded by syllables too: the counter is held to counts made by hand."""

import re

import pytest

from bot.library.check.language_rules import TABLES, wording
from bot.library.check.readability import SPANISH, Grade, grade, sentences
from bot.library.check.readability_es import syllables
from bot.library.check.writing_rules import TRANSLATED

#: By the number of their syllables, counted by ear and by the rules of the Academy.
COUNTED: dict[int, str] = {
    1: """que quien muy hay rey pues bien fue dio pie seis más sin con por hoy ley buey Dios guion
        cien diez tres""",
    2: """cáncer mama sangre hueso cuerpo día tía río país raíz baúl aún leer creer ciudad
        después agua guerra huevo hielo ríe ahí también ciencia siempre juicio cuidar causa
        aire reina fluido ruido viudo suave puede bueno nuevo prueba cita dosis quizá estar
        luego sueño riesgo""",
    3: """médico célula pregunta equipo ayuda siguiente cuidado construido línea área ahora
        oído caída seguía pingüino cohorte cigüeña cansancio vómito
        síntoma hígado pulmones recibir prohíbe poeta teatro""",
    4: """cirugía oncólogo análisis resultado cirujano vehículo averiguáis
        paranoia secundario tratamiento efectivo beneficio enfermedad
        estrógeno hormonales medicina antígeno metástasis""",
    5: "radioterapia quimioterapia medicamento oncología alrededores",
    6: "inmunoterapia",
    7: "antiinflamatorio",
}
#: Where the ear may differ from the rule, both counts are told in grammars: these are the rule's.
BY_RULE = {"mastectomía": 5, "mamografía": 5, "radiografía": 5, "especialidad": 5, "biopsia": 2,
           "terapia": 3, "urgencia": 3, "inmediato": 4, "paliativo": 4, "Europa": 3, "huía": 2,
           "tumor": 2, "dolor": 2, "prohibir": 2, "HER2": 1, "TAC": 1, "24": 1,
           "y": 1}  # fmt: skip


def by_hand() -> dict[str, int]:
    counted = {word: count for count, row in COUNTED.items() for word in row.split()}
    return counted | BY_RULE


def test_the_counter_counts_as_people_do() -> None:
    counted = by_hand()
    assert len(counted) > 120
    assert {w: syllables(w) for w in counted if syllables(w) != counted[w]} == {}


def test_the_grade_is_that_of_szigriszt() -> None:
    # 7 words, 1 sentence, 9 syllables: 206.835 - 62.3 * 9 / 7 - 7 = 119.7
    assert grade(["La niña ve el sol y ríe."], scale=SPANISH).raw == pytest.approx(119.7, abs=0.06)
    hard = "La quimioterapia neoadyuvante requiere consideraciones multidisciplinarias."
    assert SPANISH.too_hard(grade([hard], scale=SPANISH))
    assert not SPANISH.too_hard(Grade(masked=65.0, raw=55.0))
    assert SPANISH.too_hard(Grade(masked=64.9, raw=55.0))
    assert SPANISH.too_hard(Grade(masked=65.0, raw=54.9))


def test_names_that_are_explained_make_no_text_hard() -> None:
    names = re.compile("quimioterapia")
    found = grade(["La quimioterapia ayuda."], names, SPANISH)
    assert found.masked > found.raw


def test_questions_and_quotes_end_and_begin_sentences() -> None:
    text = "Pregunte. ¿Me sirve? ¡Sí! «Es así». Órganos: uno."
    assert sentences(text) == ["Pregunte.", "¿Me sirve?", "¡Sí!", "«Es así».", "Órganos: uno."]


@pytest.mark.parametrize(
    "text",
    [
        "Gane la batalla.",
        "La lucha sigue.",
        "Siga luchando.",
        "El tratamiento fracasó.",
        "Si falla, falló el tratamiento.",
        "Es un cáncer terminal.",
        "Es el último recurso.",
        "Está desahuciada.",
        "Es una víctima.",
        "No hay nada que hacer.",
    ],
)
def test_words_that_hurt_are_found(text: str) -> None:
    assert wording("es").hurts.search(text)


@pytest.mark.parametrize(
    "text",
    ["La terapia deja de funcionar.", "Puede ayudar.", "Vence el plazo.", "Un interminable."],
)
def test_other_words_are_not(text: str) -> None:
    assert not wording("es").hurts.search(text)


@pytest.mark.parametrize(
    "text", ["Tome 20 mg.", "Dos veces al día.", "Una pastilla al día.", "Cada 8 horas."]
)
def test_doses_are_found(text: str) -> None:
    assert wording("es").dose.search(text)


def test_a_figure_on_length_of_life_is_found() -> None:
    rules = wording("es")
    for text in (
        "El 30 % sobrevive.",
        "1 de cada 3 personas vive 5 años.",
        "Con vida a los 5 años.",
    ):
        assert rules.figure.search(text), text
        assert rules.length_of_life.search(text), text
    assert not rules.length_of_life.search("Mejora la calidad de vida en un 30 %.")


def test_a_language_without_a_table_keeps_what_holds_in_all() -> None:
    assert "xx" not in TABLES
    assert wording("xx").dose.search("20 mg")
    assert wording("xx").scale is None
    assert TRANSLATED > 1
