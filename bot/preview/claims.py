"""What a page states, paragraph by paragraph, beside the sources it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.library.check.readings import Reading, Readings
from bot.library.check.signs import SignsFile
from bot.library.model.models import HelpPage, MedicinesFile, Page, Source, Sourced, WordsFile
from bot.library.model.prose import NO_FACT, Paragraph, paragraphs

LAYERS = {"text": "", "if_new": "if this is new", "more": "more detail"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One paragraph; without sources it states no fact. In a translation, also the original.

    `readings` are what was read of its sources, by address.
    """

    number: int
    place: str
    lines: tuple[str, ...]
    sources: tuple[Source, ...]
    original: tuple[str, ...] = ()
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stated:
    key: tuple[object, ...]  # where it stands; the same in every language
    place: str
    paragraph: Paragraph


def claims(
    shown: Sourced, original: Sourced | None = None, readings: Readings | None = None
) -> tuple[Claim, ...]:
    """All paragraphs of a page or a collection, numbered from 1, beside those of its original."""
    sources = {source.id: source for source in shown.sources}
    read = {source.url: readings.of(source.url) for source in shown.sources} if readings else {}
    before = (
        {statement.key: _lines(statement.paragraph) for statement in _stated(original)}
        if original
        else {}
    )
    return tuple(
        Claim(
            number,
            statement.place,
            _lines(statement.paragraph),
            tuple(
                sources[mark]
                for mark in dict.fromkeys(statement.paragraph.marks)
                if mark != NO_FACT
            ),
            before.get(statement.key, ()),
            read,
        )
        for number, statement in enumerate(_stated(shown), start=1)
    )


def _stated(shown: Sourced) -> Iterator[_Stated]:
    match shown:
        case MedicinesFile():
            for medicine in shown.medicines:
                names = ", ".join([medicine.title, *medicine.brands, *medicine.also_called])
                for field, text in medicine.prose():
                    yield from _each((medicine.id, field), names, text)
        case WordsFile():
            for word in shown.words:
                names = ", ".join([word.title, *word.also_called])
                yield from _each((word.id,), names, word.meaning)
        case SignsFile():
            for sign in shown.signs:
                say = next(speed.say for speed in shown.speeds if speed.id == sign.speed)
                marks = " ".join(f"[^{source}]" for source in sign.sources)
                yield from _each((sign.id,), sign.whom, f"{sign.sign}: {say} {marks}")
        case Page():
            if isinstance(shown, HelpPage):
                yield from _each(("lead",), "lead", shown.lead)
            yield from _each(("summary",), "summary", shown.summary)
            for path, text in shown.prose():
                yield from _each(path, _name(shown, path), text)


def _each(path: Iterable[object], place: str, text: str) -> Iterator[_Stated]:
    for number, paragraph in enumerate(paragraphs(text)):
        yield _Stated((*path, number), place, paragraph)


def _name(page: Page, path: tuple[str | int, ...]) -> str:
    if path[0] != "sections":
        return " ".join(map(str, path))
    section, layer = page.sections[int(path[1])], LAYERS[str(path[2])]
    return f"{section.title} ({layer})" if layer else section.title


def _lines(paragraph: Paragraph) -> tuple[str, ...]:
    return tuple(f"• {line.text}" if line.is_point else line.text for line in paragraph.lines)
