"""A translator's PO file: out and in again changes nothing; what is changed finds its place."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.library.check.po import export_po, import_po
from bot.library.check.stamp import NotStampedError
from tests.conftest import CONTENT
from tests.library.packs import TODAY, PackFolder, translate

PAGE = "es/basics/a-page.yaml"


@pytest.fixture
def translated(pack: PackFolder) -> PackFolder:
    translate(pack)
    return pack


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def with_entry(content: bytes, context: str, old: str, new: str) -> bytes:
    """The catalogue with another translation in one entry."""
    head, entry = content.decode().split(f'msgctxt "{context}"', 1)
    assert f'msgstr "{old}' in entry or old in entry.partition("\n\n")[0]
    first, gap, rest = entry.partition("\n\n")
    start, _, told = first.partition("msgstr ")
    return (
        head + f'msgctxt "{context}"' + start + "msgstr " + told.replace(old, new) + gap + rest
    ).encode()


@pytest.mark.slow
def test_out_and_in_again_changes_nothing(translated: PackFolder) -> None:
    before = files(translated.folder)
    done = import_po(translated.folder, "es", export_po(translated.folder, "es"), TODAY)
    assert (done.written, done.left, done.stamped) == ([], [], [])
    assert files(translated.folder) == before


def test_every_kind_of_text_goes_out(translated: PackFolder) -> None:
    """What has a name of its own, and what stands in a list of such."""
    contexts = {message.context for message in read_po(BytesIO(export_po(translated.folder, "es")))}
    of_the_page = {"title", "card", "sections.first.title", "sections.first.text"}
    assert {f"basics/a-page.yaml#{name}" for name in of_the_page} <= contexts


@pytest.mark.slow
def test_the_shipped_spanish_goes_out_and_in_unchanged() -> None:
    before, content = files(CONTENT), export_po(CONTENT, "es")
    done = import_po(CONTENT, "es", content, TODAY)
    assert done.written == []
    assert files(CONTENT) == before
    assert len(list(read_po(BytesIO(content)))) > 1000


@pytest.mark.slow
def test_a_new_translation_lands_in_its_place_and_nothing_else_changes(
    translated: PackFolder,
) -> None:
    content = export_po(translated.folder, "es")
    context = "basics/a-page.yaml#sections.first.text"
    changed = with_entry(content, context, "This is short. [", "Esto es: “corto”. [")
    before = files(translated.folder)
    done = import_po(translated.folder, "es", changed, TODAY)
    assert done.written == [context]
    after = files(translated.folder)
    assert {name for name in before if before[name] != after[name]} == {PAGE}
    assert after[PAGE] == before[PAGE].replace(b"This is short. [", "Esto es: “corto”. [".encode())


@pytest.mark.slow
def test_one_line_is_quoted_where_it_has_to_be(translated: PackFolder) -> None:
    content = export_po(translated.folder, "es")
    changed = with_entry(content, "basics/a-page.yaml#title", "A page", "Una: página # uno")
    assert import_po(translated.folder, "es", changed, TODAY).left == []
    assert 'title: "Una: página # uno"\n' in translated.path(PAGE).read_text("utf-8")


@pytest.mark.slow
def test_what_fell_behind_is_fuzzy_and_stamped_once_somebody_has_looked(
    translated: PackFolder,
) -> None:
    translated.replace("en/basics/a-page.yaml", "This is short too.", "This is new.")
    content = export_po(translated.folder, "es")
    fuzzy = [m.context for m in read_po(BytesIO(content)) if m.fuzzy and m.id]
    assert fuzzy == [
        "basics/a-page.yaml#sections.first.title",
        "basics/a-page.yaml#sections.first.text",
    ]
    assert import_po(translated.folder, "es", content, TODAY).stamped == []
    looked = content.replace(b"#, fuzzy\n", b"")
    assert import_po(translated.folder, "es", looked, TODAY).stamped == [PAGE]
    assert b"fuzzy" not in export_po(translated.folder, "es").partition(b"\n\n")[2]


@pytest.mark.slow
def test_a_translation_of_what_stands_there_no_more_is_told(translated: PackFolder) -> None:
    content = export_po(translated.folder, "es")
    translated.replace("en/basics/a-page.yaml", "title: A page", "title: Another page")
    done = import_po(translated.folder, "es", content, TODAY)
    assert done.left == ["basics/a-page.yaml#title: the original has changed since the export."]


@pytest.mark.slow
def test_what_the_translation_has_no_place_for_is_told(translated: PackFolder) -> None:
    content = export_po(translated.folder, "es")
    translated.path(PAGE).unlink()
    done = import_po(translated.folder, "es", content, TODAY)
    assert done.left == ["es/basics/a-page.yaml is not there: copy the original first."]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"nonsense"])
def test_a_file_that_is_no_catalogue_changes_nothing(
    translated: PackFolder, content: bytes
) -> None:
    before = files(translated.folder)
    with pytest.raises(NotStampedError):
        import_po(translated.folder, "es", content, TODAY)
    assert files(translated.folder) == before
