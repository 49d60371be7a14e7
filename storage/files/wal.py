"""The write-ahead log of SQLite: whether a part is damaged that was once confirmed.

SQLite reads a log up to the first frame that is not right, and drops the rest without a word. After
a power cut that is the end of a change that nobody was told of. Where a whole change stands behind
it, something was confirmed and is lost. https://www.sqlite.org/fileformat2.html#walformat
"""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

from storage.errors import ReadOnlyError
from storage.files.atomic import new_private_file

HEADER, FRAME = 32, 24  # bytes
MAGIC = 0x377F0682  # its last bit says in which order the numbers of the sums stand
MASK = 0xFFFFFFFF
Sums = tuple[int, int]


def keep_damaged_log(path: Path) -> Path | None:
    """Keep a copy of a log of which something confirmed is lost; None when nothing is."""
    wal = path.with_name(path.name + "-wal")
    if not wal.is_file() or not is_damaged(wal.read_bytes()):
        return None
    copy = wal.with_name(wal.name + ".damaged")
    try:
        new_private_file(copy)
        shutil.copyfile(wal, copy)
    except OSError:
        raise ReadOnlyError(path) from None
    return copy


def is_damaged(log: bytes) -> bool:
    """Whether a whole change stands behind something that can't be read."""
    if len(log) < HEADER + FRAME:
        return False
    magic, _, size, _, *salts, first, second = struct.unpack(">8I", log[:HEADER])
    if magic & ~1 != MAGIC or not 512 <= size <= 65536:
        return True
    order = ">" if magic & 1 else "<"
    sums = _sums(log[: HEADER - 8], (0, 0), order)
    is_broken = sums != (first, second)
    for frame in _frames(log, size):
        _, ends_change, *rest = struct.unpack(">6I", frame[:FRAME])
        is_of_this_log = rest[:2] == salts  # else of an earlier one, which this one overwrites
        if not is_broken:
            sums = _sums(frame[:8] + frame[FRAME:], sums, order)
            is_broken = not is_of_this_log or sums != (rest[2], rest[3])
        elif ends_change and is_of_this_log:
            return True
    return False


def _frames(log: bytes, size: int) -> Iterator[bytes]:
    whole = FRAME + size
    for start in range(HEADER, len(log) - whole + 1, whole):
        yield log[start : start + whole]


def _sums(data: bytes, sums: Sums, order: str) -> Sums:
    first, second = sums
    numbers = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for odd in numbers:
        first = (first + odd + second) & MASK
        second = (second + next(numbers) + first) & MASK
    return first, second
