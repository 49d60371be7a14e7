"""A small pack to break, and the pack that we ship, read once."""

from pathlib import Path

import pytest

from bot.library.model.library import Edition, Library
from tests.library.packs import PackFolder, write_pack


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return write_pack(tmp_path)


@pytest.fixture(scope="session")
def edition(library: Library) -> Edition:
    """The English edition of the shipped pack."""
    return library.edition("en")
