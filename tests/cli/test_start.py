"""What the program has ready when it starts."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.running import library_for
from bot.settings import Settings
from tests.asthma_pack import write_asthma
from tests.library.ready import assert_ready

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_library_is_ready_before_the_first_turn(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, content_dir=write_asthma(tmp_path / "pack"))
    assert_ready(library_for(settings))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        ("running", {"fpdf", "numpy", "jinja2", "bot.library.load.load", "bot.library.check"}),
        ("health", {"telegram", "aiohttp", "bot.library", "storage"}),
    ],
)
def test_a_command_imports_what_it_needs(module: str, unneeded: set[str]) -> None:
    code = f"import sys, bot.cli.main, bot.cli.{module}; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not unneeded & set(done.stdout.split())


def test_with_a_token_the_library_is_kept_beside_the_database(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr("123456:local"),
        content_dir=write_asthma(tmp_path / "pack"),
        database_url=f"sqlite:///{tmp_path}/data/waymark.db",
    )
    assert_ready(library_for(settings))
    assert (tmp_path / "data" / "library.cache").exists()
    assert_ready(library_for(settings))
