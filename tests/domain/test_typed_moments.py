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
