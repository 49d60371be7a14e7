"""What a search has found, the order of it, and whether the first opens by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.library.search.names import EXACT, MEANT, OTHER, OWN, STARTS, Kind

SURE, LEAD = 92.0, 8.0  # what opens by itself, and how far it has to be ahead
ORDER: dict[Kind, int] = {"page": 0, "medicine": 1, "section": 2, "question": 3, "word": 4}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its kind, its id ("page-id/section-id" for a section) and its score."""

    kind: Kind
    id: str
    score: float
    #: Found only by taking what was typed for misspelt; such a hit is offered, and never opens.
    corrected: bool = False


def is_sure(hits: tuple[Hit, ...]) -> bool:
    """Whether the first hit should open by itself; names of medicines are too alike for slips."""
    if (
        not hits
        or hits[0].corrected
        or hits[0].score < (OTHER if hits[0].kind == "medicine" else SURE)
    ):
        return False
    sure, *rest = hits
    others = [h for h in rest if h.score > sure.score or not _belong_together(h.id, sure.id)]
    rivals = [hit.score for hit in others if _is_rival(hit, sure)]
    return not rivals or (sure.score == OWN and max(rivals) < OWN)


def best(hits: Iterable[Hit], limit: int | None = None) -> tuple[Hit, ...]:
    """The best first, and nothing twice."""
    ordered = sorted(hits, key=lambda hit: (-hit.score, hit.corrected, ORDER[hit.kind], hit.id))
    return each_once(ordered)[:limit]


def each_once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The same order, and of each thing the first hit."""
    first_hits: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        first_hits.setdefault((hit.kind, hit.id), hit)
    return tuple(first_hits.values())


def _is_rival(hit: Hit, sure: Hit) -> bool:
    """Whether it answers so well that several things may be meant."""
    if sure.score < EXACT:
        return hit.score > sure.score - LEAD
    if sure.score >= OTHER:
        return hit.score >= EXACT
    if sure.kind == "section":  # "pain" is a title, and titles of other pages begin so
        return hit.score >= (STARTS if hit.kind == "section" else EXACT)
    return hit.score >= MEANT  # a word of the glossary that also asks for a page


def _belong_together(ref: str, other: str) -> bool:
    """Whether one is a part of the other."""
    return ref.startswith(f"{other}/") or other.startswith(f"{ref}/")
