"""The reviewer's preview: everything of a page on one sheet, and every way leads somewhere."""

import re
import subprocess
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.library.load.load import BrokenContentError
from bot.library.model.library import Library
from bot.preview.changes import UnknownRevisionError
from bot.preview.server import served
from bot.preview.site import ForeignFolderError, write_site
from tests.library.packs import PackFolder, write_pack

pytestmark = pytest.mark.slow

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 25)


TAG, ATTRIBUTE = re.compile(r"<([a-z]\w*)([^>]*)>"), re.compile(r'([\w-]+)="([^"]*)"')


class Words(HTMLParser):
    """All words of a page, without its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


class Reader:
    """What a browser would see of a page: its words, its anchors, and where it leads.

    Thirty thousand links are found with two patterns, for the page is of our own making: an
    HTMLParser takes as long for them as it takes to write them.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        for tag, attributes in TAG.findall(text):
            self._note(
                tag, {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
            )

    @property
    def words(self) -> str:
        parser = Words()
        parser.feed(self._text)
        return "".join(parser.said)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        self.tags.add(tag)
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.anchors |= {given["id"]} if "id" in given else set()
        sources = [given.get("src"), given.get("href") if tag == "link" else None]
        self.fetched += [source for source in sources if source]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("preview")
    write_site(CONTENT, out, TODAY)
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Reader]:
    return {path: read(path) for path in site.rglob("*.html")}


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return write_pack(tmp_path / "pack")


def read(path: Path) -> Reader:
    return Reader(path.read_text("utf-8"))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_way_in_the_preview_leads_somewhere(pages: dict[Path, Reader]) -> None:
    lost = []
    for path, page in pages.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            if file.startswith("https://") or file.startswith("http://"):
                continue
            target = (path.parent / file).resolve() if file else path
            if target not in pages or (anchor and anchor not in pages[target].anchors):
                lost.append((path.name, link))
    assert lost == []


def test_a_page_needs_nothing_from_the_network(site: Path, pages: dict[Path, Reader]) -> None:
    for page in pages.values():
        assert set(page.fetched) <= {"style.css", "../style.css"}
        assert "script" not in page.tags
    assert "url(" not in (site / "style.css").read_text("utf-8")


def test_a_sheet_to_sign_has_every_statement_with_its_sources(site: Path, library: Library) -> None:
    for page in library.default.pages.values():
        words = flat(read(site / "en" / f"{page.id}-sign-off.html").words)
        rows = [row for _, text in page.prose() for row in text.splitlines()]
        plain = [flat(re.sub(r"\s*\[\^[^\]]*\]", "", row).removeprefix("- ")) for row in rows]
        assert [row for row in plain if row not in words] == [], page.id
        assert [source.title for source in page.sources if source.title not in words] == [], page.id


def test_the_page_stands_as_the_chat_shows_it(site: Path) -> None:
    page = (site / "en" / "hormone-therapy.html").read_text("utf-8")
    assert "<b>Hormone therapy</b>\n<b>How it works</b>" in page
    assert '<a href="hormone-therapy.html#section-benefits-t">Benefits</a>' in page
    assert "source-checked on 2026-11-23" in page


@pytest.mark.parametrize(
    ("language", "scale"),
    [("en", "US school grade (lower is easier)"), ("es", "INFLESZ (higher is easier)")],
)
def test_a_grade_says_on_which_scale_it_is(site: Path, language: str, scale: str) -> None:
    for name in ("index", "surgery"):
        assert scale in flat(read(site / language / f"{name}.html").words)


def test_an_overdue_review_stands_out(pack: PackFolder, tmp_path: Path) -> None:
    write_site(pack.folder, tmp_path / "out", date(2030, 1, 1))
    assert "(overdue)" in read(tmp_path / "out" / "en" / "a-page.html").words


def test_what_is_to_mend_stands_on_the_page(pack: PackFolder, tmp_path: Path) -> None:
    pack.replace("en/basics/a-page.yaml", "This is short. [^one]", "They battle on. [^one]")
    write_site(pack.folder, tmp_path / "out", TODAY)
    assert "“battle”" in read(tmp_path / "out" / "en" / "a-page.html").words


def test_signs_in_a_text_are_no_markup(pack: PackFolder, tmp_path: Path) -> None:
    pack.replace("en/basics/a-page.yaml", "This is short. [^one]", "<script>x</script> [^one]")
    write_site(pack.folder, tmp_path / "out", TODAY)
    page = read(tmp_path / "out" / "en" / "a-page.html")
    assert "script" not in page.tags
    assert "<script>x</script>" in page.words


def test_a_broken_pack_has_no_preview(pack: PackFolder, tmp_path: Path) -> None:
    pack.replace("en/basics/a-page.yaml", "title: A page", "titel: A page")
    with pytest.raises(BrokenContentError):
        write_site(pack.folder, tmp_path / "out", TODAY)


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=Test", "-c", "user.email=test@test.invalid")
    command = ["git", *names, *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - words of this test


@pytest.fixture
def kept(pack: PackFolder) -> PackFolder:
    """The pack in a checkout, with one commit."""
    git(pack.folder, "init")
    git(pack.folder, "add", ".")
    git(pack.folder, "commit", "-m", "First")
    return pack


def test_what_changed_since_a_revision_shows_word_by_word(kept: PackFolder, tmp_path: Path) -> None:
    kept.replace("en/basics/a-page.yaml", "This is short. [^one]", "This is quite short. [^one]")
    write_site(kept.folder, tmp_path / "out", TODAY, "HEAD")
    changed = (tmp_path / "out" / "en" / "a-page.html").read_text("utf-8")
    assert "sections/first/text" in changed
    assert "<ins>quite</ins>" in changed
    assert "<p>Nothing.</p>" in (tmp_path / "out" / "en" / "a-treatment.html").read_text("utf-8")


def test_a_new_page_is_all_new(kept: PackFolder, tmp_path: Path) -> None:
    git(kept.folder, "rm", "--cached", "en/basics/a-page.yaml")
    git(kept.folder, "commit", "-m", "Without it")
    write_site(kept.folder, tmp_path / "out", TODAY, "HEAD")
    assert "<ins>A page</ins>" in (tmp_path / "out" / "en" / "a-page.html").read_text("utf-8")


@pytest.mark.parametrize("revision", ["nonsense", "--output=stolen"])
def test_an_unknown_revision_is_one_sentence(
    kept: PackFolder, tmp_path: Path, revision: str
) -> None:
    with pytest.raises(UnknownRevisionError, match=revision):
        write_site(kept.folder, tmp_path / "out", TODAY, revision)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(pack: PackFolder, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ForeignFolderError, match="holds other files"):
        write_site(pack.folder, tmp_path, TODAY)
    assert {path.name for path in tmp_path.iterdir()} == {"letter.txt", "pack"}


def test_another_name_that_leads_here_is_turned_away(site: Path) -> None:
    with served(site, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/en/index.html"
        with pytest.raises(HTTPError, match="400"):
            urlopen(Request(url, headers={"Host": "elsewhere.example"}))
        server.shutdown()


def test_the_preview_is_served_to_this_computer_alone(site: Path) -> None:
    with served(site, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address[:2]
        with urlopen(f"http://127.0.0.1:{port}/en/index.html") as answer:
            assert "Hormone therapy" in answer.read().decode()
        server.shutdown()
    assert host == "127.0.0.1"
