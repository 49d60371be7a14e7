"""Understands words of danger: what kind of help they call for, and how sure that is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.library.danger_model import DangerModel, Likelihood
from bot.library.danger_text import tokens

URGENT, TALK = "urgent-help", "someone-to-talk-to"  # the two pages that the bot itself points at
CLASS_OF = {URGENT: "urgent", TALK: "crisis"}
#: Chosen on messages that the model was not trained on: docs/decisions/0019-understanding-danger.md
SURE = {URGENT: 0.3, TALK: 0.25}
NAMED = {URGENT: 0.05, TALK: 0.03}
BESIDE = 0.5  # from which on the second page is shown beside a sure first one
WORRIED = 0.5  # a worry that a team should hear of: help is named beside the answer
FEVER = frozenset({"tfeverc", "tfeverf"})
PERHAPS_FEVER = frozenset({"nperhapsc", "nperhapsf"})
EMERGENCY_NUMBER = "nemergency"
FEW = 3  # tokens of a message that is nothing but a number and what goes with it


@dataclass(frozen=True, slots=True)
class Danger:
    """One help page that words call for."""

    page_id: str
    #: Such as "fever" or "self"; empty where it is not known.
    kind: str
    #: Help comes first; else it is named in the first line of the ordinary answer.
    sure: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in a text, for the answer and for `explain`."""

    likelihood: Likelihood | None
    #: The phrases that stand in it, by page.
    phrases: Mapping[str, tuple[str, ...]]
    dangers: tuple[Danger, ...]


class PhraseBook:
    """The phrases of a help page; exact words, since a slip may make an everyday word of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase in phrases:
            if words := tokens(phrase):
                self._by_first[words[0]].append((words, phrase))

    def found(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The phrases that stand in a text, in its order."""
        return tuple(
            phrase
            for place, word in enumerate(words)
            for wanted, phrase in self._by_first.get(word, ())
            if words[place : place + len(wanted)] == wanted
        )

    def is_all_of(self, words: tuple[str, ...]) -> bool:
        """Whether a text is one of the phrases and nothing else."""
        bare = tuple(word for word in words if word not in "?!")
        return any(wanted == bare for wanted, _ in self._by_first.get((bare or ("",))[0], ()))


@dataclass(frozen=True, slots=True)
class Understanding:
    """The phrases of the help pages as a floor, and a model that can only add to them."""

    books: Mapping[str, PhraseBook]
    model: DangerModel | None = None

    def dangers(self, typed: str) -> tuple[Danger, ...]:
        """The help pages that the words call for: the most pressing first."""
        return self.judge(typed).dangers

    def judge(self, typed: str) -> Judgement:
        words = tokens(typed)
        found = {page: book.found(words) for page, book in self.books.items()}
        likelihood = self.model.likelihood(words) if self.model and words else None
        chances = {page: self._chance(likelihood, page) for page in self.books}
        sure = {page for page in self.books if self._is_sure(page, words, chances[page])}
        if sure and likelihood:
            alone = {URGENT: likelihood.urgent_alone, TALK: likelihood.crisis_alone}
            sure |= {page for page in self.books if alone[page] >= BESIDE}
        named = {page for page in self.books if found[page] or chances[page] >= NAMED[page]}
        if _number_rule(words) is not None:
            named.add(URGENT)
        if not (sure or named) and likelihood and likelihood.offer >= WORRIED:
            named.add(max(self.books, key=lambda page: chances[page]))
        order = sorted(sure | named, key=lambda page: (page not in sure, -chances[page]))
        dangers = tuple(
            Danger(page, self._kind(page, words, likelihood), page in sure) for page in order
        )
        return Judgement(likelihood, found, dangers)

    def _chance(self, likelihood: Likelihood | None, page: str) -> float:
        return getattr(likelihood, CLASS_OF[page]) if likelihood else 0.0

    def _is_sure(self, page: str, words: tuple[str, ...], chance: float) -> bool:
        """The model is, or nothing but a phrase was typed; a phrase in a story is not enough.

        Without a model, as in a pack that has no messages of its own, a phrase has to do.
        """
        book = self.books[page]
        if self.model is None and book.found(words):
            return True
        if page == URGENT and len(words) <= FEW and _number_rule(words):
            return True
        return chance >= SURE[page] or book.is_all_of(words)

    def _kind(self, page: str, words: tuple[str, ...], likelihood: Likelihood | None) -> str:
        if page == URGENT and (kind := _number_rule(words)):
            return kind
        if self.model is None or likelihood is None:
            return ""
        return self.model.kind(likelihood, CLASS_OF[page])


def _number_rule(words: tuple[str, ...]) -> str | None:
    """A temperature of a fever, alone or called one; or an emergency number."""
    if FEVER & set(words):
        return "fever"
    rest = [word for word in words if word not in "?!"]
    if PERHAPS_FEVER & set(rest) and len(rest) <= (2 if rest[0] in ("tengo", "tiene") else 1):
        return "fever"
    return "number" if EMERGENCY_NUMBER in words and len(rest) <= FEW else None
