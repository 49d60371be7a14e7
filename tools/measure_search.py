"""Measure how well what people type is answered: `python -m tools.measure_search FILE...`.

A row of a file has `language`, `typed` and `leads_to`: words with "|" between them, of which one
stands in what the right hit is called, or the id of a page, a section, a medicine or a word. Rows
of another class than ordinary and offer are left out: help comes first there.
"""

import argparse
import csv
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.library.load.load import load_ready
from bot.library.model.library import Edition, Library
from bot.library.search.hits import Hit
from bot.library.search.normalise import normalise

CLASSES = ("ordinary", "offer")
HALVES = ("dev", "held")  # the first is looked at while the search is made, the second never
FIRST = 3


@dataclass(frozen=True, slots=True)
class Typed:
    language: str
    text: str
    leads_to: tuple[str, ...]

    @property
    def half(self) -> str:
        return HALVES[zlib.crc32(self.text.encode()) & 1]


def rows_of(path: Path) -> Iterator[Typed]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row.get("class", "ordinary") in CLASSES and row["leads_to"]:
                yield Typed(row["language"], row["typed"], tuple(row["leads_to"].split("|")))


def called(edition: Edition, hit: Hit) -> str:
    """What one can read of a hit in the list, with its id and its page."""
    page_id = edition.homes.get(hit.id) if hit.kind == "question" else hit.id.partition("/")[0]
    page = edition.pages.get(page_id or "")
    item = edition.medicines.get(hit.id) or edition.words.get(hit.id)
    names = [edition.title_of(hit.kind, hit.id) or "", *(item.names if item else ())]
    return " ".join([hit.id, *names, page.title if page else ""])


def told_by(edition: Edition, hit: Hit) -> str:
    """The same, with its text and the ways in which people ask for it."""
    told = edition.text_of(hit.kind, hit.id) if hit.kind != "page" else ""
    return " ".join([called(edition, hit), told, *edition.search_phrases.get(hit.id, ())])


def answers(library: Library, typed: Typed) -> Iterator[tuple[str, str, str]]:
    """The id of each answer, what it is called, and what it tells besides; screens come first."""
    edition = library.edition(typed.language)
    if library.is_small_talk(typed.text):
        yield "home", "home welcome menu greeting hello", ""
        return
    for screen in library.screens(edition, typed.text):
        asked = (
            one.texts.below("find.screens").get(screen, "") for one in library.editions.values()
        )
        yield screen, f"{screen} this bot {' '.join(asked)}", ""
    for hit in library.find(edition, typed.text):
        yield hit.id, called(edition, hit), told_by(edition, hit)


def place_of(library: Library, typed: Typed, *, by_text: bool) -> int | None:
    """Which answer is the right one, from 1; 0 where none is, None where nothing was found."""
    wanted = [one for word in typed.leads_to if (one := normalise(word))]
    found = list(answers(library, typed))
    for place, (ref, names, told) in enumerate(found, 1):
        text = normalise(told if by_text else names) if told or not by_text else normalise(names)
        if ref in typed.leads_to or any(word in text for word in wanted):
            return place
    return 0 if found else None


def print_shares(name: str, named: list[int | None], told: list[int | None]) -> None:
    count = len(named) or 1
    first = sum(place == 1 for place in named)
    shares = (first, in_first(named), in_first(told), sum(place is None for place in named))
    print(f"{name:12} {len(named):5}", *(f"{100 * n / count:7.1f} %" for n in shares))


def in_first(places: list[int | None]) -> int:
    return sum(place is not None and 1 <= place <= FIRST for place in places)


def print_missed(library: Library, rows: list[Typed], places: list[int | None]) -> None:
    for row, place in zip(rows, places, strict=True):
        if place is None or not 1 <= place <= FIRST:
            found = [ref for ref, *_ in answers(library, row)][:FIRST]
            print(f"{place}\t{row.text}\t{'|'.join(row.leads_to)}\t{found}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    parser.add_argument("files", nargs="+", type=Path, help="tab-separated, with a header")
    parser.add_argument("--content", type=Path, default=Path("content"), help="the pack")
    parser.add_argument("--half", choices=HALVES, help="only this half of the rows")
    parser.add_argument("--missed", action="store_true", help="list what the first three lack")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    library = load_ready(asked.content)
    rows = [row for path in asked.files for row in rows_of(path)]
    print(f"{'':12} {'rows':>5} {'first':>9} {'three':>9} {'its text':>9} {'nothing':>9}")
    for language in library.editions:
        for half in HALVES:
            chosen = [r for r in rows if (r.language, r.half) == (language, half)]
            if chosen and asked.half in (None, half):
                named, told = (
                    [place_of(library, row, by_text=by_text) for row in chosen]
                    for by_text in (False, True)
                )
                print_shares(f"{language}, {half}", named, told)
                if asked.missed:
                    print_missed(library, chosen, told)


if __name__ == "__main__":
    main()
