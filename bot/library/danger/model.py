"""A small linear model that says how likely typed words are a sign of danger, and of which kind.

Trained by `tools/train_danger.py` from the messages beside its weights; read here without numpy.
"""

import json
import math
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from bot.library.danger.features import BITS, features
from bot.library.danger.tokens import tokens

CLASSES = ("urgent", "crisis", "offer")  # weighed against "ordinary"
KIND_BITS = 13
WINDOW, STEP, LONG = 24, 8, 34  # tokens: a long message is also looked at piece by piece
MOST_NAMED = 60  # tokens by which a kind is named: both ends of what was judged
WORDS_FOLLOW = b"\0\x7f\0\x80words:"  # what no run of weights looks like
SQUARES = [float(n * abs(n)) for n in (*range(128), *range(-128, 0))]  # by a byte, from the end too
#: The most alarming of many pieces is alarming by chance: it takes more.
WHOLE, PART = 1.0, 0.1
Piece = tuple[list[int], list[int]]  # hashed letters and words of one token
Sums = tuple[int, int, tuple[float, ...], tuple[float, ...]]


class WeightsError(ValueError):
    """The file is not one that this version can read."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely each class is, from 0 to 1; what is left is ordinary."""

    urgent: float
    crisis: float
    offer: float
    #: The first two as if the other one were out of the question: both may be true at once.
    urgent_alone: float
    crisis_alone: float
    #: The features of the part of the text that was judged.
    piece: tuple[Piece, ...]


class DangerModel:
    """Weights by bucket; the same for all languages of a pack."""

    def __init__(self, data: bytes) -> None:
        head, _, body = data.partition(b"\n")
        try:
            told = json.loads(head)
            packed, _, words = zlib.decompress(body).partition(WORDS_FOLLOW)
            small = array("b", packed)
            self._kinds = tuple(told["kinds"])
            self._crisis_kinds = frozenset(told["crisis_kinds"])
            self._bias, self._scale = tuple(told["bias"]), float(told["scale"])
            self._kind_bias, self._kind_scale = tuple(told["kind_bias"]), float(told["kind_scale"])
            #: Words that several messages have: they are no slips of others.
            self.words = frozenset(words.decode().split())
            #: Of the messages that it was trained on, so that stale weights are noticed.
            self.data_hash = str(told["data"])
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise WeightsError("The weights can't be read: train them again.") from error
        size = len(CLASSES) << BITS
        if told["bits"] != BITS or len(small) != size + (len(self._kinds) << KIND_BITS):
            raise WeightsError("The weights are of another version: train them again.")
        # Each byte is the square root of a weight, with its sign: small ones are kept finely.
        weights = array("f", map(SQUARES.__getitem__, small))
        columns = [weights[place << BITS : (place + 1) << BITS] for place in range(len(CLASSES))]
        self._weights = [column.__getitem__ for column in columns]
        self._kind_weights = weights[size:]

    def likelihood(self, words: tuple[str, ...]) -> Likelihood:
        """Judge the whole text and, where it is long, its most alarming piece."""
        pairs = list(features(words))
        sums = self._running_sums(pairs)
        pieces = [(0, len(pairs))]
        if len(pairs) > LONG:
            pieces += [(at, min(at + WINDOW, len(pairs))) for at in range(0, len(pairs), STEP)]
        odds = {
            piece: self._odds(sums[piece[0]], sums[piece[1]], WHOLE if piece == pieces[0] else PART)
            for piece in pieces
        }
        start, end = max(pieces, key=lambda piece: _share(odds[piece]))
        urgent, crisis, offer = odds[start, end]
        every = 1 + urgent + crisis + offer
        return Likelihood(
            urgent / every,
            crisis / every,
            offer / every,
            urgent / (1 + urgent + offer),
            crisis / (1 + crisis + offer),
            tuple(pairs[start:end]),
        )

    def kind(self, likelihood: Likelihood, page: str) -> str:
        """Name the likeliest kind of one class, "urgent" or "crisis"."""
        mask, best = (1 << KIND_BITS) - 1, (-math.inf, "")
        piece = likelihood.piece
        if len(piece) > MOST_NAMED:
            piece = (*piece[: MOST_NAMED // 2], *piece[-MOST_NAMED // 2 :])
        parts = [[b & mask for both in piece for b in both[part]] for part in (0, 1)]
        for place, kind in enumerate(self._kinds):
            if (kind in self._crisis_kinds) == (page == "crisis"):
                base, score = place << KIND_BITS, self._kind_bias[place]
                for buckets in parts:
                    total = sum([self._kind_weights[base + bucket] for bucket in buckets])
                    score += self._kind_scale * total / math.sqrt(len(buckets) or 1)
                best = max(best, (score, kind))
        return best[1]

    def reasons(self, text: str, page: str) -> list[tuple[str, float]]:
        """What each token adds to a class, for `explain`: the largest first."""
        words, column = tokens(text), CLASSES.index(page)
        sums = self._running_sums(list(features(words)))
        letters, together = math.sqrt(sums[-1][0] or 1), math.sqrt(sums[-1][1] or 1)
        shares = (
            (b[2][column] - a[2][column]) / letters + (b[3][column] - a[3][column]) / together
            for a, b in pairwise(sums)
        )
        told = [
            (word, self._scale * share) for word, share in zip((*words, "."), shares, strict=True)
        ]
        return sorted(told, key=lambda pair: -abs(pair[1]))

    def _running_sums(self, pairs: Sequence[Piece]) -> list[Sums]:
        """Counts and weights of letters and words up to each token, so that any piece is cheap."""
        counts, sums = [0, 0], [(0.0,) * len(CLASSES)] * 2
        running: list[Sums] = [(0, 0, sums[0], sums[1])]
        lists = {id(part): part for pair in pairs for part in pair}  # said again, the same list
        weighed = {key: self._weighed(buckets) for key, buckets in lists.items()}
        for letters, ends in pairs:
            counts = [counts[0] + len(letters), counts[1] + len(ends)]
            sums = [
                tuple(map(add, total, weighed[id(part)]))
                for total, part in zip(sums, (letters, ends), strict=True)
            ]
            running.append((counts[0], counts[1], sums[0], sums[1]))
        return running

    def _weighed(self, buckets: Sequence[int]) -> tuple[float, ...]:
        return tuple([sum(map(weight, buckets)) for weight in self._weights])

    def _odds(self, start: Sums, end: Sums, share: float) -> tuple[float, ...]:
        """Of each class against ordinary, times `share`."""
        letters, words = math.sqrt(end[0] - start[0] or 1), math.sqrt(end[1] - start[1] or 1)
        sums = zip(self._bias, start[2], start[3], end[2], end[3], strict=True)
        return tuple(
            share * math.exp(min(50.0, bias + self._scale * ((e - s) / letters + (f - t) / words)))
            for bias, s, t, e, f in sums
        )


def _share(odds: tuple[float, ...]) -> float:
    return (odds[0] + odds[1]) / (1 + sum(odds))
