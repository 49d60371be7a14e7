"""Understands words of danger: what kind of help they call for, and how sure that is."""

import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass

from bot.library.danger.model import DangerModel, Likelihood
from bot.library.danger.tokens import tokens
from bot.library.search.normalise import normalised
from bot.library.search.phrases import Phrases

URGENT, TALK = "urgent-help", "someone-to-talk-to"  # the two pages that the bot itself points at
PAGES = (TALK, URGENT)
CLASS_OF = {URGENT: "urgent", TALK: "crisis"}
#: Chosen on messages that the model was not trained on: docs/decisions/0019-understanding-danger.md
SURE = {URGENT: 0.4, TALK: 0.3}
NAMED = {URGENT: 0.05, TALK: 0.03}
BESIDE = 0.5  # from which on the second page is shown beside a sure first one
WORRIED = 0.5  # a worry that a team should hear of: help is named beside the answer
#: A phone number, a time or a day alone: no temperature, and nobody's call for help.
BARE_NUMBERS = frozenset({"n", "nunit", "am", "pm"})
FEVER = frozenset({"tfeverc", "tfeverf"})
PERHAPS_FEVER = frozenset({"nperhapsc", "nperhapsf"})
#: Whoever is in danger and speaks of waking means that somebody can't be woken.
WAKING = frozenset(
    [
        "woken",
        "wake",
        "wakes",
        "waking",
        "awake",
        "despierta",
        "despertar",
        "despertarla",
        "despertarlo",
        "despertarse",
    ]
)
EMERGENCY_NUMBER = "nemergency"
LETTERS_LIMIT = 6000  # more than any message has, unless accents or ligatures count as several
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
    #: Its words that are a phrase, by page.
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    dangers: tuple[Danger, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """The phrases of the help pages as a floor, and a model that can only add to them."""

    phrases: Phrases[str]
    #: Words that mean themselves: they are no other word, misspelt.
    known: Container[str] = frozenset()
    model: DangerModel | None = None

    def dangers(self, typed: str) -> tuple[Danger, ...]:
        """The help pages that the words call for: the most pressing first."""
        return self.judge(typed).dangers

    def judge(self, typed: str) -> Judgement:
        """Judge a text, and say by what."""
        typed = _bounded(typed)
        words, plain_words = tokens(typed), normalised(typed)
        judged = self.model if words and not BARE_NUMBERS.issuperset(words) else None
        likelihood = judged.likelihood(words) if judged else None
        evidence = _Evidence(
            words, plain_words, self._phrases_in(plain_words), likelihood, _number_rule(words)
        )
        sure, named = self._sure(evidence), _named(evidence)
        worried = bool(not (sure or named) and likelihood and likelihood.offer >= WORRIED)
        if worried:
            named = {max(PAGES, key=evidence.chance)}
        order = sorted(sure | named, key=lambda page: (page not in sure, -evidence.chance(page)))
        # A worry is no danger of a kind yet, so the whole page opens.
        kinds = {page: "" if worried else self._kind(page, evidence) for page in order}
        dangers = (Danger(page, kinds[page], page in sure) for page in order)
        return Judgement(likelihood, evidence.phrases, tuple(dangers))

    def _sure(self, evidence: "_Evidence") -> set[str]:
        """Pages whose help comes first: the likely ones, and then a likely second one."""
        sure = {page for page in PAGES if evidence.chance(page) >= SURE[page]}
        sure |= {page for page in PAGES if evidence.is_phrase(page)}
        if self.model is None:
            sure |= {page for page in PAGES if evidence.phrases[page]}
        if evidence.number and len(evidence.words) <= FEW:
            sure.add(URGENT)
        if sure and (likelihood := evidence.likelihood):
            by_itself = {URGENT: likelihood.urgent_alone, TALK: likelihood.crisis_alone}
            by_itself[TALK] *= evidence.chance(TALK) >= NAMED[TALK]  # an emergency alone is urgent
            sure |= {p for p in PAGES if by_itself[p] >= BESIDE or evidence.phrases[p]}
        return sure

    def _phrases_in(self, words: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        by_page: dict[str, list[tuple[str, ...]]] = {page: [] for page in PAGES}
        for place, wanted, page in self.phrases.found_in(words, self.known):
            by_page[page].append(words[place : place + len(wanted)])
        return {page: tuple(told) for page, told in by_page.items()}

    def _kind(self, page: str, evidence: "_Evidence") -> str:
        if page == URGENT and evidence.number:
            return evidence.number
        if page == URGENT and WAKING & set(evidence.words):
            return "unconscious"  # the model takes "woken" for other kinds too
        if self.model is None or evidence.likelihood is None:
            return ""
        return self.model.kind(evidence.likelihood, CLASS_OF[page])


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a text shows, before it is weighed."""

    #: As the model reads them, and as phrases are compared.
    words: tuple[str, ...]
    plain_words: tuple[str, ...]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    likelihood: Likelihood | None
    #: The kind of danger that a number in it names.
    number: str | None

    def chance(self, page: str) -> float:
        return getattr(self.likelihood, CLASS_OF[page]) if self.likelihood else 0.0

    def is_phrase(self, page: str) -> bool:
        """Whether the whole text is a phrase of the page."""
        return self.plain_words in self.phrases[page]


def _named(evidence: _Evidence) -> set[str]:
    """Pages that are named beside the ordinary answer."""
    named = {
        page for page in PAGES if evidence.phrases[page] or evidence.chance(page) >= NAMED[page]
    }
    return named | {URGENT} if evidence.number else named


def _bounded(typed: str) -> str:
    """The text in its plain letters; of one sign Unicode can make eighteen, so both ends then."""
    plain = unicodedata.normalize("NFKD", typed)
    half = LETTERS_LIMIT // 2
    return plain if len(plain) <= LETTERS_LIMIT else f"{plain[:half]} {plain[-half:]}"


def _number_rule(words: tuple[str, ...]) -> str | None:
    """A temperature of a fever, alone or called one; or an emergency number."""
    if FEVER & set(words):
        return "fever"
    rest = [word for word in words if word not in "?!"]
    if PERHAPS_FEVER & set(rest) and len(rest) <= (2 if rest[0] in ("tengo", "tiene") else 1):
        return "fever"
    return "number" if EMERGENCY_NUMBER in words and len(rest) <= FEW else None
