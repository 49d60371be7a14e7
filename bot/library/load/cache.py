"""A cache of the library that an earlier start has made ready, so that the next need not.

The file counts only with a seal over it, made with the host's secret, the pack, the code and the
Python that made it. Where anything of these has changed, the pack is read and checked as ever.
"""

import gc
import hmac
import logging
import mmap
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import disk_usage

import pydantic

from bot.library.load.regular_file import TooLargeError, read_regular
from bot.library.model.library import Library
from storage.files.atomic import new_private_file, put_in_place

log = logging.getLogger(__name__)
#: All that is read of a pack; a file more or less is a change, too.
OF_A_PACK = ("*.yaml", "*/*.yaml", "*/*/*.yaml", "*/*.svg", "*/weights.bin")
CODE = Path(__file__).parents[1]  # bot/library
DRAWING = CODE.parent / "documents" / "drawing.py"
PACKAGES = Path(pydantic.__file__).parents[1]
SEAL = sha256().digest_size
SIZE_LIMIT = 1_000_000  # bytes of any one file of a pack
CACHE_LIMIT = 50_000_000
ROOM = 200_000_000  # bytes that have to be free


def load_cached(folder: Path, default_language: str, file: Path, secret: bytes) -> Library:
    """The library from the cache, or one made ready now; raises as `load_ready` does."""
    state = _state(folder, default_language)
    if state and (library := _read(file, secret, state)):
        return library
    from bot.library.load.load import load_ready  # a start from the cache needs none of it

    library = load_ready(folder, default_language)
    if state and state == _state(folder, default_language):  # nobody wrote meanwhile
        _write(library, file, secret, state)
    return library


def _state(folder: Path, default_language: str) -> bytes | None:
    """Changes with whatever goes into a library; None where something can't be read."""
    packages = sorted(path.name for path in PACKAGES.glob("*.dist-info"))
    seen = sha256(repr((sys.version, default_language, packages)).encode())
    try:
        for name, path in (*_files(folder, OF_A_PACK), *_files(CODE, ("**/*.py",)), ("", DRAWING)):
            content = read_regular(path, SIZE_LIMIT)
            seen.update(f"\n{name}\n{len(content)}\n".encode() + content)
    except (OSError, TooLargeError):
        return None
    return seen.digest()


def _files(folder: Path, patterns: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            yield path.relative_to(folder).as_posix(), path


def _sealed(secret: bytes, state: bytes, payload: bytes | memoryview) -> bytes:
    seal = hmac.new(secret, state, "sha256")
    seal.update(payload)
    return seal.digest()


def _read(file: Path, secret: bytes, state: bytes) -> Library | None:
    """What the file holds, if the seal is right; its bytes are read once, and leave no gap."""
    try:
        size = file.stat().st_size if file.is_file() else 0
        if not SEAL < size <= CACHE_LIMIT:
            return None
        with mmap.mmap(-1, size) as room, file.open("rb") as opened:
            opened.readinto(room)
            with memoryview(room) as kept:
                return _opened(kept[:SEAL], kept[SEAL:], secret, state)
    except OSError:
        return None


def _opened(seal: memoryview, payload: memoryview, secret: bytes, state: bytes) -> Library | None:
    with seal, payload:
        if not hmac.compare_digest(seal, _sealed(secret, state, payload)):
            return None
        gc.disable()  # nothing of it is garbage, and to look takes as long as to read
        try:
            library = pickle.loads(payload)  # noqa: S301 - nobody without the secret has sealed it
            gc.freeze()
        finally:
            gc.enable()
    return library if isinstance(library, Library) else None


def _write(library: Library, file: Path, secret: bytes, state: bytes) -> None:
    """Keep it if that can be done; a start without costs time alone."""
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if disk_usage(file.parent).free < ROOM:
            return  # people's words need what is left
        payload = pickle.dumps(library, protocol=pickle.HIGHEST_PROTOCOL)
        new_private_file(part)
        part.write_bytes(_sealed(secret, state, payload) + payload)
        put_in_place(part, file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        log.info("the content could not be cached for the next start: %s", type(error).__name__)
