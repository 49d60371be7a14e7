"""Train the danger model of a pack and measure it: `python -m tools.train_danger --help`.

Logistic regression on hashed pieces of letters and words, as in CMD-1 (npj Digital Medicine 2023,
doi 10.1038/s41746-023-00951-3), with scikit-learn; the bot reads the weights without it.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import compress

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from bot.library.danger.danger import CLASS_OF, Understanding
from bot.library.danger.features import BITS, features
from bot.library.danger.files import WEIGHTS, data_hash, message_files
from bot.library.danger.model import CLASSES, KIND_BITS, WORDS_FOLLOW, DangerModel
from bot.library.danger.tokens import tokens
from bot.library.load.load import load_library

FIRMNESS, KIND_FIRMNESS = 40.0, 20.0  # the inverse of the regularisation
OTHERS = "ordinary"
OFTEN = 6  # messages from which on a word counts as one that people write on purpose


@dataclass(frozen=True, slots=True)
class Message:
    language: str
    typed: str
    label: str
    kind: str


def read(paths: Iterable[Path]) -> list[Message]:
    """The messages of tab-separated files with the columns language, typed, class and kind."""
    messages = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            messages += [
                Message(r["language"], r["typed"], r["class"], r.get("kind") or "") for r in rows
            ]
    return messages


def matrix(texts: Sequence[str], bits: int = BITS) -> sp.csr_matrix:
    """One row for each text: its pieces, letters and words each of length one when added up."""
    starts, places, values = [0], [], []
    for text in texts:
        pairs = list(features(tokens(text)))
        for part in (0, 1):
            buckets = [bucket & ((1 << bits) - 1) for both in pairs for bucket in both[part]]
            places += buckets
            values += [(len(buckets) or 1) ** -0.5] * len(buckets)
        starts.append(len(places))
    made = sp.csr_matrix((values, places, starts), shape=(len(texts), 1 << bits))
    made.sum_duplicates()
    return made


def train(messages: Sequence[Message], hashed: str) -> bytes:
    """The weights as one file: a line of JSON, then compressed bytes, class by class."""
    model = LogisticRegression(C=FIRMNESS, max_iter=400)
    model.fit(matrix([m.typed for m in messages]), [m.label for m in messages])
    order = list(model.classes_)
    base = order.index(OTHERS)
    rows = np.array([model.coef_[order.index(name)] - model.coef_[base] for name in CLASSES])
    bias = [float(model.intercept_[order.index(n)] - model.intercept_[base]) for n in CLASSES]
    with_kind = [m for m in messages if m.label in ("urgent", "crisis") and m.kind]
    kinds = LogisticRegression(C=KIND_FIRMNESS, max_iter=200)
    kinds.fit(matrix([m.typed for m in with_kind], KIND_BITS), [m.kind for m in with_kind])
    (classes, scale), (kinded, kind_scale) = _small(rows), _small(kinds.coef_)
    head = {
        "bits": BITS,
        "scale": scale,
        "bias": [round(weight, 4) for weight in bias],
        "kinds": list(kinds.classes_),
        "crisis_kinds": sorted({m.kind for m in with_kind if m.label == "crisis"}),
        "kind_scale": kind_scale,
        "kind_bias": [round(float(weight), 4) for weight in kinds.intercept_],
        "data": hashed,
        "messages": len(messages),
    }
    words = Counter(word for m in messages for word in set(tokens(m.typed)))
    known = " ".join(sorted(word for word, often in words.items() if often >= OFTEN))
    body = classes + kinded + WORDS_FOLLOW + known.encode()
    return json.dumps(head).encode() + b"\n" + compress(body, 9)


def _small(weights: np.ndarray) -> tuple[bytes, float]:
    """Weights as one byte each, finer near zero: the largest one is 127, by its square root."""
    most = float(np.abs(weights).max())
    small = np.sign(weights) * np.sqrt(np.abs(weights) / most) * 127
    return np.round(small).astype(np.int8).tobytes(), most / 127**2


def measure(understanding: Understanding, messages: Sequence[Message]) -> None:
    """Print what becomes of messages, by class and language, and what goes wrong by kind."""
    outcomes = [(m, _outcome(understanding, m)) for m in messages]
    print(f"{'class':9} {'language':8} {'messages':>8} {'first':>7} {'named':>7} {'neither':>8}")
    for label in ("urgent", "crisis", "offer", OTHERS):
        for language in (*sorted({m.language for m in messages}), "all"):
            told = [o for m, o in outcomes if m.label == label and language in (m.language, "all")]
            if told:
                first, named = (told.count(answer) / len(told) for answer in ("first", "named"))
                shares = f"{first:7.1%} {named:7.1%} {1 - first - named:8.1%}"
                print(f"{label:9} {language:8} {len(told):8} {shares}")
    wrong = Counter(
        (m.label, m.kind or "-", m.language)
        for m, outcome in outcomes
        if (outcome == "first") == (m.label == OTHERS) and outcome != "named"
    )
    for (label, kind, language), count in sorted(wrong.items()):
        print(f"wrong: {label} {kind} {language}: {count}")


def _outcome(understanding: Understanding, message: Message) -> str:
    """Whether help came first, was named, or neither; for danger, the help that it calls for."""
    wanted = [page for page, name in CLASS_OF.items() if name == message.label] or list(CLASS_OF)
    dangers = [
        danger for danger in understanding.dangers(message.typed) if danger.page_id in wanted
    ]
    if any(danger.sure for danger in dangers):
        return "first"
    return "named" if dangers else "neither"


def cross(folder: Path, files: Sequence[Path], chosen: Iterable[Path]) -> None:
    """Measure each chosen file with weights that were trained on all the others."""
    library = load_library(folder)
    for left_out in chosen:
        others = [path for path in files if path != left_out]
        weights = train(read(others), data_hash(others))
        understanding = replace(library.understanding, model=DangerModel(weights))
        print(f"\n{left_out.name}, trained on the others:")
        measure(understanding, read([left_out]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tools.train_danger")
    parser.add_argument("--content", type=Path, default=Path("content"), help="the pack")
    parser.add_argument("--measure", type=Path, nargs="+", metavar="FILE", help="only measure")
    parser.add_argument(
        "--cross",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="measure each of these files of the pack with weights trained on the others",
    )
    given = parser.parse_args()
    files = message_files(given.content)
    if given.measure:
        measure(load_library(given.content).understanding, read(given.measure))
    elif given.cross:
        names = {path.name for path in given.cross}
        chosen = [path for path in files if path.name in names]
        if not chosen:
            sys.exit(f"None of these is in {given.content}/danger/messages.")
        cross(given.content, files, chosen)
    else:
        weights = train(read(files), data_hash(files))
        (given.content / WEIGHTS).write_bytes(weights)
        print(f"{given.content / WEIGHTS}: {len(weights):,} bytes from {len(files)} files")


if __name__ == "__main__":
    main()
