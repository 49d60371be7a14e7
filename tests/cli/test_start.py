"""What the program has ready when it starts."""

from pathlib import Path

from bot.cli.main import _library
from bot.settings import Settings
from tests.asthma_pack import write_asthma
from tests.library.ready import assert_ready


def test_the_library_is_ready_before_the_first_turn(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, content_dir=write_asthma(tmp_path / "pack"))
    assert_ready(_library(settings))
