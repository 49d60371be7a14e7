"""Typed moments from public bug reports: read right, or refused where nobody can be sure."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.date_parser import Moment, understand

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # a Wednesday
TABLE = Path(__file__).with_name("typed_moments.tsv")


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["typed"])
def test_it_is_read_as_a_person_means_it(row: dict[str, str]) -> None:
    found = understand(row["typed"], row["language"], "Europe/London", NOW, row["region"])
    read = "refused"
    if isinstance(found, Moment):
        read = f"{found.on} {found.at:%H:%M}" if found.at else f"{found.on}"
    assert read in row["meaning"].split(" or ")


@pytest.mark.parametrize(
    ("typed", "said"), [("12 Dec 10:30", True), ("tomorrow at 9", True), ("at 10:30", False)]
)
def test_it_is_known_whether_a_day_was_said(typed: str, *, said: bool) -> None:
    found = understand(typed, "en", "Europe/London", NOW)
    assert isinstance(found, Moment)
    assert found.day_is_said is said


@pytest.mark.parametrize(
    "typed",
    [
        "Cancelled: 1 Dec 13:40", "CANCELED 1 Dec 13:40", "called off: 1 Dec 13:40",
        "Your visit on 1 Dec at 13:40 is no longer needed",
        "The visit on 1 Dec at 13:40 is not going ahead",
        "The clinic on 1 Dec at 13:40 will not take place",
        "Anulada la cita del 1 de diciembre a las 13:40",
        "Se cancela su cita del 1 de diciembre a las 13:40",
        "Cancelamos su cita del 1 de diciembre a las 13:40",
        "Suspendida la consulta del 1 de diciembre a las 13:40",
        "Aplazada la cita del 1 de diciembre a las 13:40",
        "Su cita del 1 de diciembre a las 13:40 ya no tendrá lugar",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_called_off_is_no_moment_to_keep(typed: str, language: str) -> None:
    assert not isinstance(understand(typed, language, "Europe/London", NOW), Moment)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Dear patient, please confirm your appointment with the oncology outpatient department,"
         " building C, on 1 December 2026 at 13:40. Bring your papers and all of your medicines"
         " and come a little early.", "en"),
        ("Estimada paciente: le recordamos su cita en consultas externas de oncología, edificio C,"
         " el 1 de diciembre de 2026 a las 13:40. Traiga por favor sus papeles y la lista de sus"
         " medicinas.", "es"),
    ],
)  # fmt: skip
def test_a_whole_text_message_of_a_clinic_is_looked_at(typed: str, language: str) -> None:
    found = understand(typed, language, "Europe/London", NOW)
    assert isinstance(found, Moment)
    assert f"{found.on} {found.at:%H:%M}" == "2026-12-01 13:40"
