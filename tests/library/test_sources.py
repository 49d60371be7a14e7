"""Whose pages a pack may cite, what was read, and that a medicine rests on its own label."""

from pathlib import Path

import pytest

from tests.asthma_pack import write_asthma
from tests.library.packs import PackFolder

PAGE, MEDICINES = "en/basics/a-page.yaml", "en/medicines.yaml"
PUBLISHERS, READINGS = "publishers.yaml", "readings/all.yaml"
ONE = "https://one.example/"


def told(pack: PackFolder, kind: str) -> list[str]:
    return [str(problem) for problem in pack.problems() if problem.kind == kind]


@pytest.mark.parametrize(
    ("address", "kind", "sentence"),
    [
        ("https://news.example/a", "publisher", "publishers.yaml does not have news.example."),
        ("https://uat.one.example/a", "staging-host", "is a test or preview server"),
        ("https://one-example.vercel.app/a", "staging-host", "is a test or preview server"),
        ("https://www.old.example/a", "closed-site", "old.example is closed: its pages are now"),
    ],
)
def test_another_address_is_refused_with_its_line(
    pack: PackFolder, address: str, kind: str, sentence: str
) -> None:
    pack.replace(PUBLISHERS, "publishers:", "closed: {old.example: new.example}\npublishers:")
    pack.replace(PAGE, ONE, address)
    found = told(pack, kind)
    assert len(found) == 1
    assert sentence in found[0]
    assert found[0].startswith(f"{PAGE}:{pack.line(PAGE, address)}: ")


def test_an_address_that_waits_for_an_original_is_a_warning(pack: PackFolder) -> None:
    pack.replace(PAGE, ONE, "https://news.example/a")
    pack.replace(PUBLISHERS, "publishers:", "waiting: ['https://news.example/a']\npublishers:")
    assert not told(pack, "publisher")
    assert "(warning)" in told(pack, "waiting")[0]


def test_a_host_is_known_with_www_and_below_a_star(pack: PackFolder) -> None:
    pack.replace(PUBLISHERS, "[one.example,", '[www.one.example, "*.below.example",')
    pack.replace(PAGE, ONE, "https://one.below.example/a")
    assert not told(pack, "publisher")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("one.example", "“one.example” is an address and no publisher. Write “One”."),
        ("Someone", "“Someone” is another name. Write “One”."),
    ],
)
def test_a_publisher_is_called_as_the_list_has_it(
    pack: PackFolder, given: str, sentence: str
) -> None:
    known = "  - {name: One, kind: charity, hosts: [one.example]}\n"
    pack.replace(PUBLISHERS, "publishers:\n", f"publishers:\n{known}")
    pack.replace(PAGE, "publisher: One press", f"publisher: {given}")
    assert any(sentence in line for line in told(pack, "publisher-name"))


def test_a_copy_is_refused_by_its_title(pack: PackFolder) -> None:
    pack.replace(PAGE, "title: One,", 'title: "One (copy on a reseller)",')
    assert told(pack, "copy")


def test_a_publisher_may_be_for_some_pages_only(pack: PackFolder) -> None:
    pack.replace(PUBLISHERS, "any_name: true}", "any_name: true, only_on: [urgent-help]}")
    assert any(line.startswith(PAGE) for line in told(pack, "publisher"))
    assert not any(line.startswith("en/help/urgent-help") for line in told(pack, "publisher"))


@pytest.mark.slow
def test_a_new_source_needs_a_reading_and_an_old_one_may_be_listed(pack: PackFolder) -> None:
    reading = pack.path(READINGS).read_text("utf-8").splitlines()[1]
    pack.replace(READINGS, f"{reading}\n", "")
    assert told(pack, "no-reading")
    pack.replace(READINGS, "readings:", f"not_recorded: ['{ONE}']\nreadings:")
    assert not told(pack, "no-reading")


def test_accessed_is_the_day_of_the_reading(pack: PackFolder) -> None:
    pack.replace(PAGE, "accessed: 2026-11-23", "accessed: 2026-11-01")
    assert "which readings/ gives as 2026-11-23" in told(pack, "other-day")[0]


def test_a_pack_that_cites_needs_the_list(pack: PackFolder) -> None:
    pack.path(PUBLISHERS).unlink()
    assert told(pack, "unreadable") == [f"{PUBLISHERS}:1: This file is missing. A pack needs it."]


def test_a_medicine_does_not_rest_on_the_label_of_another_alone(pack: PackFolder) -> None:
    other = MEDICINES_OTHER
    pack.replace(MEDICINES, "medicines:\n", f"medicines:\n{other}")
    pack.replace(MEDICINES, "title: One,", "title: Otramol label,")
    pack.replace(PUBLISHERS, "{charity: 366}", "{charity: 366, regulator: 366}")
    pack.replace(PUBLISHERS, "kind: charity", "kind: regulator")
    found = told(pack, "other-medicine")
    assert len(found) == 1
    assert "rests on the label of otramol, and not of curamol" in found[0]
    pack.replace(MEDICINES, "It is used in tests.", "It is used in tests, as otramol is.")
    assert not told(pack, "other-medicine")


MEDICINES_OTHER = """  - id: other
    name: otramol
    kind: Test medicine
    page: a-treatment
    used_for: It is another one. [^one]
    checked: name-only
"""


@pytest.mark.slow
def test_another_pack_needs_the_list_only_when_it_cites(tmp_path: Path) -> None:
    pack = PackFolder(write_asthma(tmp_path / "asthma"))
    assert not [problem for problem in pack.problems() if problem.severity == "failure"]
    page = "en/learn/about-asthma.yaml"
    pack.replace(page, "explained. [^-]", "explained. [^one]")
    source = "{id: one, title: One, publisher: P, url: 'https://a.example/', published: 2026"
    pack.replace(page, "reviewed:", f"sources:\n  - {source}, accessed: 2026-11-23}}\nreviewed:")
    assert len(told(pack, "publisher")) == len(told(pack, "no-reading")) == 1
