"""Files that can't be read as they are: each says its name, its line and one plain sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library.load.load import BrokenContentError, load_library
from tests.library.packs import PackFolder

PAGE = "en/basics/a-page.yaml"

#: What the file holds, the line that the problem names, its kind, and a part of its sentence.
BROKEN: dict[str, tuple[bytes, int, str, str]] = {
    "nothing": (b"", 1, "empty", "The file is empty"),
    "only blanks": (b" \n\n  \n", 1, "empty", "The file is empty"),
    "only comments": (b"# a\n# b\n", 1, "empty", "nothing but comments"),
    "one bare word": (b"hello\n", 1, "shape", "The file should have fields"),
    "a list": (b"- a\n- b\n", 1, "shape", "The file should have fields"),
    "colon in text": (b"id: a-page\ntitle: A: B\n", 2, "syntax", "Put quotes around text"),
    "tab": (b"id: a-page\nsections:\n\t- id: x\n", 3, "syntax", "Use spaces, not tabs"),
    "open quote": (b'id: a-page\ntitle: "A page\nsummary: x\n', 2, "syntax", "never closed"),
    "a comment in a text": (
        b"id: help # fine\ntitle: Urgent help # now\n",
        2,
        "syntax",
        "ends the",
    ),
    "no space": (b"id: a-page\nsections:\n  -id: x\n    title: y\n", 3, "syntax", "after the dash"),
    "bad start": (b"id: a-page\ntitle: @home\n", 2, "syntax", "starts with a sign"),
    "two documents": (b"id: a-page\n---\nid: b\n", 2, "syntax", "Take the line"),
    "field twice": (b"id: a-page\ntitle: A\nid: b\n", 3, "twice", "“id” stands twice"),
    "list as a name": (b"id: a-page\n? [a, b]\n: c\n", 2, "syntax", "a plain word"),
    "latin-1": ("id: a-page\ntitle: café\n".encode("latin-1"), 2, "encoding", "not UTF-8"),
    "utf-16": ("id: a-page\n".encode("utf-16"), 1, "encoding", "not UTF-8"),
    "utf-16 without a mark": ("id: a\n".encode("utf-16-le"), 1, "character", "hidden character"),
    "NUL": (b"id: a-page\ntitle: A\x00B\n", 2, "character", "hidden character"),
    "bell": (b"id: a-page\n\ntitle: A\x07B\n", 3, "character", "hidden character"),
    "10 MB": (b"a: b\n" * 2_000_000, 1, "too-big", "over 500 kB"),
    "alias": (b"id: a-page\ntitle: &t A\nlabel: *t\n", 2, "anchor", "Write it out"),
    "tag that runs code": (
        b"id: a-page\ntitle: !!python/object/apply:os.system ['touch ran']\n",
        2,
        "tag",
        "has a meaning in YAML",
    ),
    "tag of one's own": (b"id: a-page\ntitle: !important A\n", 2, "tag", "Put quotes"),
    "deep lists": (b"id: a-page\ntitle: " + b"[" * 10_000 + b"\n", 2, "too-deep", "too deeply"),
    "deep fields": (
        b"\n".join(b" " * n + b"a:" for n in range(600)) + b"\n",
        13,
        "too-deep",
        "too deeply",
    ),
    "impossible day": (b"id: a-page\n\nreview_due: 2027-02-30\n", 3, "no-such-value", "2027-02-30"),
    "impossible month": (b"reviewed: {on: 2027-13-01}\n", 1, "no-such-value", "2027-13-01"),
    "number without end": (b"title: " + b"9" * 5000, 1, "no-such-value", "no such day or number"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_page_says_where_and_why(pack: PackFolder, what: str) -> None:
    content, line, kind, part = BROKEN[what]
    pack.path(PAGE).write_bytes(content)
    (problem,) = [found for found in pack.problems() if str(found.file) == PAGE]
    assert (problem.line, problem.kind) == (line, kind)
    assert part in problem.sentence


@pytest.mark.parametrize("what", BROKEN)
def test_one_broken_page_is_told_once_and_nothing_is_loaded(pack: PackFolder, what: str) -> None:
    pack.path(PAGE).write_bytes(BROKEN[what][0])
    with pytest.raises(BrokenContentError) as stopped:
        load_library(pack.folder)
    assert len(stopped.value.problems) == 1
    assert str(stopped.value).startswith(f"{PAGE}:")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PAGE, "title: A page", "titel: A page"),
        ("en/words.yaml", "word: Scan", "wrod: Scan"),
        ("en/medicines.yaml", "name: curamol", "nmae: curamol"),
    ],
)
def test_phrases_for_what_is_in_a_broken_file_are_no_second_problem(
    pack: PackFolder, file: str, old: str, new: str
) -> None:
    phrases = "a-page: a\na-page/first: b\nwords/a-word: c\nmedicines/a-medicine: d\n"
    pack.path("en/search_phrases.yaml").write_text(phrases, "utf-8")
    pack.replace(file, old, new)
    assert {str(found.file) for found in pack.problems()} == {file}


def test_a_billion_laughs_stay_one_short_line(pack: PackFolder) -> None:
    rows = ["a0: &a0 [ha, ha]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    pack.path(PAGE).write_text("\n".join(rows), "utf-8")
    (problem,) = pack.problems()
    assert (problem.line, problem.kind) == (1, "anchor")


def test_a_tag_never_runs_code(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pack.folder)
    pack.path(PAGE).write_bytes(BROKEN["tag that runs code"][0])
    assert pack.problems()
    assert not pack.path("ran").exists()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "part"), [(Path.unlink, "is missing"), (a_folder, "This is a folder")]
)
@pytest.mark.parametrize(
    "name", ["pack.yaml", "en/medicines.yaml", "en/words.yaml", "en/questions.yaml"]
)
def test_a_missing_file_and_a_folder_in_its_place_are_told_once(
    pack: PackFolder, name: str, spoil: Callable[[Path], None], part: str
) -> None:
    spoil(pack.path(name))
    (problem,) = pack.problems()
    assert (str(problem.file), problem.line) == (name, 1)
    assert part in problem.sentence


def test_a_folder_that_is_called_like_a_page_is_no_page(pack: PackFolder) -> None:
    pack.path("en/basics/b-page.yaml").mkdir()
    (problem,) = pack.problems()
    assert "This is a folder" in problem.sentence


def test_windows_line_ends_and_a_byte_order_mark_are_fine(pack: PackFolder) -> None:
    text = pack.path(PAGE).read_text("utf-8").replace("\n", "\r\n")
    pack.path(PAGE).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert pack.problems() == ()


def test_words_such_as_no_and_on_stay_words(pack: PackFolder) -> None:
    pack.replace(PAGE, "title: A page", "title: NO")
    pack.replace(PAGE, "also_called: []", "also_called: [yes, on, off]")
    assert pack.problems() == ()


def test_several_broken_files_are_told_at_once(pack: PackFolder) -> None:
    pack.path(PAGE).write_text("", "utf-8")
    pack.replace("en/words.yaml", "word: Scan", "word: [Scan]")
    pack.replace("en/help/urgent-help.yaml", "title: Urgent help", "titel: Urgent help")
    pack.replace("en/interface.yaml", "home:\n  greeting: Words\n", "home:\n")
    with pytest.raises(BrokenContentError) as stopped:
        load_library(pack.folder)
    files = [str(problem.file) for problem in stopped.value.problems]
    assert files == [
        PAGE,
        "en/help/urgent-help.yaml",
        "en/interface.yaml",
        "en/words.yaml",
    ]
