"""The content in memory: one edition for each language, read-only once it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from bot.documents.drawing import Drawing, Picture
from bot.library.danger.danger import TALK as TALK
from bot.library.danger.danger import URGENT as URGENT
from bot.library.danger.danger import Danger, Understanding
from bot.library.danger.model import DangerModel
from bot.library.model.messages import Texts
from bot.library.model.models import (
    HelpPage,
    Medicine,
    MedicinesFile,
    Page,
    Question,
    QuestionsFile,
    Sourced,
    Word,
    WordsFile,
)
from bot.library.model.pack import Pack
from bot.library.model.prose import plain
from bot.library.model.strings import strings_in
from bot.library.model.translation_parts import Drift
from bot.library.search.hits import SURE, Hit
from bot.library.search.mentions import Mentions, mentions_of
from bot.library.search.normalise import normalised
from bot.library.search.phrases import Phrases
from bot.library.search.search import Index, looked_at

#: Each way in which plurals are folded; people type one language while they read another.
FOLDED_AS = ("en", "es")
#: Of a section, what nobody reads: what is saved has not changed with it.
UNREAD = {"found_by", "kinds", "formerly"}


@dataclass(frozen=True, eq=False)
class Edition:
    """Everything a person can read in one language; equal only to itself."""

    language: str
    pack: Pack
    pages: Mapping[str, Page]
    medicines_file: MedicinesFile
    words_file: WordsFile
    questions_file: QuestionsFile
    texts: Texts
    #: The drawings of the pack, by the page that each belongs to; the same for all languages.
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    #: Of a translation: the files whose original has changed since, by page id or file name.
    drifts: Mapping[str, Drift] = field(default_factory=dict)
    #: What people type who need a page or a section, by its id; for the search alone.
    search_phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Work out now what is worked out once."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    @cached_property
    def medicines(self) -> dict[str, Medicine]:
        ordered = sorted(self.medicines_file.medicines, key=lambda m: m.name.casefold())
        return {medicine.id: medicine for medicine in ordered}

    @cached_property
    def words(self) -> dict[str, Word]:
        ordered = sorted(self.words_file.words, key=lambda w: w.word.casefold())
        return {word.id: word for word in ordered}

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions_file.questions}

    @cached_property
    def index(self) -> Index:
        from bot.library.search.indexing import build_index  # not where it was kept

        return build_index(
            self.pages.values(),
            self.medicines.values(),
            self.words.values(),
            [question for question in self.questions.values() if question.id in self.homes],
            self.texts,
            self.search_phrases,
            frozenset(menu.id for menu in self.pack.menus if menu.sections),
        )

    @cached_property
    def mentions(self) -> Mentions:
        return mentions_of(self.pages, self.medicines, self.words, self.texts)

    @cached_property
    def homes(self) -> dict[str, str]:
        """The page on which each question is asked: the first that has it."""
        pages: dict[str, str] = {}
        for menu in self.pack.menus:
            for page in self.menu(menu.id):
                for question_id in page.questions:
                    pages.setdefault(question_id, page.id)
        return pages

    def words_used(self) -> frozenset[str]:
        """Every word of the pack's own texts and names, folded as each language folds."""
        files = (self.medicines_file, self.words_file, self.questions_file)
        texts = [text for model in (*self.pages.values(), *files) for text in strings_in(model)]
        texts += [*self.texts.every().values(), self.texts("find.everyday_words")]
        texts += [phrase for phrases in self.search_phrases.values() for phrase in phrases]
        every = " ".join({word for text in texts for word in text.split()})
        return frozenset(word for language in FOLDED_AS for word in normalised(every, language))

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self.help_page(URGENT).regions)

    def menu(self, menu_id: str) -> tuple[Page, ...]:
        """The pages of a menu or of a group in one; empty when there is no such list."""
        return tuple(self.pages[page_id] for page_id in self.pack.lists.get(menu_id, ()))

    @cached_property
    def comparable(self) -> tuple[Page, ...]:
        """The pages that can be compared, in the pack's order; one alone can't be."""
        listed = [page for menu in self.pack.menus for page in self.menu(menu.id)]
        comparable = tuple(page for page in listed if page.compare)
        return comparable if len(comparable) > 1 else ()

    def picture(self, page: Page) -> Picture | None:
        """The drawing of a page with its words, where the pack has both."""
        drawing = self.drawings.get(page.id)
        if drawing is None or page.picture is None:
            return None
        labels = page.picture.labels.items()
        return Picture(drawing, tuple((key, plain(text)) for key, text in labels))

    def help_page(self, page_id: str) -> HelpPage:
        page = self.pages[page_id]
        if not isinstance(page, HelpPage):
            raise TypeError(f"{page_id} is not a help page")
        return page

    def page(self, page_id: str) -> Page | None:
        """A page by its id, or by the id that it had before it was renamed."""
        return self.pages.get(self.pack.renamed.get(page_id, page_id))

    def spellings(self, kind: str, ref: str) -> tuple[str, ...]:
        """What a bookmark points at as it is called now, and as it was called before."""
        page_id, slash, section_id = ref.partition("/")
        if kind not in ("page", "section"):
            return (ref,)
        renamed = self.pack.renamed
        now = renamed.get(page_id, page_id)
        before = (old for old, new in renamed.items() if new == now)
        return tuple(f"{page_id}{slash}{section_id}" for page_id in (now, *before))

    def title_of(self, kind: str, ref: str) -> str | None:
        """What a bookmark is called; None when it is not in the pack any more."""
        page_id, _, section_id = ref.partition("/")
        if kind == "medicine":
            return self.medicines[ref].title if ref in self.medicines else None
        if kind == "word":
            return self.words[ref].word if ref in self.words else None
        page = self.page(page_id)
        if page is None or kind == "page":
            return page.title if page else None
        section = page.section(section_id)
        return f"{page.button}: {section.title}" if section else page.title

    def text_of(self, kind: str, ref: str) -> str:
        """All that a bookmark stands for, as one text; empty when it is gone."""
        page_id, _, section_id = ref.partition("/")
        page = self.page(page_id)
        if kind == "medicine":
            return self.medicines[ref].model_dump_json() if ref in self.medicines else ""
        if kind == "word":
            return self.words[ref].model_dump_json(exclude={"hard"}) if ref in self.words else ""
        if page is None:
            return ""
        if kind == "section" and (section := page.section(section_id)):
            return section.model_dump_json(exclude=UNREAD)
        unread = {"sections": {"__all__": UNREAD}}
        return page.model_dump_json(include={"title", "summary", "sections"}, exclude=unread)

    def sourced(self, kind: str, item_id: str) -> Sourced:
        """Where the sources and the review state of a page, medicine or word are written."""
        if kind == "medicine":
            return self.medicines_file
        return self.words_file if kind == "word" else self.pages[item_id]

    def drift(self, kind: str, item_id: str) -> Drift | None:
        """Whether the original of a page, medicine or word has changed since it was translated."""
        if kind == "page":
            return self.drifts.get(item_id)
        drift = self.drifts.get(f"{kind}s.yaml")
        return drift if drift and f"{kind}s.{item_id}" in drift.parts else None


@dataclass(frozen=True)
class Library:
    """All editions of a pack that are offered."""

    editions: Mapping[str, Edition]
    default_language: str
    #: Languages of the pack that are not offered: their help pages are not complete.
    left_out: tuple[str, ...] = ()
    #: What the pack has learned of danger words; None where phrases have to do.
    danger_model: DangerModel | None = None

    @property
    def default(self) -> Edition:
        return self.editions[self.default_language]

    def version(self, kind: str, ref: str) -> str:
        """Changes with the text of a page, section, medicine or word, in the first language."""
        text = self.default.text_of(kind, ref)
        return sha256(text.encode()).hexdigest()[:12] if text else ""

    def prepare(self) -> None:
        """Work out now what is worked out once: searching, understanding, and the version."""
        for edition in self.editions.values():
            edition.prepare()
        _ = self.fingerprint, self.consent_version, self.dangers("")

    @cached_property
    def fingerprint(self) -> str:
        """Changes with anything in the pack, in any language."""
        seen = sha256(self.default.pack.model_dump_json().encode())
        seen.update((self.danger_model.data_hash if self.danger_model else "").encode())
        for language, edition in sorted(self.editions.items()):
            files = (edition.medicines_file, edition.words_file, edition.questions_file)
            for model in (*edition.pages.values(), *files):
                seen.update(model.model_dump_json().encode())
            seen.update(repr((language, sorted(edition.texts.every().items()))).encode())
            seen.update(repr(sorted(edition.search_phrases.items())).encode())
        return seen.hexdigest()[:12]

    @cached_property
    def consent_version(self) -> str:
        """Changes with the text that people agree to, so that a changed text asks again."""
        text = self.default.texts("consent.text")
        return sha256(text.encode()).hexdigest()[:12]

    def dangers(self, typed: str) -> tuple[Danger, ...]:
        """What help the words call for, the most pressing first, and each page at most once.

        All languages count: somebody in danger may type in another than the one that is set.
        """
        return self.understanding.dangers(typed)

    @cached_property
    def understanding(self) -> Understanding:
        """The danger words of all languages of the pack."""
        phrases = Phrases(
            (normalised(phrase), page_id)
            for edition in self.editions.values()
            for page_id in (TALK, URGENT)
            for phrase in edition.help_page(page_id).phrases
        )
        return Understanding(phrases, self._vocabulary, self.danger_model)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word that means itself, in each form in which a word is compared."""
        own = {word for edition in self.editions.values() for word in edition.words_used()}
        typed = " ".join(self.danger_model.words if self.danger_model else ())
        return frozenset(own.union(*(normalised(typed, language) for language in FOLDED_AS)))

    def is_small_talk(self, typed: str) -> bool:
        """Whether there are only small words in it, in one of our languages."""
        return any(edition.index.is_small_talk(typed) for edition in self.editions.values())

    def screens(self, edition: Edition, typed: str) -> tuple[str, ...]:
        """The screens of the bot itself that the words ask for, in any of our languages."""
        others = (other for other in self.editions.values() if other is not edition)
        name_lists = (candidate.index.screens(typed) for candidate in (edition, *others))
        return tuple(dict.fromkeys(name for names in name_lists for name in names))

    def find(self, edition: Edition, typed: str, limit: int = 8) -> tuple[Hit, ...]:
        """What is found in a language; people type the words of other languages too."""
        typed, known = looked_at(typed), self._vocabulary
        named = {}
        others = (other for other in self.editions.values() if other is not edition)
        for candidate in (edition, *others):
            names = named[candidate] = candidate.index.named(typed, known)
            if names and names[0].score >= SURE and not names[0].corrected:
                return candidate.index.ranked(typed, names, limit, known)
        best = max(named, key=lambda candidate: candidate.index.knows(typed))
        return best.index.ranked(typed, named[best], limit, known)

    def nearest(self, edition: Edition, typed: str) -> tuple[Hit, ...]:
        """Something to offer when nothing was found."""
        return edition.index.nearest(typed, known=self._vocabulary)

    def edition(self, language: str | None) -> Edition:
        """The edition for a language code such as "pt-br", or the default one."""
        code = (language or "").lower().partition("-")[0]
        return self.editions.get(code) or self.default
