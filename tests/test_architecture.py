"""The floors and the house rules. A module may import its own floor or a lower one."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOPS = ("bot", "storage", "playground")
FLOORS = [  # lowest first; a room imports itself and lower floors, not its neighbours
    ["bot.documents", "bot.regions", "playground", "storage"],
    ["bot.callback_data", "bot.settings"],
    ["bot.library", "bot.screen"],
    ["bot.domain", "bot.ops"],
    ["bot.screens"],
    ["bot.preview", "bot.turns"],
    ["bot.edge", "bot.planning"],
    ["bot.handlers", "bot.http", "bot.jobs"],
    ["bot.routes", "bot.routing"],
    ["bot.app"],
    ["bot.runtime"],
    ["bot.cli"],
    ["bot.__main__"],
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MOST_FILES = 8  # at the top of bot/
SPEAK_TELEGRAM = ["bot.edge", "bot.routing", "bot.jobs", "bot.app"]
#: Besides, for the two errors that stop the command line.
NAME_ITS_ERRORS = {
    "bot.cli.main": {"telegram.error.InvalidToken"},
    "bot.cli.init": {"telegram.error.InvalidToken"},
    "bot.cli.sentences": {
        f"telegram.error.{name}" for name in ("Forbidden", "InvalidToken", "TelegramError")
    },
}
#: What does no input or output and reads no clock by itself.
PLAIN = {
    "__future__",
    "babel",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
}
PLAIN |= {
    "hashlib",
    "html",
    "itertools",
    "json",
    "math",
    "pydantic",
    "random",
    "rapidfuzz",
}
PLAIN |= {"re", "typing", "unicodedata", "zoneinfo"}
RECORDS = {"storage.records", "storage.errors", "storage.study_answers"}
#: All that each pure room may import; what it draws with may read its own files.
MAY_IMPORT = {
    "bot.callback_data": PLAIN,
    "bot.screen": PLAIN | {"bot.documents"},
    "bot.domain": PLAIN | RECORDS | {"bot.domain", "bot.library", "bot.regions"},
    "bot.screens": PLAIN
    | RECORDS
    | {
        "bot.callback_data",
        "bot.documents",
        "bot.domain",
        "bot.library",
        "bot.regions",
        "bot.screen",
        "bot.screens",
    },
    "bot.documents": PLAIN | {"bot.documents", "contextlib", "fpdf", "pathlib", "resvg_py", "xml"},
    "storage.records": PLAIN | {"storage.group_records"},
    "storage.group_records": PLAIN,
    "storage.study_answers": PLAIN,
}
#: They read the lists of places that come with tzdata and with us, once.
MAY_IMPORT_BESIDES = {
    "bot.domain.time_zones": {"importlib.resources.files"},
    "bot.domain.cities": {"importlib.resources.files"},
    "bot.domain.phone": {"storage.people.TEAM_NUMBER_LIMIT"},
}
PURE = tuple(MAY_IMPORT)
DOES_IO = {"open", "print", "input", "exec", "eval", "__import__"}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40  # lines
Module = tuple[str, Path]


def modules() -> Iterator[Module]:
    for path in sorted(file for top in TOPS for file in ROOT.glob(f"{top}/**/*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name not in TOPS:
            yield name, path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree(path)))


@cache
def imports(path: Path) -> list[str]:
    return list(imported_by(nodes(path)))


def imported_by(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def breaks(rule: Callable[[str, Path], object], among: Iterable[Module]) -> dict[str, object]:
    """What each module does against a rule, by its name."""
    return {name: broken for name, path in among if (broken := rule(name, path))}


def within(name: str, prefixes: tuple[str, ...] | list[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def room_of(name: str) -> str | None:
    return next((room for room in FLOOR_OF if within(name, [room])), None)


def floor_of(name: str) -> int | None:
    room = room_of(name)
    return None if room is None else FLOOR_OF[room]


ALL = list(modules())
pure_modules = [module for module in ALL if within(module[0], PURE)]


def points_up(name: str, path: Path) -> list[str]:
    floor, room = floor_of(name), room_of(name)
    if floor is None:
        return ["it has no floor: add its room to FLOORS"]
    others = [i for i in imports(path) if room_of(i) != room]
    return [i for i in others if (-1 if (other := floor_of(i)) is None else other) >= floor]


def does_io(name: str, path: Path) -> list[str]:
    room = next(room for room in MAY_IMPORT if within(name, [room]))
    allowed = [*MAY_IMPORT[room], *MAY_IMPORT_BESIDES.get(name, ())]
    called = {n.func.id for n in calls(path) if isinstance(n.func, ast.Name)}
    return [*(i for i in imports(path) if not within(i, allowed)), *(DOES_IO & called)]


def reads_a_clock(name: str, path: Path) -> set[str]:
    called = {
        n.func.attr
        for n in calls(path)
        if isinstance(n.func, ast.Attribute)
        and isinstance(n.func.value, ast.Name)
        and n.func.value.id in ("datetime", "date", "time")
    }
    return CLOCKS & called


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def is_long(name: str, path: Path) -> bool:
    return len(path.read_text("utf-8").splitlines()) > LONGEST_FILE


def long_functions(name: str, path: Path) -> list[str]:
    functions = [n for n in nodes(path) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION]


@pytest.mark.slow
def test_imports_point_down() -> None:
    assert breaks(points_up, ALL) == {}


def test_pure_modules_do_no_io() -> None:
    assert breaks(does_io, pure_modules) == {}


def test_pure_modules_read_no_clock() -> None:
    assert breaks(reads_a_clock, pure_modules) == {}


def test_a_module_fits_in_the_head() -> None:
    assert breaks(is_long, ALL) == {}


def test_a_function_fits_on_a_screen() -> None:
    assert breaks(long_functions, ALL) == {}


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (points_up, "from bot.app import running"),
        (does_io, "import os"),
        (does_io, "from pathlib import Path"),
        (does_io, "from telegram import Bot"),
        (does_io, "open('x')"),
        (reads_a_clock, "datetime.now(UTC)"),
        (is_long, "x = 1\n" * (LONGEST_FILE + 1)),
        (long_functions, "def f():" + "\n    x = 1" * LONGEST_FUNCTION),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)[:20]),
)
def test_a_screen_that_breaks_a_rule_would_be_noticed(
    rule: Callable[[str, Path], object], source: str, tmp_path: Path
) -> None:
    (tmp_path / "screen.py").write_text(source)
    assert breaks(rule, [("bot.screens.home", tmp_path / "screen.py")])


def test_telegram_is_spoken_at_the_edge_only() -> None:
    for name, path in ALL:
        heard = {i for i in imports(path) if within(i, ["telegram"])}
        assert within(name, SPEAK_TELEGRAM) or heard <= NAME_ITS_ERRORS.get(name, set()), name


def test_the_playground_knows_the_bot_api_and_not_the_bot() -> None:
    for name, path in ALL:
        ours = [i for i in imports(path) if within(i, ["bot", "storage"])]
        assert not within(name, ["playground"]) or ours == [], name


def test_the_route_says_it_where_a_handler_runs_in_a_transaction() -> None:
    """No handler opens one itself, so the table of routes tells the whole truth."""
    for name, path in ALL:
        if within(name, ["bot.handlers", "bot.planning"]):
            assert ".transaction()" not in path.read_text("utf-8"), name


def test_sql_is_written_in_storage_only() -> None:
    for name, path in ALL:
        if not within(name, ["storage"]):
            texts = [n.value for n in nodes(path) if isinstance(n, ast.Constant)]
            sql = [t for t in texts if isinstance(t, str) and t.startswith(("SELECT ", "INSERT "))]
            assert sql == [], name


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "misc"}
    assert [name for name, _ in ALL if name.rpartition(".")[2] in drawers] == []


def test_every_room_has_one_row() -> None:
    rooms = {
        ".".join(name.split(".")[:2]) if within(name, ["bot"]) else name.split(".")[0]
        for name, _ in ALL
    }
    assert rooms == set(FLOOR_OF)


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = dict(ALL)
    order = TopologicalSorter[str]()
    for name, path in ALL:
        order.add(name, *(m for i in top_imports(path) if (m := module_of(i, known)) and m != name))
    order.prepare()  # raises CycleError, which names them


def top_imports(path: Path) -> Iterator[str]:
    """Not those inside functions, which wait until they are called."""
    return imported_by(tree(path).body)


def module_of(imported: str, known: dict[str, Path]) -> str | None:
    return next((m for m in (imported, imported.rpartition(".")[0]) if m in known), None)


def test_few_files_stand_at_the_top() -> None:
    assert len(list((ROOT / "bot").glob("*.py"))) <= MOST_FILES


def test_the_bot_knows_the_playground_in_one_place() -> None:
    users = {name for name, path in ALL if any(within(i, ["playground"]) for i in imports(path))}
    assert {name for name in users if not within(name, ["playground"])} == {
        "bot.runtime.playground"
    }
