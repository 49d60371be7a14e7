"""Every screen as a file that people can read; a changed screen is a changed file."""

from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

import pytest

from bot.library.model.library import Library
from bot.screen import Screen, as_text
from bot.screens.view import View
from tests.screens.families import FAMILIES, Family

GOLDEN = Path(__file__).parents[1] / "golden"
COMMAND = ".venv/bin/pytest tests/screens --update-golden"


def written(screens: dict[str, Screen]) -> str:
    return "\n".join(_written(name, screen) for name, screen in screens.items())


def _written(name: str, screen: Screen) -> str:
    notes = [f"(sends {document.name})" for document in screen.documents]
    notes += ["(a picture)"] if screen.picture else []
    notes += ["(a message of its own)"] if screen.fresh else []
    return "\n".join([f"##### {name}", *notes, "", as_text(screen)])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_the_screens_are_as_they_were_last_agreed(
    view: View, library: Library, family: Family, language: str, request: pytest.FixtureRequest
) -> None:
    now = written(family(replace(view, edition=library.edition(language))))
    file = GOLDEN / (f"{family.__name__}.txt" if language == "en" else f"{family.__name__}_es.txt")
    if request.config.getoption("--update-golden"):
        file.write_text(now, "utf-8")
    agreed = file.read_text("utf-8") if file.exists() else ""
    changes = unified_diff(agreed.splitlines(), now.splitlines(), "agreed", "now", lineterm="", n=1)
    if agreed != now:
        told = "\n".join(changes)
        pytest.fail(f"{told}\n\nIf this is meant: {COMMAND}", pytrace=False)
