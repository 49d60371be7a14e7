"""The playground knows the Bot API, not the bot."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import playground

FILES = sorted(Path(playground.__file__).parent.glob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_playground_imports_nothing_of_the_bot(path: Path) -> None:
    for module in imported(path):
        top = module.partition(".")[0]
        assert top not in ("telegram", "storage", "bot"), f"{path.name} imports {module}"
