"""Makes the index of one language from its pages, names and sentences."""

from collections.abc import Iterable

from bot.library.check.readability import sentences
from bot.library.model.messages import Texts
from bot.library.model.models import Medicine, Page, Question, Word
from bot.library.model.prose import plain
from bot.library.search.names import asked_of, names_of
from bot.library.search.normalise import normalise, normalised
from bot.library.search.search import Index


def build_index(
    pages: Iterable[Page],
    medicines: Iterable[Medicine],
    words: Iterable[Word],
    questions: Iterable[Question],
    texts: Texts,
    alike: frozenset[str],
) -> Index:
    """The index of one language; `texts` tells how people ask for one section of a page."""
    pages, medicines, language = tuple(pages), tuple(medicines), texts.language
    aspects = {
        normalised(phrase, language): section_id
        for section_id, phrases in texts.below("find.aspects").items()
        for phrase in phrases.splitlines()
    }
    small = frozenset(normalised(texts("find.small_words"), language))
    return Index(
        names_of(pages, medicines, words, small, alike, language),
        asked_of(pages, language),
        {f"{p.id}/{s.id}": normalise(plain(s.text), language) for p in pages for s in p.sections},
        dict(sorted(aspects.items(), key=lambda item: -len(item[0]))),
        {medicine.id: medicine.page for medicine in medicines},
        ((q.id, normalised(told, language)) for q in questions for told in sentences(q.text)),
        small,
        language,
    )
