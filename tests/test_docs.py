"""The pages about Waymark, held to the code: they name what is there, and all that matters."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__
from bot.routes import TABLE
from bot.settings import Settings
from storage.engine.migrate import migrate
from storage.people import EXPORT
from storage.store import IN_MEMORY_URL, open_database

ROOT = Path(__file__).parents[1]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), *DECISIONS]
SETTINGS = {name.upper() for name in Settings.model_fields}
MADE_LATER = {  # by the bot or by whoever hosts it
    *("data/", "keys/", "keys/waymark.key", ".env"),
    *("waymark-my-data.json", "waymark-my-data.txt"),
    "studies.json",
}
LOOKS_LIKE_A_FILE = {"Europe/London", "hormone-therapy/how-it-works"}
#: Look like commands: BotFather's, and addresses.
OF_OTHERS = {"/newbot", "/revoke", "/healthz", "/readyz", "/metrics", "/telegram"}
FILE = re.compile(
    r"[\w.-]+/[\w./-]*|[\w.-]+\.(?:py|md|ya?ml|toml|sql|sh|txt|json|png|service)|\.env"
)


def read(page: Path) -> str:
    return page.read_text("utf-8")


def sources(*folders: str, ending: str = "*.py") -> dict[Path, str]:
    return {path: read(path) for folder in folders for path in (ROOT / folder).rglob(ending)}


CODE = "\n".join(sources("bot", "storage", "playground").values())
TESTS = "\n".join(sources("tests").values())
HIDDEN_OR_MADE = re.compile(r"\.(git|venv.*|env|hypothesis|.*_cache)|build|data|keys")
FILES = [
    str(path.relative_to(ROOT))
    for top in ROOT.iterdir()
    if not HIDDEN_OR_MADE.fullmatch(top.name)
    for path in (top, *top.rglob("*"))
]


def named(text: str) -> set[str]:
    """What stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def code(text: str) -> str:
    """What a reader may type: backticks, and lines set in as code."""
    return "\n".join([*named(text), *re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)])


def cli_commands() -> set[str]:
    files = (ROOT / "bot" / "cli").glob("*.py")
    return {
        name
        for file in files
        for name in re.findall(r'add_command\(\s*commands,\s*"([a-z-]+)"', read(file))
    }


def make_targets() -> set[str]:
    makefile = read(ROOT / "Makefile").replace("$(VENV)", ".venv")
    return set(re.findall(r"^([\w./-]+):(?!=)", makefile, re.MULTILINE))


def is_there(name: str) -> bool:
    return any(f"/{file}".endswith(f"/{name.rstrip('/').removeprefix('./')}") for file in FILES)


def missing_files(text: str) -> set[str]:
    files = {name for name in named(text) if FILE.fullmatch(name)}
    return {name for name in files - MADE_LATER - LOOKS_LIKE_A_FILE if not is_there(name)}


def missing_modules(text: str) -> set[str]:
    modules = {
        name for name in named(text) if re.fullmatch(r"(?:bot|storage|playground)(?:\.\w+)*", name)
    }
    paths = {name: name.replace(".", "/") for name in modules}
    return {name for name, path in paths.items() if not (is_there(path) or is_there(f"{path}.py"))}


def missing_links(text: str) -> set[str]:
    links = set(re.findall(r"\]\(([^)#\s]+)\)", text))
    near = {link.removeprefix("../") for link in links if not link.startswith("http")}
    return {link for link in near if not is_there(link)}


def missing_make_targets(text: str) -> set[str]:
    return set(re.findall(r"^make ([\w./-]+)", code(text), re.MULTILINE)) - make_targets()


def missing_cli_commands(text: str) -> set[str]:
    return set(re.findall(r"python -m bot ([a-z-]+)", code(text))) - cli_commands()


def missing_constants(text: str) -> set[str]:
    names = {name for name in named(text) if re.fullmatch(r"_?[A-Z][A-Z_]+", name)}
    return {name for name in names - SETTINGS if not re.search(rf"\b{name}\b", CODE)}


def missing_settings(text: str) -> set[str]:
    return set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)=", text)) - SETTINGS


def missing_tests(text: str) -> set[str]:
    names = {name for name in named(text) if re.fullmatch(r"test_\w+", name)}
    return {name for name in names if f"def {name}(" not in TESTS}


#: Besides the bot's own commands there are those of the pack's menus, and in groups its subjects.
PACK = read(ROOT / "content/pack.yaml")
FINDER = read(ROOT / "content/trials.yaml")
COMMANDS = {*TABLE.commands, *re.findall(r"^ *command: (\w+)$", PACK + FINDER, re.MULTILINE)}
SUBJECTS = re.findall(r"^  - \{id: (\w+), page:", PACK, re.MULTILINE)
IN_GROUPS = {*TABLE.groups.commands, *SUBJECTS}
OURS = {*COMMANDS, *TABLE.unlisted, *TABLE.operators, *IN_GROUPS}


def missing_commands(text: str) -> set[str]:
    names = {name.split()[0] for name in named(text) if re.fullmatch(r"/[a-z]+(?: .*)?", name)}
    return {name for name in names - OF_OTHERS if name[1:] not in OURS}


LOOKS = [
    missing_files,
    missing_modules,
    missing_links,
    missing_make_targets,
    missing_cli_commands,
    missing_constants,
    missing_settings,
    missing_tests,
    missing_commands,
]


@pytest.mark.parametrize("missing", LOOKS, ids=lambda look: look.__name__)
def test_pages_name_only_what_is_there(missing: Callable[[str], set[str]]) -> None:
    assert {page.name: gone for page in PAGES if (gone := missing(read(page)))} == {}


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        (missing_files, "`bot/nowhere.py`"),
        (missing_modules, "`bot.nowhere`"),
        (missing_links, "[here](docs/nowhere.md)"),
        (missing_make_targets, "`make nothing`"),
        (missing_make_targets, "    make nothing"),
        (missing_cli_commands, "`python -m bot nothing`"),
        (missing_constants, "`NO_SETTING`"),
        (missing_settings, "NO_SETTING=1 make run"),
        (missing_tests, "`test_" + "nothing_of_the_kind`"),
        (missing_commands, "`/nothing`"),
    ],
)
def test_what_is_not_there_would_be_noticed(missing: Callable[[str], set[str]], text: str) -> None:
    assert len(missing(text)) == 1


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_a_setting_is_explained(setting: str) -> None:
    assert setting in named(read(ROOT / "README.md")) | named(read(ROOT / "docs" / "operating.md"))


@pytest.mark.parametrize("command", sorted(cli_commands()))
def test_a_command_of_the_command_line_is_explained(command: str) -> None:
    pages = read(ROOT / "README.md") + read(ROOT / "docs" / "operating.md")
    assert command in named(pages) or f"python -m bot {command}" in code(pages)


def test_the_readme_lists_the_commands_of_the_chat_and_no_others() -> None:
    rows = re.findall(r"^\| (`/.*?`) \|", read(ROOT / "README.md"), re.MULTILINE)
    listed = {name.removeprefix("/") for row in rows for name in named(row)}
    assert listed == COMMANDS | IN_GROUPS


async def test_my_data_explains_every_table_and_every_field() -> None:
    sections = re.split(r"^### `(\w+)`$", read(ROOT / "docs" / "my-data.md"), flags=re.MULTILINE)
    explained = {
        table: {name for row in re.findall(r"^\| (`.*?) \|", text, re.M) for name in named(row)}
        for table, text in zip(sections[1::2], sections[2::2], strict=True)
    }
    database = await open_database(IN_MEMORY_URL)
    try:
        await migrate(database)
        columns = {
            table: await database.fetch_all("SELECT name FROM pragma_table_info(?)", table)
            for table in EXPORT
        }
    finally:
        await database.close()
    kept = {table: {row["name"] for row in rows} - {"person_id"} for table, rows in columns.items()}
    assert explained == kept


@pytest.mark.parametrize("table", sorted(EXPORT))
def test_the_privacy_page_accounts_for_every_table(table: str) -> None:
    assert table in named(read(ROOT / "PRIVACY.md"))


def test_every_module_beside_app_and_store_is_on_the_map() -> None:
    here = {path.name for folder in ("bot", "storage") for path in (ROOT / folder).glob("*.py")}
    on_the_map = {name.rpartition("/")[2] for name in named(read(ROOT / "docs/architecture.md"))}
    assert {name for name in here if not name.startswith("__")} <= on_the_map


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_says_what_was_rejected(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", read(page), re.MULTILINE)
    assert headings[:3] == ["The question", "What we do", "What was rejected"]


def test_the_program_and_its_package_have_one_version() -> None:
    package = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    assert __version__ == package


def test_the_image_has_the_version_of_the_program() -> None:
    assert f"\nARG VERSION={__version__}\n" in read(ROOT / "Dockerfile")


def test_the_changelog_has_a_dated_section_for_this_version() -> None:
    sections = re.findall(r"^## (.+)$", read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert any(re.fullmatch(rf"{__version__} \(\d{{4}}-\d\d-\d\d\)", name) for name in sections)


def test_what_leaves_postgresql_is_encrypted_as_its_own_chapter_says() -> None:
    chapters = re.split(r"^## (.+)$", read(ROOT / "docs/operating.md"), flags=re.MULTILINE)
    with_dump = [
        name
        for name, text in zip(chapters[1::2], chapters[2::2], strict=True)
        if "pg_dump --format=custom" in text and "gpg --symmetric" in text
    ]
    assert with_dump == ["PostgreSQL"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def threats() -> list[str]:
    table = read(ROOT / "SECURITY.md").partition("| tests that show it |")[2]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    return [row for row in rows if not row.startswith("|--")]


@pytest.mark.parametrize("row", threats(), ids=lambda row: row[2:40])
def test_every_threat_has_an_answer_and_a_test(row: str) -> None:
    who, stops, _, shown, *rest = (cell.strip() for cell in row.strip("|").split("|"))
    assert who
    assert stops
    assert re.findall(r"`test_\w+`", shown)
    assert rest == []


def test_there_are_threats() -> None:
    assert len(threats()) > 30


def test_the_glossary_explains_no_word_twice() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    words = [word.strip() for row in rows for word in row.split(",") if row != "word"]
    assert words
    assert sorted({word for word in words if words.count(word) > 1}) == []
