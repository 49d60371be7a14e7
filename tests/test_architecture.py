"""The floors and the house rules. A module may import its own floor or a lower one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOPS = ("bot", "storage", "playground")
FLOORS = [  # lowest first; a longer name wins over its parent
    [
        "storage.records",
        "bot.regions",
        "bot.screen",
        "bot.ops.logging",
        "bot.ops.redaction",
        "bot.ops.metrics",
        "bot.edge.token_bucket",
        "bot.documents",
        "bot.ops.shutdown",
        "bot.ops",
        "bot.edge",
    ],
    ["storage", "bot.library", "bot.callback_data", "bot.settings", "bot.ops.hardening"],
    ["bot.domain"],
    ["bot.screens"],
    [
        "bot.turns.turn",
        "bot.turns.group_turn",
        "bot.domain.recent_posts",
        "bot.ops.snapshot",
        "bot.turns",
    ],
    ["bot.handlers", "bot.planning.reminders", "bot.planning.group_posts", "bot.planning"],
    [
        "bot.routing.router",
        "bot.edge.sender",
        "bot.edge.rate_limiter",
        "bot.jobs.reminders",
        "bot.jobs.cleanup",
        "bot.edge.commands",
        "bot.jobs.content_reload",
        "bot.edge.connection",
        "bot.edge.http_clients",
        "bot.edge.update_processor",
        "bot.edge.polling",
        "bot.edge.application",
        "bot.edge.updates",
        "bot.edge.replica",
        "bot.groups",
        "bot.edge.inline",
        "bot.edge.call_metrics",
        "bot.turns.routes",
        "bot.routing.hearing",
        "bot.http",
        "bot.edge.admins",
        "bot.edge.webhook",
        "bot.edge.ephemeral",
        "bot.edge.update_dedup",
        "bot.jobs.group_posts",
        "bot.jobs.message_cleanup",
        "bot.jobs",
        "bot.routing.group_posts",
        "bot.routing.group_router",
        "bot.routing",
    ],
    ["bot.routes", "bot.app"],
    ["playground", "bot.runtime.serve", "bot.preview", "bot.runtime"],
    ["bot.cli.main", "bot.cli.review", "bot.cli.content", "bot.__main__", "bot.cli"],
]
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
PURE = (
    "storage.records",
    "bot.screen",
    "bot.callback_data",
    "bot.domain",
    "bot.screens",
    "bot.documents",
    "bot.documents",
)
IMPURE = ("telegram", "aiosqlite", "sqlcipher3", "asyncpg", "asyncio", "storage.store", "os")
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}
SPEAK_TELEGRAM = {
    "bot.app",
    "bot.jobs.cleanup",
    "bot.cli.main",
    "bot.edge.http_clients",
    "bot.edge.commands",
    "bot.jobs.reminders",
    "bot.edge.sender",
    "bot.jobs.group_posts",
    "bot.routing.group_posts",
    "bot.jobs.message_cleanup",
    "bot.edge.admins",
    "bot.edge.ephemeral",
    "bot.routing.group_router",
    "bot.routing.hearing",
    "bot.edge.updates",
    "bot.edge.inline",
    "bot.edge.application",
    "bot.edge.rate_limiter",
    "bot.edge.polling",
    "bot.edge.update_processor",
    "bot.edge.replica",
    "bot.routing.router",
    "bot.edge.call_metrics",
    "bot.edge.connection",
    "bot.edge.update_dedup",
    "bot.edge.webhook",
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40  # lines
#: Words of the first pack; another pack has none of these things.
OF_ONE_PACK = re.compile(
    r"cancer|tumou?r|oncolog|\bmbc\b|metasta|palliat|\btrials?\b|treatment|chemo|radiation|surg"
    r"|immuno|hormon|estrogen|hospice|breast|bone-health|her2|letrozole|palbociclib",
    re.IGNORECASE,
)
#: Migrations that were released are never changed.
WRITTEN_BEFORE = {"0006_keep_visits.sql"}
Module = tuple[str, Path]


def modules() -> Iterator[Module]:
    for path in sorted(file for top in TOPS for file in ROOT.glob(f"{top}/**/*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name not in TOPS:
            yield name, path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def within(name: str, prefixes: tuple[str, ...] | list[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def floor_of(name: str) -> int | None:
    known = [prefix for prefix in FLOOR_OF if within(name, [prefix])]
    return FLOOR_OF[max(known, key=len)] if known else None


ALL = list(modules())
pure_modules = [module for module in ALL if within(module[0], PURE)]


@pytest.mark.parametrize(("name", "path"), ALL)
def test_imports_point_down(name: str, path: Path) -> None:
    floor = floor_of(name)
    assert floor is not None, f"{name} has no floor: add it to FLOORS"
    assert [i for i in imports(path) if (floor_of(i) or 0) > floor] == []


@pytest.mark.parametrize(("name", "path"), pure_modules)
def test_pure_modules_do_no_io(name: str, path: Path) -> None:
    assert [i for i in imports(path) if within(i, IMPURE)] == []


@pytest.mark.parametrize(("name", "path"), pure_modules)
def test_pure_modules_read_no_clock(name: str, path: Path) -> None:
    called = [
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date", "time")
    ]
    assert CLOCKS.isdisjoint(called)


def test_telegram_is_spoken_at_the_edge_only() -> None:
    speakers = {name for name, path in ALL if any(within(i, ["telegram"]) for i in imports(path))}
    assert speakers <= SPEAK_TELEGRAM


def test_the_playground_knows_the_bot_api_and_not_the_bot() -> None:
    for name, path in ALL:
        if within(name, ["playground"]):
            ours = [i for i in imports(path) if within(i, ["bot", "storage"])]
            assert [i for i in ours if not within(i, ["playground"])] == [], name


def test_sql_is_written_in_storage_only() -> None:
    for name, path in ALL:
        if not within(name, ["storage"]):
            texts = [n.value for n in ast.walk(tree(path)) if isinstance(n, ast.Constant)]
            sql = [t for t in texts if isinstance(t, str) and t.startswith(("SELECT ", "INSERT "))]
            assert sql == [], name


@pytest.mark.parametrize(("name", "path"), ALL)
def test_a_module_fits_in_the_head(name: str, path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(("name", "path"), ALL)
def test_a_function_fits_on_a_screen(name: str, path: Path) -> None:
    functions = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION]
    assert long == []


def test_no_code_knows_which_illness_the_pack_is_about() -> None:
    kinds = ("py", "js", "html", "css", "sql")
    files = [f for top in TOPS for kind in kinds for f in ROOT.glob(f"{top}/**/*.{kind}")]
    known = {
        f"{file.relative_to(ROOT)}: {hit[0]}"
        for file in files
        if file.name not in WRITTEN_BEFORE
        for hit in OF_ONE_PACK.finditer(file.read_text("utf-8"))
    }
    assert known == set()


@pytest.mark.parametrize("text", ["an oncologist", "MENU = 'treatments'", "/trials", "MBC", "HER2"])
def test_a_word_of_the_first_pack_would_be_noticed(text: str) -> None:
    assert OF_ONE_PACK.search(text)


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "misc"}
    assert [name for name, _ in ALL if name.rpartition(".")[2] in drawers] == []
