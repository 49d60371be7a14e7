"""What has to hold across files: ids are there, used once, and every source mark has its source."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.library.check.signs import SignsFile
from bot.library.load.draft import Draft
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.library import TALK, URGENT
from bot.library.model.models import HelpPage, Medicine, Page, Section, Source, Word
from bot.library.model.prose import NO_FACT, paragraphs
from bot.regions import ELSEWHERE, REGIONS, UNKNOWN

NEEDED_PAGES = (URGENT, TALK)
KINDS = {"questions": "question", "medicines": "medicine", "words": "word", "related": "page"}


def broken_references(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    if draft.original is None:  # a translation has the pages of its original
        yield from _menus(draft, pack_file)
    known = _known_ids(draft)
    helped = {code for p in draft.pages.values() if isinstance(p, HelpPage) for code in p.regions}
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        if file.borrows(()):
            continue
        for name, kind in KINDS.items():
            if kind in known:
                yield from _unknown(file, (name,), getattr(page, name), known[kind], kind)
        yield from _twice(file, _of_sections(page, lambda section: (section.id, *section.formerly)))
        yield from _twice(file, _of_sections(page, lambda section: section.kinds))
        yield from _marks(file, page.sources, page.prose())
        if isinstance(page, HelpPage):
            yield from _regions(file, page, helped)
    yield from _collections(draft, known)


def _known_ids(draft: Draft) -> dict[str, set[str]]:
    """The ids of each kind. A kind whose file can't be read is left out, and told once."""
    known = {"page": set(draft.pages) | draft.unread}
    if draft.questions:
        known["question"] = {question.id for question in draft.questions.questions}
    if draft.medicines:
        known["medicine"] = {medicine.id for medicine in draft.medicines.medicines}
    if draft.words:
        known["word"] = {word.id for word in draft.words.words}
    return known


def _menus(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    listed = {
        ("menus", number, "pages", place): (menu.id, page_id)
        for number, menu in enumerate(draft.pack.menus)
        for place, page_id in enumerate(menu.pages)
    }
    for path, (menu_id, page_id) in listed.items():
        page = draft.pages.get(page_id)
        if page is None and page_id not in draft.unread:
            sentence = f"There is no file {draft.language}/{menu_id}/{page_id}.yaml."
            yield pack_file.problem(path, "unknown", sentence)
        elif page and page.menu != menu_id:
            sentence = f"“{page_id}” lies in another folder than “{menu_id}”."
            yield pack_file.problem(path, "unknown", sentence)
    ids = [page_id for _, page_id in listed.values()]
    for page_id in sorted(set(draft.pages) - set(ids)):
        sentence = f"No menu leads to “{page_id}”. Add it to pack.yaml."
        yield draft.files[page_id].problem(("id",), "unreachable", sentence)
    for page_id in NEEDED_PAGES:
        if page_id not in ids:
            sentence = f"A menu has to lead to “{page_id}”: every screen points at it."
            yield pack_file.problem(("menus",), "unreachable", sentence)
    if draft.pack.default_region not in REGIONS:
        sentence = f"“default_region” should be one of: {', '.join(REGIONS)}."
        yield pack_file.problem(("default_region",), "region", sentence)
    page_id, _, section_id = draft.pack.first_steps.partition("/")
    page = draft.pages.get(page_id)
    if page_id and not (page and (not section_id or page.section(section_id))):
        sentence = f"There is nothing called “{draft.pack.first_steps}”, where first steps lead."
        yield pack_file.problem(("first_steps",), "unknown", sentence)
    yield from _twice(pack_file, zip(listed, ids, strict=True))


def _collections(draft: Draft, known: dict[str, set[str]]) -> Iterator[Problem]:
    for name, collection in (("medicines", draft.medicines), ("words", draft.words)):
        if collection is None:
            continue
        file = draft.files[f"{name}.yaml"]
        if file.borrows(()):
            continue
        items: Iterable[Any] = getattr(collection, name)
        yield from _twice(file, _paths((name,), [item.id for item in items]))
        for number, item in enumerate(items):
            if item.page is not None and item.page not in known["page"]:
                sentence = f"There is no page “{item.page}”."
                yield file.problem((name, number, "page"), "unknown", sentence)
        texts = (
            ((name, number, field), text)
            for number, item in enumerate(items)
            for field, text in _texts(item)
        )
        yield from _marks(file, collection.sources, texts)
    if draft.signs and not draft.files["signs.yaml"].borrows(()):
        yield from _signs(draft.files["signs.yaml"], draft.signs)
    if draft.questions and not draft.files["questions.yaml"].borrows(()):
        file = draft.files["questions.yaml"]
        topics = [topic.id for topic in draft.questions.topics]
        yield from _twice(file, _paths(("topics",), topics))
        yield from _twice(file, _paths(("questions",), [q.id for q in draft.questions.questions]))
        for number, question in enumerate(draft.questions.questions):
            if question.topic not in topics:
                path: Path_ = ("questions", number, "topic")
                yield file.problem(path, "unknown", f"There is no topic “{question.topic}”.")


def _signs(file: YamlFile, signs: SignsFile) -> Iterator[Problem]:
    """Every sign has a source and a speed that has words, and every source has its sign."""
    yield from _twice(file, _paths(("signs",), [sign.id for sign in signs.signs]))
    yield from _twice(file, _paths(("speeds",), [speed.id for speed in signs.speeds]))
    worded = {speed.id for speed in signs.speeds}
    for number, sign in enumerate(signs.signs):
        if sign.speed not in worded:
            sentence = f"“{sign.speed}” has no words. Add it under “speeds”."
            yield file.problem(("signs", number, "speed"), "unknown", sentence)
    marked = (
        (("signs", number, "sources"), " ".join(f"[^{source}]" for source in sign.sources))
        for number, sign in enumerate(signs.signs)
    )
    yield from _marks(file, signs.sources, marked)


def _texts(item: Medicine | Word) -> Iterable[tuple[str, str]]:
    return item.prose() if isinstance(item, Medicine) else [("meaning", item.meaning)]


def _unknown(
    file: YamlFile, path: Path_, ids: Iterable[str], known: set[str], kind: str
) -> Iterator[Problem]:
    for number, item_id in enumerate(ids):
        if item_id not in known:
            sentence = f"There is no {kind} “{item_id}”. Is it spelled as in its own file?"
            yield file.problem((*path, number), "unknown", sentence)


def _paths(path: Path_, ids: Iterable[str]) -> Iterator[tuple[Path_, str]]:
    return (((*path, number), item_id) for number, item_id in enumerate(ids))


def _of_sections(
    page: Page, ids: Callable[[Section], Iterable[str]]
) -> Iterator[tuple[Path_, str]]:
    return (
        (("sections", number), item_id)
        for number, section in enumerate(page.sections)
        for item_id in ids(section)
    )


def _twice(file: YamlFile, ids: Iterable[tuple[Path_, str]]) -> Iterator[Problem]:
    """Points at the second of two, which is mostly the new one."""
    seen: set[str] = set()
    for path, item_id in ids:
        if item_id in seen:
            sentence = f"“{item_id}” stands here a second time. An id stands for one thing only."
            yield file.problem(path, "twice", sentence)
        seen.add(item_id)


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
    yield from _twice(file, _paths(("sources",), ids))
    for number, source_id in enumerate(ids):
        if source_id not in used:
            sentence = f"Nothing rests on the source “{source_id}”. Mark it, or take it out."
            yield file.problem(("sources", number), "unused-source", sentence)


def _regions(file: YamlFile, page: HelpPage, helped: set[str]) -> Iterator[Problem]:
    """A text for every country that a help page of the pack has, and two for everybody else."""
    for code in REGIONS:
        if code in helped | {ELSEWHERE, UNKNOWN} and code not in page.regions:
            yield file.problem(("regions",), "region", f"There is no text for “{code}”.")
    for code in page.regions:
        if code not in REGIONS:
            sentence = f"“{code}” is not a region of ours: {', '.join(REGIONS)}."
            yield file.problem(("regions", code), "region", sentence)
