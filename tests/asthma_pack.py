"""A second pack, made as `content/README.md` says: about asthma, three pages, and nothing medical.

`tests/asthma/` has its files. Its interface is the shipped one with the pack's own sentences.
"""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.library.load.message_keys import OPEN, needed
from bot.library.model.pack import Pack

HERE, SHIPPED = Path(__file__).parent / "asthma", Path(__file__).parents[1] / "content"
OWN, OF_FINDER = "own-sentences.yaml", "finder-sentences.yaml"
FINDER = "trials.yaml"


def write_asthma(folder: Path, *, finder: bool = False) -> Path:
    """Write the pack into a folder that is not there yet, with a finder or without."""
    left_out = shutil.ignore_patterns(OWN, OF_FINDER, *([] if finder else [FINDER]))
    shutil.copytree(HERE, folder, ignore=left_out)
    (folder / "en/interface.yaml").write_text(_interface(finder), "utf-8")
    return folder


def own_sentences() -> dict[str, Any]:
    return flat(yaml.safe_load((HERE / OWN).read_text("utf-8")))


def shipped_sentences() -> dict[str, Any]:
    return flat(yaml.safe_load((SHIPPED / "en/interface.yaml").read_text("utf-8")))


@cache
def _interface(finder: bool) -> str:
    """The shipped sentences without those that only the shipped pack needs, and our own."""
    of_shipped, of_ours = _pack(SHIPPED, finder=True), _pack(HERE, finder=finder)
    of_finder = flat(yaml.safe_load((HERE / OF_FINDER).read_text("utf-8"))) if finder else {}
    leave = needed(of_shipped).keys() - needed(of_ours).keys()
    kept = {
        key: text
        for key, text in shipped_sentences().items()
        if key not in leave
        and not key.startswith(OPEN[0])
        and (finder or not key.startswith("finder."))
    }
    tree: dict[str, Any] = {}
    for key, text in (kept | own_sentences() | of_finder).items():
        *above, last = key.split(".")
        branch = tree
        for part in above:
            branch = branch.setdefault(part, {})
        branch[last] = text
    return yaml.safe_dump(tree)


def _pack(folder: Path, *, finder: bool) -> Pack:
    read = yaml.safe_load((folder / "pack.yaml").read_text("utf-8"))
    if finder:
        read["finder"] = yaml.safe_load((folder / FINDER).read_text("utf-8"))
    return Pack.model_validate(read)


def flat(tree: dict[str, Any], start: str = "") -> dict[str, Any]:
    """Sentences by their dotted keys."""
    found: dict[str, Any] = {}
    for name, value in tree.items():
        key = f"{start}{name}"
        found |= flat(value, f"{key}.") if isinstance(value, dict) else {key: value}
    return found
