"""Says why typed words are taken as they are: the command `explain`."""

from collections.abc import Iterator

from bot.library.danger.danger import BESIDE, CLASS_OF, NAMED, SURE, WORRIED, Judgement
from bot.library.danger.tokens import tokens
from bot.library.model.library import Edition, Library

MOST = 8  # reasons and hits that are told


def explanation(library: Library, edition: Edition, typed: str) -> str:
    """What the words are read as, what that calls for and why, and what the search finds."""
    judgement = library.understanding.judge(typed)
    lines = [
        f"read as: {' '.join(tokens(typed)) or '(no words)'}",
        *_verdict(judgement),
        *_chances(library, typed, judgement),
        *(
            f"phrase of {page}: {' '.join(phrase)}"
            for page, phrases in judgement.phrases.items()
            for phrase in phrases
        ),
        *(f"found: {hit.kind} {hit.id} ({hit.score:.0f})" for hit in library.find(edition, typed)),
    ]
    return "\n".join(lines)


def _verdict(judgement: Judgement) -> Iterator[str]:
    for danger in judgement.dangers:
        band = "comes first" if danger.sure else "is named in the answer"
        yield f"{danger.page_id} {band}{f' (kind: {danger.kind})' if danger.kind else ''}"
    if not judgement.dangers:
        yield "ordinary: no help page is called for"


def _chances(library: Library, typed: str, judgement: Judgement) -> Iterator[str]:
    likelihood, model = judgement.likelihood, library.understanding.model
    if likelihood is None or model is None:
        yield "no model: phrases alone decide"
        return
    for page, name in CLASS_OF.items():
        chance = getattr(likelihood, name)
        yield f"{name} {chance:.2f} (first from {SURE[page]}, beside {BESIDE}, named {NAMED[page]})"
        told = model.reasons(typed, name)[:MOST]
        yield "  " + ", ".join(f"{word} {weight:+.1f}" for word, weight in told)
    yield f"worry {likelihood.offer:.2f} (named from {WORRIED})"
