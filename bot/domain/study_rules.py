"""Sorts one record of a public register for the people of a pack: pure, text in and a Sorting out.

Every rule errs towards showing: a study too many costs a question to the doctor, one too few is
hidden from somebody. What the rules are not sure of is quoted and not used.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from bot.domain.study_words import Pattern, Words

VERSION = 2  # a copy that was made by other rules is made again
DASHES = re.compile(r"[\u2010-\u2014\u2212\ufe63]")
ESCAPED = re.compile(r"\\([\\<>\[\]*_~`#+.()-])")
SPACES = re.compile(r"[ \t\xa0]+")
BULLET = re.compile(r"(?:(?:[*•\-]|\(?\d{1,2}[.)])\s*)*")
HEADING = re.compile(
    r"^[\s*#>\-\d.()a-z]{0,6}(?:[\w/ ,&()-]{0,60}\b)?"
    r"(inclusion|exclusion|eligib\w+|ineligib\w+|not eligible)\b[^.;]{0,60}$"
)
LEAVING = re.compile(r"\b(?:key |main |major )?exclusion criteria\b\s*:?")
SENTENCE = re.compile(r"(?<=[.;])\s")
QUOTES_EACH, QUOTE_LENGTH = 1, 220
MEDICINES = frozenset({"DRUG", "BIOLOGICAL", "GENETIC", "COMBINATION_PRODUCT"})
GENTLE = frozenset({"talk", "movement"})
TESTS = frozenset({"DIAGNOSTIC", "SCREENING"})


class Reach(IntEnum):
    """How a study speaks of the condition; the numbers stand in the copy."""

    OWN = 1  # in its titles, conditions or keywords
    NAMED = 2  # as one of many that can join
    WIDE = 3  # not by name: any of a wide family
    NONE = 0


class Stage(IntEnum):
    """Whether advanced disease is let in; the numbers stand in the copy."""

    LATE = 1
    ANY = 2  # or not said
    EARLY = 3  # only early disease, or people without it


@dataclass(frozen=True, slots=True)
class Record:
    """What the rules read of a study."""

    titles: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    summary: str = ""
    criteria: str = ""
    #: Pairs of the register's type and the name.
    given: tuple[tuple[str, str], ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    reach: Reach
    stage: Stage
    #: Ids of the types that the head leaves open.
    types: frozenset[str]
    #: Whether it is for many kinds besides.
    is_wide: bool
    #: Whether it is about symptoms and daily life, and not about the illness itself.
    is_care: bool
    # What follows is worked out for those that are shown.
    kinds: tuple[str, ...] = ()
    #: What the titles name, by the pack's list.
    marks: tuple[str, ...] = ()
    #: Topic and line, in the register's words.
    quotes: tuple[tuple[str, str], ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.reach is not Reach.NONE and self.stage is not Stage.EARLY


class Line(NamedTuple):
    """A line of the rules for joining: as it stands, and as the patterns read it."""

    own: str
    read: str


class Lines(NamedTuple):
    joining: list[Line]
    staying_out: list[Line]


def plain(text: str) -> str:
    """The register's text without its escapes, in one spelling of dashes."""
    if not text.isascii():
        text = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return ESCAPED.sub(r"\1", text) if "\\" in text else text


def low(text: str) -> str:
    return SPACES.sub(" ", text.lower()) if "  " in text or "\t" in text else text.lower()


def reading(text: str, words: Words) -> str:
    """Plain text as patterns read it, of a head: only there the spelling of types matters."""
    text = low(text)
    for pattern, spelling in words.spellings:
        text = pattern.sub(spelling, text)
    return text


def lines_of(criteria: str) -> Lines:
    """Lines that let in and lines that keep out; headings may come more than once."""
    lines, out = Lines([], []), False
    text = plain(criteria)
    for own, line in zip(text.splitlines(), low(text).splitlines(), strict=True):
        read = line.strip()
        heading = HEADING.match(read) if len(read) < 90 else None
        if heading:
            out = heading[1].startswith(("exclu", "inelig", "not")) or "not meet" in read
        elif read:
            out = _add(lines, Line(own.strip(), read), out)
    return lines


def _pointless(line: str) -> str:
    """Without the sign of a list before it."""
    bullet = BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _add(lines: Lines, line: Line, out: bool) -> bool:
    """Sort one line in; whether what follows keeps out."""
    leaving = None if out else LEAVING.search(line.read)
    if leaving is None:
        lines[out].append(Line(_pointless(line.own), _pointless(line.read)))
        return out
    for part, text in ((0, line.read[: leaving.start()]), (1, line.read[leaving.end() :])):
        if text := text.strip(" :*-"):
            lines[part].append(Line("", text))  # cut out of a line: never quoted
    return True


def sort(record: Record, words: Words) -> Sorting:
    titles = reading(plain(" . ".join(record.titles)), words)
    head = " . ".join(
        [
            titles,
            *(reading(plain(" ; ".join(o)), words) for o in (record.conditions, record.keywords)),
        ]
    )
    lines = lines_of(record.criteria)
    reach = _reach(head, lines, low(plain(record.summary)), words)
    kinds = _kinds(record, words)
    is_care = bool(kinds) and set(kinds) <= GENTLE
    is_care = (
        is_care
        or record.purpose == "SUPPORTIVE_CARE"
        or bool(words.kinds["supportive"].search(titles))
    )
    is_wide = reach is not Reach.OWN or bool(words.condition["wide"].search(head))
    stage = _stage(head, titles, lines, words, is_wide=is_wide) if reach else Stage.ANY
    types = _types(record, head, titles, words)
    if not reach or stage is Stage.EARLY:
        return Sorting(reach, stage, types, is_wide, is_care)
    return Sorting(
        reach,
        stage,
        types,
        is_wide,
        is_care,
        kinds,
        tuple(name for name, pattern in words.marks.items() if pattern.search(titles)),
        tuple(_quotes(lines, words)),
    )


def _reach(head: str, lines: Lines, summary: str, words: Words) -> Reach:
    condition = words.condition
    head, left_out = condition["left_out"].subn(" ", head)
    if condition["head"].search(head):
        return Reach.OWN
    if left_out or not condition["wide"].search(head) or condition["others_only"].search(head):
        return Reach.NONE
    told = [*(line.read for line in lines.joining), *SENTENCE.split(summary)]
    return Reach.NAMED if _says(told, condition["text"], condition["not_text"]) else Reach.WIDE


def _says(lines: Iterable[str], pattern: Pattern, unless: Pattern) -> bool:
    return any(pattern.search(line) and not unless.search(line) for line in lines)


def _stage(head: str, titles: str, lines: Lines, words: Words, *, is_wide: bool) -> Stage:
    """Head first; where it says both or nothing, the rules for joining decide.

    Of a study for many kinds, early words may be about another kind.
    """
    stage = words.stage
    joining = [line.read for line in lines.joining]
    late = bool(stage["late_head"].search(head))
    early = bool(stage["early_head"].search(head)) or bool(stage["well_head"].search(head))
    if late and (is_wide or not early):
        return Stage.LATE
    out = [line.read for line in lines.staying_out if len(line.read) < 200]
    keeps_out = _says(out, stage["keeps_out"], stage["not_keeps_out"])
    if any(stage["any_stage"].search(line) for line in (titles, *joining)) and not keeps_out:
        return Stage.ANY
    wants_early = _says(joining, stage["wants_early"], stage["not_wants_early"])
    if late:
        return Stage.EARLY if keeps_out or wants_early else Stage.LATE
    wants_late = _says(joining, stage["wants_late"], stage["not_wants_late"])
    if keeps_out or (early and not wants_late) or (wants_early and not wants_late):
        return Stage.EARLY
    return Stage.LATE if wants_late else Stage.ANY


def signals_in(head: str, words: Words) -> frozenset[str]:
    """What the head says of types; the words of one signal are not read again for the next."""
    names = set()
    for name, pattern in words.signals.items():
        head, times = pattern.subn(" ", head)
        if times:
            names.add(name)
    return frozenset(names)


def _types(record: Record, head: str, titles: str, words: Words) -> frozenset[str]:
    """The types that the head leaves open; all, where it also speaks of the condition at large."""
    condition, every = words.condition, frozenset(type_.id for type_ in words.types)
    told = signals_in(titles, words)
    if condition["wide"].search(head):
        is_of_many = not condition["head"].search(titles)
        signals = signals_in(head, words) if told and is_of_many else frozenset[str]()
    elif not told and any(
        condition["plain"].match(reading(plain(c), words)) for c in record.conditions
    ):
        signals = told
    else:
        signals = signals_in(head, words)
    return frozenset(type_.id for type_ in words.types if type_.is_open(signals)) or every


def _kinds(record: Record, words: Words) -> tuple[str, ...]:
    """What is tested, by the register's types and by names."""
    types = {kind for kind, _ in record.given}
    names = reading(plain(" ; ".join(name for _, name in record.given)), words)
    kinds = [k for k, p in words.kinds.items() if k != "supportive" and p.search(names)]
    if types & MEDICINES and record.purpose not in TESTS:
        kinds = ["medicine", *(kind for kind in kinds if kind not in (*GENTLE, "test"))]
    elif record.purpose in TESTS:
        kinds = ["test"]
    return tuple(dict.fromkeys(kinds))


def _quotes(lines: Lines, words: Words) -> Iterator[tuple[str, str]]:
    """The first line on each topic that is short enough to be read, whichever list it stands in."""
    read = ["\n".join(line.read for line in part) for part in lines]
    for topic, pattern in words.quotes.items():
        for part, text in enumerate(read):
            quoted = (
                lines[part][text.count("\n", 0, hit.start())] for hit in pattern.finditer(text)
            )
            fitting = [line.own for line in quoted if line.own]
            for line in sorted(fitting, key=lambda own: len(own) > QUOTE_LENGTH)[:QUOTES_EACH]:
                yield f"{topic}{'-out' if part else ''}", cut(line, QUOTE_LENGTH)


def cut(text: str, limit: int) -> str:
    """A quotation that says when it is not whole."""
    text = SPACES.sub(" ", text).strip()
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0].rstrip(",;:") + " …"
