"""Whether a text rests on what it should: accepted publishers, originals, and its own subject."""

import re
from collections.abc import Iterable, Iterator

from bot.library.check.publishers import Publisher, Publishers, host_of
from bot.library.check.readings import Readings
from bot.library.check.signs import SignsFile
from bot.library.load.draft import Draft
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_
from bot.library.model.models import Medicine, MedicinesFile, Page, Source, Sourced, WordsFile
from bot.library.model.prose import NO_FACT, paragraphs, plain

#: Parts of a host by which test and preview servers are known.
STAGING = re.compile(
    r"(?:^|[.-])(?:uat|sit|dev|test|staging|preview|demo|local)\d*(?:[.-]|$)"
    r"|\.(?:vercel\.app|umbraco\.io|netlify\.app|herokuapp\.com|pages\.dev|web\.app)$"
)
COPY = re.compile(r"\(cop(?:y|ies)\b|\bcopy (?:on|of|at) |\barchived\b|\(on |, on [A-Z]\w+\.", re.I)
ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}$", re.IGNORECASE)

PARTS_OF_NAMES = re.compile(r"[^\W\d_]{5,}")  # shorter ones stand for too much else
LABELS = "regulator"  # the kind of publisher whose documents are about one medicine
Told = Iterator[tuple[str, str, str]]  # the field of the source, the kind, the sentence


def source_problems(draft: Draft, publishers: Publishers, readings: Readings) -> Iterator[Problem]:
    """What is wrong with the sources of the original; a translation has the same ones."""
    for key, item, file in draft.sourced():
        for number, source in enumerate(item.sources):
            for field, kind, sentence in _of_source(source, key, publishers, readings):
                yield file.problem(("sources", number, field), kind, sentence)
    yield from _other_medicines(draft, publishers)


def _of_source(source: Source, key: str, publishers: Publishers, readings: Readings) -> Told:
    host = host_of(source.url)
    publisher = publishers.of(source.url)
    if source.url in publishers.waiting:
        yield "url", "waiting", f"{host} is no publisher of ours: this waits for an original."
    elif host in publishers.closed:
        sentence = f"{host} is closed: its pages are now at {publishers.closed[host]}."
        yield "url", "closed-site", sentence
    elif STAGING.search(host):
        yield "url", "staging-host", f"{host} is a test or preview server. Cite the site itself."
    elif publisher is None:
        sentence = f"publishers.yaml does not have {host}. Cite an original by who is on that list."
        yield "url", "publisher", sentence
    elif publisher.only_on and key not in publisher.only_on:
        sentence = f"{publisher.name} may be cited on {', '.join(publisher.only_on)} only."
        yield "url", "publisher", sentence
    else:
        yield from _named(source, publisher)
    yield from _read(source, readings)


def _named(source: Source, publisher: Publisher) -> Told:
    given = source.publisher
    if not publisher.any_name and given != publisher.name:
        fault = "is an address and no publisher" if ADDRESS.match(given) else "is another name"
        yield "publisher", "publisher-name", f"“{given}” {fault}. Write “{publisher.name}”."
    elif publisher.any_name and ADDRESS.match(given):
        yield "publisher", "publisher-name", f"“{given}” is an address. Name who publishes there."
    if hit := COPY.search(f"{given} {source.title}"):
        sentence = f"“{hit[0]}”: cite the original, and note in readings/ that a copy was read."
        yield "title", "copy", sentence


def _read(source: Source, readings: Readings) -> Told:
    last = readings.last_read(source.url)
    if last is None and source.url not in readings.not_recorded:
        sentence = f"Nobody noted what “{source.id}” says and how much was read: see readings/."
        yield "url", "no-reading", sentence
    elif last is not None and last != source.accessed:
        sentence = f"“accessed” is the day it was read, which readings/ gives as {last}."
        yield "accessed", "other-day", sentence


def _other_medicines(draft: Draft, publishers: Publishers) -> Iterator[Problem]:
    """A text of a medicine that rests on nothing but the labels of others.

    A text that names the other one may rest on its label.
    """
    if draft.medicines is None or "medicines.yaml" not in draft.files:
        return
    labels = {
        source.id: _words(source.title)
        for source in draft.medicines.sources
        if (publisher := publishers.of(source.url)) and publisher.kind == LABELS
    }
    named = {name for medicine in draft.medicines.medicines for name in _names(medicine)}
    file = draft.files["medicines.yaml"]
    for number, medicine in enumerate(draft.medicines.medicines):
        for field, text in medicine.prose():
            told = _words(plain(text))
            for paragraph in paragraphs(text):
                others = [
                    labels.get(mark, frozenset()) & (named - _names(medicine) - told)
                    for mark in set(paragraph.marks) - {NO_FACT}
                    if not labels.get(mark, frozenset()) & (_names(medicine) | told)
                ]
                if others and len(others) == len(set(paragraph.marks)) and all(others):
                    about = ", ".join(sorted(min(names) for names in others))
                    sentence = f"This rests on the label of {about}, and not of {medicine.name}."
                    path: Path_ = ("medicines", number, field)
                    yield file.problem(path, "other-medicine", sentence, paragraph.offset)


def _names(medicine: Medicine) -> frozenset[str]:
    return _words(" ".join(medicine.names))


def _words(text: str) -> frozenset[str]:
    return frozenset(PARTS_OF_NAMES.findall(text.casefold()))


def urls(drafts: Iterable[Draft]) -> set[str]:
    """Every address that a pack cites."""
    return {
        source.url for draft in drafts for _, item, _ in draft.sourced() for source in item.sources
    }


def marked_texts(item: Sourced) -> Iterator[str]:
    """Every text with source marks in a page or a list; of a sign its marks alone."""
    match item:
        case Page():
            yield from (text for _, text in item.prose())
        case MedicinesFile():
            yield from (text for medicine in item.medicines for _, text in medicine.prose())
        case WordsFile():
            yield from (word.meaning for word in item.words)
        case SignsFile():
            yield from (" ".join(f"[^{mark}]" for mark in sign.sources) for sign in item.signs)
