"""Promises, refrains, spelling, names and numbers: what the words of a text do to its reader."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from bot.library.check.language_rules import Wording, wording
from bot.library.check.writing_rules import texts_of
from bot.library.load.draft import Draft
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.prose import paragraphs

REFRAINS = 1  # on one page, in one medicine, in one word
#: A telephone number, or a number as long as one, with a source mark right behind it.
MARKED_PHONE = re.compile(r"(\d(?:[ ()-]?\d){5,})[.,;:]?\s*\[\^(?!-\])")
PARTS = 2  # a page may well be called like one thing that is explained
LISTS = ("medicines", "words", "questions")
#: How words begin that nobody in the United States spells like this.
ONLY_BRITISH = (
    "oestr",
    "oesoph",
    "oedem",
    "diarrhoea",
    "anaem",
    "leukaem",
    "haem",
    "hypercalcaem",
    "anaesth",
    "paediatr",
    "gynaec",
    "colour",
    "favour",
    "behaviour",
    "fibre",
    "centre",
    "organis",
    "recognis",
    "practis",
    "counsell",
    "programme",
)
#: The other way round; fewer, because “practice” and “counsel” are British too.
ONLY_AMERICAN = ("estr", "diarrhea", "anem", "leukem", "color", "favor", "behavior")
BRITISH, AMERICAN = ("GB", "IE", "AU", "NZ"), ("US", "PR")
WORD = re.compile(r"[^\W\d_]+")


def wording_problems(draft: Draft) -> Iterator[Problem]:
    rules = wording(draft.language)
    refrains: dict[tuple[PurePosixPath, Path_], int] = defaultdict(int)
    for file, path, text in texts_of(draft):
        yield from _promises(rules, file, path, text)
        yield from _refrains(rules, file, path, text, refrains)
        if hit := MARKED_PHONE.search(text):
            sentence = f"A source mark stands right behind “{hit[1]}”. Let a word stand between."
            yield file.problem(path, "marked-number", sentence, text[: hit.start()].count("\n"))
    yield from _no_warning(draft)
    yield from _no_synonyms(draft)
    if draft.language == "en":
        yield from _spelling(draft)


def _promises(rules: Wording, file: YamlFile, path: Path_, text: str) -> Iterator[Problem]:
    for paragraph in paragraphs(text):
        told = " ".join(line.text for line in paragraph.lines)
        if hit := rules.promise.search(told):
            sentence = f"“{hit[0]}” promises too much, or ranks. Say what is known, and for whom."
            yield file.problem(path, "promise", sentence, paragraph.offset)


def _refrains(
    rules: Wording,
    file: YamlFile,
    path: Path_,
    text: str,
    seen: dict[tuple[PurePosixPath, Path_], int],
) -> Iterator[Problem]:
    """Counted where they are read together: on a page, or in one country, medicine or word."""
    together = path[:2] if path[0] in (*LISTS, "regions") else ()
    for paragraph in paragraphs(text):
        told = " ".join(line.text for line in paragraph.lines)
        for hit in rules.refrain.finditer(told):
            seen[file.name, together] += 1
            if seen[file.name, together] > REFRAINS:
                sentence = f"“{hit[0]}” stands here already. Say it once, and else what to ask."
                yield file.problem(path, "refrain", sentence, paragraph.offset)


def _no_warning(draft: Draft) -> Iterator[Problem]:
    """Where a pack tells the dangers of its medicines, it tells those of each that it checked."""
    file = draft.files.get("medicines.yaml")
    listed = draft.medicines.medicines if draft.medicines else ()
    tells = any(medicine.warning for medicine in listed)
    for number, medicine in enumerate(listed):
        if file and tells and medicine.checked == "checked" and not medicine.warning:
            sentence = (
                f"“{medicine.name}” counts as checked and names no danger. Add its “warning”."
            )
            yield file.problem(("medicines", number, "id"), "no-warning", sentence)


def _no_synonyms(draft: Draft) -> Iterator[Problem]:
    """A page that is called like several things: those are parts of it, and no other names."""
    things = {
        name.casefold(): entry
        for listed in (
            draft.words.words if draft.words else (),
            draft.medicines.medicines if draft.medicines else (),
        )
        for entry in listed
        for name in entry.names
    }
    for page_id, page in draft.pages.items():
        own = {page.title.casefold(), page.button.casefold()}
        named = [(n, things.get(name.casefold())) for n, name in enumerate(page.also_called)]
        parts = [(n, entry) for n, entry in named if entry and not own & _folded(entry.names)]
        if len({entry.id for _, entry in parts}) < PARTS:
            continue
        for number, entry in parts:
            sentence = f"“{entry.title}” is a part of this page, no other name. Use “found_by”."
            yield draft.files[page_id].problem(("also_called", number), "synonym", sentence)


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def _spelling(draft: Draft) -> Iterator[Problem]:
    """One line for a file: a pack is spelled as in the region that it is made for."""
    region = draft.pack.default_region
    wrong = {AMERICAN: ONLY_BRITISH, BRITISH: ONLY_AMERICAN}
    starts = next((words for regions, words in wrong.items() if region in regions), ())
    found: dict[PurePosixPath, list[tuple[YamlFile, Path_, str]]] = defaultdict(list)
    for file, path, text in texts_of(draft) if starts else ():
        for word in WORD.findall(text):
            if word.casefold().startswith(starts):
                found[file.name].append((file, path, word))
    for hits in found.values():
        file, path, word = hits[0]
        more = f" and {len(hits) - 1} more words are" if len(hits) > 1 else " is"
        sentence = f"“{word}”{more} not spelled as in {region}, the pack's “default_region”."
        yield file.problem(path, "spelling", sentence)
