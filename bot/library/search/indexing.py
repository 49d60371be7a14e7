"""Makes the index of one language from its pages, names and sentences."""

from collections.abc import Iterable, Iterator, Mapping

from bot.library.check.readability import sentences
from bot.library.model.messages import Texts
from bot.library.model.models import HelpPage, Medicine, Page, Question, Word
from bot.library.search import search
from bot.library.search.entries import entries_of
from bot.library.search.name_index import NameIndex
from bot.library.search.names import asked_of, names_of
from bot.library.search.normalise import normalised
from bot.library.search.phrases import Phrases
from bot.library.search.ranking import Ranking
from bot.library.search.screens import ScreenWords
from bot.library.search.spelling import Spelling


def build_index(
    pages: Iterable[Page],
    medicines: Iterable[Medicine],
    words: Iterable[Word],
    questions: Iterable[Question],
    texts: Texts,
    phrases: Mapping[str, tuple[str, ...]],
    alike: frozenset[str],
) -> search.Index:
    """The index of one language; `texts` tells how people ask for one section of a page."""
    pages, medicines, language = tuple(pages), tuple(medicines), texts.language
    words, questions = tuple(words), tuple(questions)
    small = frozenset(normalised(texts("find.small_words"), language))
    common = small.union(normalised(texts("find.common_words"), language))
    names = NameIndex(names_of(pages, medicines, words, small, alike, language), small)
    ranking = Ranking(entries_of(pages, medicines, words, questions, phrases), common, language)
    aspects = _aspects(texts)
    told = search.Texts(
        Phrases(
            (asked.words, asked) for asked in asked_of(pages, phrases, language) if asked.words
        ),
        aspects,
        {medicine.id: medicine.page for medicine in medicines},
        {normalised(sentence, language): q.id for q in questions for sentence in sentences(q.text)},
        frozenset([page.id for page in pages if page.hard] + [w.id for w in words if w.hard]),
        frozenset(page.id for page in pages if isinstance(page, HelpPage)),
        tuple(normalised(text, language) for text in texts("find.polite_words").splitlines()),
    )
    own = (*names.words, *ranking.words, *small, *(word for words in aspects for word in words))
    screens = ScreenWords(_by_phrase(texts, "find.screens"), small)
    return search.Index(names, ranking, told, Spelling(own), screens, small, language)


def _aspects(texts: Texts) -> dict[tuple[str, ...], str]:
    """How people ask for one section of a page, the longest way first."""
    return dict(sorted(_by_phrase(texts, "find.aspects"), key=lambda item: -len(item[0])))


def _by_phrase(texts: Texts, table: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each phrase of a table of sentences, and the key under which it stands."""
    for key, phrases in texts.below(table).items():
        for phrase in phrases.splitlines():
            yield normalised(phrase, texts.language), key
