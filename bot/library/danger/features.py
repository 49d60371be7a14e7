"""Turns tokens into the hashed features that the danger model knows: new ones need new weights."""

from collections.abc import Iterator
from zlib import crc32

BITS = 17  # 2 ** BITS buckets
MASK = (1 << BITS) - 1
LETTERS = (2, 3, 4, 5)  # lengths of the pieces of words


def features(words: tuple[str, ...]) -> Iterator[tuple[list[int], list[int]]]:
    """For each token the hashed pieces of its letters, and of the words that end with it.

    What is said again is the same list again, so that it has to be weighed only once.
    """
    before, last = "", "^"
    letters: dict[str, list[int]] = {"$": []}
    together: dict[tuple[str, str, str], list[int]] = {}
    for word in (*words, "$"):
        if word not in letters:
            letters[word] = _hashed(f" {word} ".encode())
        if (run := (before, last, word)) not in together:
            together[run] = _ending(*run)
        yield letters[word], together[run]
        before, last = last, word


def _ending(before: str, last: str, word: str) -> list[int]:
    """A word, and the two and three words that end with it."""
    ends = [f"1{word}", f"2{last} {word}", *([f"3{before} {last} {word}"] if before else ())]
    return [crc32(end.encode()) & MASK for end in ends]


def _hashed(padded: bytes) -> list[int]:
    """Every run of 2 to 5 letters of a word with its ends; a short word as a whole."""
    size = len(padded)
    found = [
        crc32(padded[start : start + length]) & MASK
        for length in LETTERS
        if length < size
        for start in range(size - length + 1)
    ]
    return found if size > LETTERS[-1] else [*found, crc32(padded) & MASK]
