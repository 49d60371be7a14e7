"""What has to hold across files: ids are there, used once, and every source mark has its source."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bot.library.draft import Draft
from bot.library.models import HelpPage, Source
from bot.library.problems import Problem
from bot.library.prose import NO_FACT, paragraphs
from bot.library.yaml_file import Path_, YamlFile

REGIONS = ("US", "CA", "GB", "IE", "AU", "NZ", "EU", "elsewhere")
KINDS = {"questions": "question", "medicines": "medicine", "words": "word", "related": "page"}


def broken_references(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    yield from _menus(draft, pack_file)
    known = _known_ids(draft)
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        for name, kind in KINDS.items():
            yield from _unknown(file, (name,), getattr(page, name), known[kind], kind)
        yield from _twice(file, ("sections",), [s.id for s in page.sections])
        yield from _marks(file, page.sources, page.prose())
        if isinstance(page, HelpPage):
            yield from _regions(file, page)
    yield from _collections(draft, known)


def _known_ids(draft: Draft) -> dict[str, set[str]]:
    return {
        "page": set(draft.pages),
        "question": {q.id for q in draft.questions.questions} if draft.questions else set(),
        "medicine": {m.id for m in draft.medicines.medicines} if draft.medicines else set(),
        "word": {w.id for w in draft.words.words} if draft.words else set(),
    }


def _menus(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    listed = [page_id for menu in draft.pack.menus for page_id in menu.pages]
    for number, menu in enumerate(draft.pack.menus):
        for place, page_id in enumerate(menu.pages):
            path: Path_ = ("menus", number, "pages", place)
            if page_id not in draft.pages:
                where = f"{draft.language}/{menu.id}/{page_id}.yaml"
                sentence = f"“{page_id}” has no readable file {where}."
                yield pack_file.problem(path, "unknown", sentence)
            elif draft.pages[page_id].menu != menu.id:
                sentence = f"“{page_id}” lies in another folder than “{menu.id}”."
                yield pack_file.problem(path, "unknown", sentence)
    for page_id in sorted(set(draft.pages) - set(listed)):
        sentence = f"No menu leads to “{page_id}”. Add it to pack.yaml."
        yield draft.files[page_id].problem(("id",), "unreachable", sentence)
    yield from _twice(pack_file, ("menus",), listed)


def _collections(draft: Draft, known: dict[str, set[str]]) -> Iterator[Problem]:
    for name, collection in (("medicines", draft.medicines), ("words", draft.words)):
        if collection is None:
            continue
        file = draft.files[f"{name}.yaml"]
        items: Iterable[Any] = getattr(collection, name)
        yield from _twice(file, (name,), [item.id for item in items])
        for number, item in enumerate(items):
            if item.page is not None and item.page not in known["page"]:
                sentence = f"There is no page “{item.page}”."
                yield file.problem((name, number, "page"), "unknown", sentence)
        texts = (
            ((name, number, field), getattr(item, field))
            for number, item in enumerate(items)
            for field in ("used_for", "meaning")
            if hasattr(item, field)
        )
        yield from _marks(file, collection.sources, texts)
    if draft.questions:
        file = draft.files["questions.yaml"]
        topics = [topic.id for topic in draft.questions.topics]
        yield from _twice(file, ("topics",), topics)
        yield from _twice(file, ("questions",), [q.id for q in draft.questions.questions])
        for number, question in enumerate(draft.questions.questions):
            if question.topic not in topics:
                path: Path_ = ("questions", number, "topic")
                yield file.problem(path, "unknown", f"There is no topic “{question.topic}”.")


def _unknown(
    file: YamlFile, path: Path_, ids: Iterable[str], known: set[str], kind: str
) -> Iterator[Problem]:
    for number, item_id in enumerate(ids):
        if item_id not in known:
            sentence = f"There is no {kind} “{item_id}”. Is it spelled as in its own file?"
            yield file.problem((*path, number), "unknown", sentence)


def _twice(file: YamlFile, path: Path_, ids: list[str]) -> Iterator[Problem]:
    for item_id, times in Counter(ids).items():
        if times > 1:
            place = len(ids) - 1 - ids[::-1].index(item_id)
            sentence = f"“{item_id}” is used {times} times. An id stands for one thing only."
            yield file.problem((*path, place), "twice", sentence)


def _marks(
    file: YamlFile, sources: tuple[Source, ...], texts: Iterable[tuple[Path_, str]]
) -> Iterator[Problem]:
    """A mark needs its source, a source its mark, and a paragraph one of both or [^-]."""
    ids = [source.id for source in sources]
    used: set[str] = set()
    for path, text in texts:
        for paragraph in paragraphs(text):
            at = paragraph.offset
            used |= set(paragraph.marks)
            if not paragraph.lines[-1].marks:
                sentence = "This paragraph has no source. End it with [^source-id], or with [^-]."
                yield file.problem(path, "no-source", sentence, at)
            for mark in set(paragraph.marks) - set(ids) - {NO_FACT}:
                sentence = f"[^{mark}] points at no source of this file."
                yield file.problem(path, "unknown-source", sentence, at)
    yield from _twice(file, ("sources",), ids)
    for number, source_id in enumerate(ids):
        if source_id not in used:
            sentence = f"Nothing rests on the source “{source_id}”. Mark it, or take it out."
            yield file.problem(("sources", number), "unused-source", sentence)


def _regions(file: YamlFile, page: HelpPage) -> Iterator[Problem]:
    for code in REGIONS:
        if code not in page.regions:
            yield file.problem(("regions",), "region", f"There is no text for “{code}”.")
    for code in page.regions:
        if code not in REGIONS:
            sentence = f"“{code}” is not a region of ours: {', '.join(REGIONS)}."
            yield file.problem(("regions", code), "region", sentence)
