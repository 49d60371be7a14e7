"""What can be found, with its whole text and the ways in which people ask for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.library.model.models import Medicine, Page, Question, Section, Word
from bot.library.model.prose import plain
from bot.library.search.names import Kind

#: How much a word counts by where it stands: a title says more of a text than the text does.
TITLE, ASKED, OF_PAGE, TEXT, ASIDE = 3.0, 2.0, 1.5, 1.0, 0.5

#: Before the id of a medicine or a word, where phrases are listed for each thing.
MEDICINES, WORDS = "medicines/", "words/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find: its texts, each with its weight, and short phrases that ask for it."""

    kind: Kind
    id: str
    texts: tuple[tuple[str, float], ...]
    phrases: tuple[str, ...]


def entries_of(
    pages: Iterable[Page],
    medicines: Iterable[Medicine],
    words: Iterable[Word],
    questions: Iterable[Question],
    phrases: Mapping[str, tuple[str, ...]],
) -> Iterator[Entry]:
    """Everything; `phrases` are what people type besides, by what they ask for."""
    for page in pages:
        yield _page(page, (*page.found_by, *phrases.get(page.id, ())))
        for section in page.sections:
            more = phrases.get(f"{page.id}/{section.id}", ())
            yield _section(page, section, (*section.found_by, *more))
    for medicine in medicines:
        more = phrases.get(f"{MEDICINES}{medicine.id}", ())
        told = " ".join(plain(text) for _, text in medicine.prose())
        texts = ((" ".join((*medicine.names, *more)), TITLE), (f"{medicine.kind} {told}", TEXT))
        yield Entry("medicine", medicine.id, texts, (*medicine.names, *more))
    for word in words:
        names = (*word.names, *phrases.get(f"{WORDS}{word.id}", ()))
        texts = ((" ".join(names), TITLE), (plain(word.meaning), TEXT))
        yield Entry("word", word.id, texts, names)
    for question in questions:
        yield Entry("question", question.id, ((question.text, TEXT),), (question.text,))


def _page(page: Page, asked: tuple[str, ...]) -> Entry:
    names = (page.title, page.button, *page.also_called)
    texts = (
        (" ".join(names), TITLE),
        (" ".join(asked), ASKED),
        (page.summary, TEXT),
        (plain(page.card), ASIDE),
    )
    return Entry("page", page.id, texts, (*names, *asked))


def _section(page: Page, section: Section, asked: tuple[str, ...]) -> Entry:
    layers = (section.text, section.if_new, section.more)
    texts = (
        (section.title, TITLE),
        (" ".join(asked), ASKED),
        (f"{page.title} {page.button}", OF_PAGE),
        (" ".join(plain(layer) for layer in layers if layer), TEXT),
    )
    phrases = (section.title, f"{page.button} {section.title}", *asked)
    return Entry("section", f"{page.id}/{section.id}", texts, phrases)
