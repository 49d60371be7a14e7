"""One sign, one speed: the table of danger signs, and where a text says another speed than it.

A text is read sentence by sentence; a point of a list together with the line above the list. A
sentence that says a speed says it of the signs in it, or of those just before when it names none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field

from bot.library.check.readability import sentences
from bot.library.model.fields import ItemId, Line
from bot.library.model.models import Sourced
from bot.library.model.prose import Paragraph, paragraphs
from bot.library.search.normalise import normalise

GAP = r"(?:\S+ ){0,3}?"  # what “…” stands for in a wording
#: How fast a sign needs a call, the fastest first.
Speed = Literal["emergency", "at-once", "same-day", "next-visit"]
Wordings = tuple[Line, ...]


class SpeedWords(BaseModel, frozen=True, extra="forbid"):
    """What one speed is called in a language, and the wordings by which a text says it."""

    id: Speed
    say: Line
    said: Annotated[Wordings, Field(min_length=1)]


class Sign(BaseModel, frozen=True, extra="forbid"):
    """Something that people feel or see, and how fast it needs a call.

    In wordings, `*` stands for the rest of a word and `…` for up to three words in between.
    """

    id: ItemId
    sign: Line
    whom: Line
    speed: Speed
    named: Annotated[Wordings, Field(min_length=1)]
    #: It counts only beside one of these wordings, such as the name of a medicine.
    only_with: Wordings = ()
    sources: Annotated[tuple[ItemId, ...], Field(min_length=1)]


class SignsFile(Sourced):
    speeds: Annotated[tuple[SpeedWords, ...], Field(min_length=1)]
    signs: tuple[Sign, ...]


class Named(NamedTuple):
    """A sign, and where a sentence names it."""

    start: int
    end: int
    sign: Sign


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence or point says; `speeds` is empty where it says none."""

    speeds: frozenset[Speed]
    signs: tuple[Sign, ...]
    is_point: bool
    offset: int  # its line


class Table:
    """The signs of one language, ready to be found in its texts."""

    def __init__(self, file: SignsFile, language: str) -> None:
        self._language = language
        self._speeds = [(speed.id, self._pattern(speed.said)) for speed in file.speeds]
        self._signs = [
            (
                sign,
                self._pattern(sign.named),
                self._pattern(sign.only_with) if sign.only_with else None,
            )
            for sign in file.signs
        ]
        self.say = {speed.id: speed.say for speed in file.speeds}

    def clashes(self, text: str, about: str = "") -> Iterator[tuple[Sign, Said]]:
        """Every sign that a text gives another speed than ours; `about` is what the text is on."""
        for paragraph in paragraphs(text):
            told = " ".join(line.text for line in paragraph.lines)
            if self._speeds_in(normalise(told, self._language)):
                yield from self._clashes_in(self._read(paragraph, normalise(about, self._language)))

    def _clashes_in(self, paragraph: Iterable[Said]) -> Iterator[tuple[Sign, Said]]:
        waiting: tuple[Sign, ...] = ()  # named just before, without a speed
        for said in paragraph:
            if said.is_point:
                meant, waiting = said.signs, ()
            else:
                meant = said.signs or waiting
                waiting = () if said.speeds else (*waiting, *said.signs)
            wrong = (sign for sign in meant if sign.speed not in said.speeds)
            yield from ((sign, said) for sign in wrong if said.speeds)

    def _read(self, paragraph: Paragraph, about: str) -> Iterator[Said]:
        above = ""
        for number, line in enumerate(paragraph.lines):
            offset = paragraph.offset + number
            above = above if line.is_point else normalise(line.text, self._language)
            for sentence in [line.text] if line.is_point else sentences(line.text):
                own = normalise(sentence, self._language)
                speeds = self._speeds_in(own) or self._speeds_in(above if line.is_point else "")
                named = self._named_in(own, f" {about} {above} {own} ")
                yield Said(speeds, tuple(dict.fromkeys(named)), line.is_point, offset)

    def _speeds_in(self, text: str) -> frozenset[Speed]:
        return frozenset(speed for speed, said in self._speeds if said.search(f" {text} "))

    def _named_in(self, text: str, beside: str) -> Iterator[Sign]:
        """The signs in a sentence; of two in one place, the one that says more."""
        mentions = [
            Named(hit.start(), hit.end(), sign)
            for sign, named, only_with in self._signs
            if only_with is None or only_with.search(beside)
            for hit in named.finditer(f" {text} ")
        ]
        mentions.sort(key=lambda mention: (not mention.sign.only_with, mention.start - mention.end))
        kept: list[Named] = []
        for mention in mentions:
            if all(mention.end <= other.start or other.end <= mention.start for other in kept):
                kept.append(mention)
                yield mention.sign

    def _pattern(self, wordings: Iterable[str]) -> re.Pattern[str]:
        joined = "|".join(self._wording(wording) for wording in wordings)
        return re.compile(rf"(?<= )(?:{joined})(?= )")

    def _wording(self, wording: str) -> str:
        """A wording in the form in which texts are compared."""
        parts: list[str] = []
        for word in wording.split():
            if word == "…":
                parts.append(GAP)
            else:
                rest = r"\S*" if word.endswith("*") else ""
                parts.append(
                    f"{re.escape(normalise(word.removesuffix('*'), self._language))}{rest} "
                )
        return "".join(parts).removesuffix(" ")
