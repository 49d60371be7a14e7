"""The parts of a file that are translated one by one, and which of them have changed since."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.library.model.models import Translation

#: What a translator leaves as it is, or chooses freely.
NOT_TRANSLATED = frozenset(
    {"id", "page", "topic", "checked", "brands", "also_called", "found_by", "hard", "ask_first"}
    | {"sources", "reviewed", "review_due", "changes", "translation"}
    | {"kinds", "formerly", "speed", "named", "said", "only_with"}
)
LETTERS = str.maketrans("0123456789", "ghijklmnop")  # so that YAML never takes a hash for a number


@dataclass(frozen=True, slots=True)
class Drift:
    """The original is not what was translated any more."""

    parts: tuple[str, ...]
    translated: date
    #: When the original says that it changed; None where it does not say.
    changed: date | None = None


def parts(data: Any) -> dict[str, Any]:
    """What is translated in a file: by a field's name, or that and the id or name below it."""
    return dict(_parts(data)) if isinstance(data, dict) else {}


def hashes(data: Any) -> dict[str, str]:
    """A short hash of each part; how its lines are wrapped makes no difference."""
    return {name: _hash(part) for name, part in parts(data).items()}


def drift_of(translation: Translation, own: Any, original: Any) -> Drift | None:
    """The translated parts whose original has changed since, or None when none has."""
    now, then, mine = hashes(original), translation.hashes, parts(own)
    changed = tuple(p for p in now if p in mine and p in then and then[p] != now[p])
    if not changed:
        return None
    days = [change["on"] for change in original.get("changes", ())]
    later = [day for day in days if isinstance(day, date) and day >= translation.on]
    return Drift(changed, translation.on, max(later, default=None))


def unstamped(translation: Translation, own: Any) -> tuple[str, ...]:
    """The translated parts of which nobody noted what they were translated from."""
    return tuple(part for part in parts(own) if part not in translation.hashes)


def _parts(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict) and key not in ("reviewed", "translation"):
            yield from ((f"{key}.{name}", part) for name, part in value.items())
        elif isinstance(value, list) and key not in NOT_TRANSLATED:
            entries = [entry for entry in value if isinstance(entry, dict) and "id" in entry]
            yield from ((f"{key}.{entry['id']}", _told(entry)) for entry in entries)
        elif isinstance(value, str) and key not in NOT_TRANSLATED:
            yield key, value
    if "phrases" in data:
        yield "phrases", data["phrases"]


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in NOT_TRANSLATED}


def _hash(part: Any) -> str:
    written = json.dumps(_unwrapped(part), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:8].translate(LETTERS)


def _unwrapped(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _unwrapped(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_unwrapped(value) for value in part]
    return (
        "\n\n".join(" ".join(p.split()) for p in part.split("\n\n"))
        if isinstance(part, str)
        else part
    )
