"""Where a pack keeps what it knows of danger: messages to learn from, and the trained weights."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from bot.library.danger.model import DangerModel, WeightsError
from bot.library.load.problems import Problem
from bot.library.load.regular_file import TooLargeError, read_regular

FOLDER = PurePosixPath("danger")
WEIGHTS = FOLDER / "weights.bin"
SIZE_LIMIT = 1_000_000  # bytes of the weights


def message_files(folder: Path) -> list[Path]:
    """The files of messages of a pack, in the order in which they are hashed."""
    return sorted((folder / FOLDER / "messages").glob("*.tsv"))


def data_hash(files: list[Path]) -> str:
    """Changes with any message, so that weights of other messages are noticed."""
    seen = sha256()
    for path in files:
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def read_danger_model(folder: Path) -> DangerModel | Problem | None:
    """Read the weights; None for a pack without any: its phrases have to do."""
    path = folder / WEIGHTS
    try:
        return DangerModel(read_regular(path, SIZE_LIMIT))
    except FileNotFoundError:
        return None
    except TooLargeError:
        return Problem(WEIGHTS, 1, "too-big", "The weights are over 1 MB: train them again.")
    except WeightsError as error:
        return Problem(WEIGHTS, 1, "weights", str(error))
    except OSError:
        return Problem(WEIGHTS, 1, "unreadable", "The file can't be read. Are you allowed to?")


def stale_weights(folder: Path) -> Iterator[Problem]:
    """Weights that were trained on other messages than those that lie beside them."""
    files, model = message_files(folder), read_danger_model(folder)
    if isinstance(model, Problem):
        yield model
    if files and model is None:
        yield Problem(WEIGHTS, 1, "weights", "There are messages and no weights: train them.")
    if isinstance(model, DangerModel) and model.data_hash != data_hash(files):
        sentence = "The messages have changed since: run python -m tools.train_danger."
        yield Problem(WEIGHTS, 1, "weights", sentence)
