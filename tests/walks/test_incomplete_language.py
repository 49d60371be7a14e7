"""A language that lacks things, and a page whose original has changed."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bot.app import build_application
from bot.library.load.load import load_library
from bot.library.model.current import LibraryHolder
from bot.library.model.library import Library
from bot.turns.services import Services
from playground.people import ANA, BEN
from playground.world import World
from tests.client import Chatter, Pump
from tests.conftest import CONTENT, NOW
from tests.walks.spanish import SPANISH_HOME, speaks
from tests.walks.test_languages import lucia as lucia

# a language that lacks things


def copied(folder: Path) -> Path:
    copytree(CONTENT, folder / "content")
    return folder / "content"


def without(path: Path, *rows: str) -> None:
    """Take lines out of a file, and what stands below them."""
    text = path.read_text("utf-8")
    for row in rows:
        text, found = re.subn(rf"(?m)^( *){re.escape(row)}.*\n(?:\1 +.*\n)*", "", text, count=1)
        assert found, row
    path.write_text(text, "utf-8")


async def walking(services: Services, library: Library, token: str, world: World) -> Pump:
    application = build_application(
        replace(services, library=library, library_holder=LibraryHolder(library, NOW)), token
    )
    await application.initialize()
    return Pump(application, world)


@pytest.mark.slow
async def test_what_a_language_lacks_is_read_in_english_on_that_screen_only(
    services: Services, world: World, playground: object, tmp_path: Path
) -> None:
    content = copied(tmp_path)
    (content / "es/treatments/surgery.yaml").unlink()
    without(
        content / "es/interface.yaml",
        "title: ¿Qué le gustaría leer?",
        'other: "{n} páginas guardadas"',
    )
    without(content / "es/basics/subtypes.yaml", "summary:")
    speaks(world, ANA, "es")
    pump = await walking(services, load_library(content), world.bot.token, world)
    lucia = Chatter(pump, ANA)
    assert "What would you like to read?" in await lucia.says("/start")
    assert lucia.labels[:4] == SPANISH_HOME
    await lucia.taps("Tratamientos")
    page = await lucia.taps("Surgery")
    assert "Comparado con lo que leímos de sus fuentes" in page  # that is said in Spanish
    await lucia.taps("☆ Guardar")
    await lucia.taps("Sí, acepto guardarlo")
    assert "• Surgery" in await lucia.says("/mydata")
    await pump.application.shutdown()


@pytest.mark.slow
async def test_a_language_without_its_help_pages_is_offered_to_nobody(
    services: Services, world: World, playground: object, tmp_path: Path
) -> None:
    content = copied(tmp_path)
    (content / "es/help/urgent-help.yaml").unlink()
    library = load_library(content)
    assert library.left_out == ("es",)
    speaks(world, ANA, "es")
    pump = await walking(services, library, world.bot.token, world)
    ana = Chatter(pump, ANA)
    assert "not medical advice" in await ana.says("/start")
    await ana.says("/settings")
    await ana.taps("Language: English")
    assert "Español" not in ana.labels
    await ana.taps_wire("put:language:es")
    await ana.taps("Yes, save this")
    assert "Language: English" in ana.labels
    await pump.application.shutdown()


@pytest.mark.slow
async def test_a_drifted_page_says_so_on_its_sources_screen(
    services: Services, world: World, playground: object, tmp_path: Path
) -> None:
    content = copied(tmp_path)
    original = content / "en/treatments/surgery.yaml"
    text = original.read_text("utf-8")
    summary = next(row for row in text.splitlines() if row.startswith("summary:"))
    text = text.replace(summary, "summary: Operations for people with this illness.")
    text = text.replace("changes:\n", "changes:\n  - {on: 2026-11-30, what: A shorter summary.}\n")
    original.write_text(text, "utf-8")
    speaks(world, ANA, "es")
    pump = await walking(services, load_library(content), world.bot.token, world)
    lucia = Chatter(pump, ANA)
    await lucia.starts("surgery")
    await lucia.taps_wire("src:page:surgery:99")
    assert "El original en inglés cambió el 30 de noviembre de 2026." in lucia.screen
    await lucia.taps_wire("src:page:chemotherapy:99")
    assert "cambió" not in lucia.screen
    ben = Chatter(pump, BEN)
    await ben.starts("surgery")
    await ben.taps_wire("src:page:surgery:99")
    assert "original" not in ben.screen
    await pump.application.shutdown()
