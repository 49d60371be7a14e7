"""Made-up records of a register, and where real public ones lie on a machine that has them."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.domain.study_words import Words
from bot.library.model.finder import Finder

ROOT = Path(__file__).parents[2]
SHARED = next((p / "shared/trials" for p in ROOT.parents if (p / "shared/trials").is_dir()), None)


@lru_cache
def words() -> Words:
    return Words.of(finder())


@lru_cache
def finder() -> Finder:
    return Finder.model_validate(yaml.safe_load((ROOT / "content/trials.yaml").read_text("utf-8")))


@lru_cache
def real() -> dict[str, dict[str, Any]]:
    """Public records that are no part of the project, by number; none where they are not there."""
    files = (
        [] if SHARED is None else [*SHARED.glob("studies/*.json"), *SHARED.glob("partial/*.json")]
    )
    read = [json.loads(file.read_text("utf-8")) for file in files]
    return {study["protocolSection"]["identificationModule"]["nctId"]: study for study in read}
