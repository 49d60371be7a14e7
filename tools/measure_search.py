"""Measure how well what people type is answered: `python -m tools.measure_search FILE...`.

A row of a file has `language`, `class`, what was typed and `leads_to`, several with "|" between:

- Places, where what was typed stands as `text`: `page`, `page/section`, `medicine:id`, `word:id`,
  `bot:screen`. A section of a wanted page is right. Where a section is wanted, the rest of its
  page counts in the column "page" alone.
- Words, where it stands as `typed`: one of them stands in what the right hit is called, or, in
  the column "page", in what it tells.

Rows of other classes than ordinary, offer and bot are left out: help comes first there.
`tests/library/search_unseen.tsv` was written by somebody who had not seen the phrases, and nobody
who writes phrases has read it: measure with it, do not look at its rows (`--missed`), or it tells
nothing any more. Phrases come from elsewhere.
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

CLASSES = ("ordinary", "offer", "bot")
#: The first is looked at while the search is made, the second never; `unseen` was written apart.
HALVES = ("dev", "held", "unseen")
FIRST = 3


@dataclass(frozen=True, slots=True)
class Typed:
    language: str
    text: str
    leads_to: tuple[str, ...]
    #: Whether `leads_to` are places, and no words to look for.
    has_places: bool

    @property
    def half(self) -> str:
        return "unseen" if self.has_places else HALVES[zlib.crc32(self.text.encode()) & 1]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: where it leads, what it is called, and what it tells besides."""

    place: str
    called: str
    told: str


def rows_of(path: Path) -> Iterator[Typed]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row.get("class", "ordinary") in CLASSES and row["leads_to"]:
                has_places = "text" in row
                typed = row["text" if has_places else "typed"]
                yield Typed(row["language"], typed, tuple(row["leads_to"].split("|")), has_places)


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


def answers(library: Library, typed: Typed) -> Iterator[Answer]:
    """What is shown; the screens of the bot come first."""
    edition = library.edition(typed.language)
    if library.is_small_talk(typed.text):
        yield Answer("bot:home", "home welcome menu greeting hello", "")
        return
    for screen in library.screens(edition, typed.text):
        asked = (
            edition.texts.below("find.screens").get(screen, "")
            for edition in library.editions.values()
        )
        yield Answer(f"bot:{screen}", f"{screen} this bot {' '.join(asked)}", "")
    for hit in library.find(edition, typed.text):
        kind = f"{hit.kind}:" if hit.kind in ("medicine", "word", "question") else ""
        yield Answer(f"{kind}{hit.id}", called(edition, hit), told_by(edition, hit))


def place_of(library: Library, typed: Typed, *, wide: bool) -> int | None:
    """Which answer is the right one, from 1; 0 where none is, None where nothing was found.

    `wide` takes another part of a wanted page, or a text that tells what is wanted, for right.
    """
    ranked = list(answers(library, typed))
    is_right = _is_there if typed.has_places else _says
    for place, answer in enumerate(ranked, 1):
        if is_right(typed, answer, wide):
            return place
    return 0 if ranked else None


def _is_there(typed: Typed, answer: Answer, wide: bool) -> bool:
    page = answer.place.partition("/")[0]
    for wanted in typed.leads_to:
        if answer.place == wanted or page == wanted:
            return True
        if wide and page == wanted.partition("/")[0]:
            return True
    return False


def _says(typed: Typed, answer: Answer, wide: bool) -> bool:
    wanted = [normal for word in typed.leads_to if (normal := normalise(word))]
    text = normalise((wide and answer.told) or answer.called)
    ref = answer.place.rpartition(":")[2]
    return ref in typed.leads_to or any(word in text for word in wanted)


def print_shares(name: str, named: list[int | None], told: list[int | None]) -> None:
    """Shares of: the first, the first three, the first three taken widely, nothing at all."""
    count = len(named) or 1
    first = sum(place == 1 for place in named)
    shares = (first, in_first(named), in_first(told), sum(place is None for place in named))
    print(f"{name:12} {len(named):5}", *(f"{100 * n / count:7.1f} %" for n in shares))


def in_first(places: list[int | None]) -> int:
    return sum(place is not None and 1 <= place <= FIRST for place in places)


def print_missed(library: Library, rows: list[Typed], places: list[int | None]) -> None:
    for row, place in zip(rows, places, strict=True):
        if place is None or not 1 <= place <= FIRST:
            ranks = [answer.place for answer in answers(library, row)][:FIRST]
            print(f"{place}\t{row.text}\t{'|'.join(row.leads_to)}\t{ranks}")


def print_words(library: Library, path: Path) -> None:
    """How many of the words, each after its language, find something at all."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for language in library.editions:
        words = [Typed(lang, word, (), has_places=True) for lang, word in rows if lang == language]
        findable = sum(place_of(library, word, wide=False) is not None for word in words)
        print(f"{language}: {findable} of {len(words)} words find something")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    parser.add_argument("files", nargs="*", type=Path, help="tab-separated, with a header")
    parser.add_argument("--content", type=Path, default=Path("content"), help="the pack")
    parser.add_argument("--half", choices=HALVES, help="only this half of the rows")
    parser.add_argument("--words", type=Path, help="languages and words: how many find something")
    parser.add_argument("--missed", action="store_true", help="list what the first three lack")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    library = load_ready(asked.content)
    rows = [row for path in asked.files for row in rows_of(path)]
    print(f"{'':12} {'rows':>5} {'first':>9} {'three':>9} {'page':>9} {'nothing':>9}")
    if asked.words:
        print_words(library, asked.words)
    for language in library.editions:
        for half in HALVES:
            chosen = [r for r in rows if (r.language, r.half) == (language, half)]
            if chosen and asked.half in (None, half):
                named, told = (
                    [place_of(library, row, wide=wide) for row in chosen] for wide in (False, True)
                )
                print_shares(f"{language}, {half}", named, told)
                if asked.missed:
                    print_missed(library, chosen, told)


if __name__ == "__main__":
    main()
