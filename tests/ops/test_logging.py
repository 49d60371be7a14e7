"""Log lines: one way for all programs, and never a secret, an id, a name or a typed word."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO

import pytest
from starlette.applications import Starlette

from bot.http.server import served
from bot.ops.logging import start_logging
from bot.ops.redaction import may_be_logged, redacted
from playground.faults import Fault, FaultKind
from playground.people import ANA, SUPERGROUP_ID, THEO
from playground.server import Playground
from playground.world import World
from storage.engine.sqlite import open_sqlite
from storage.files.keys import DataKey
from storage.store import Store
from tests.client import Chatter, Pump

KEY = "5a" * 32
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - nobody's


@pytest.fixture
def everybody_talks(logged: Callable[[], str]) -> Iterator[None]:
    """Every program in this process writes all it has to say, also those that we silence."""
    names = [name for name, logger in logging.root.manager.loggerDict.items()
             if isinstance(logger, logging.Logger)]  # fmt: skip
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def record(name: str, level: int, message: str, *args: object, path: str = "") -> logging.LogRecord:
    return logging.LogRecord(name, level, path, 1, message, args, None)


def told(*args: object, name: str = "library", level: int = logging.WARNING) -> str:
    message, *values = args
    return redacted(record(name, level, str(message), *values)).getMessage()


@pytest.mark.slow
@pytest.mark.usefixtures("everybody_talks")
async def test_a_whole_walk_at_debug_leaves_nothing_of_anybody(
    ana: Chatter,
    pump: Pump,
    world: World,
    store: Store,
    playground: Playground,
    logged: Callable[[], str],
) -> None:
    await ana.says("/start hormone-therapy")
    await ana.says("letrozole makes me cry")
    await ana.taps_wire("med:letrozole")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    await ana.taps_wire("ownq")
    await ana.says("may I fly to Lisbon")
    await ana.taps_wire("team")
    await ana.says("Night line 0161 496 0000")
    await ana.says("/urgent")
    await ana.says("/mydata")
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    theo.me.says("/card surgery")
    theo.me.asks_inline("palbociclib")
    await pump.flush()
    world.faults.switch_on(Fault(FaultKind.FLOOD, seconds=30))
    ana.me.says("/visits")
    await pump.flush()
    ana.me.blocks()
    await pump.flush()
    log = logged()
    assert log.count("turn [bot.ops.metrics] handler=") >= 8
    assert "[telegram." in log  # the others are there, and say nothing of her
    kept = [bookmark.id for bookmark in await store.bookmarks.list(ANA)]
    kept += [question.id for question in await store.questions.list(ANA)]
    assert len(kept) == 2
    secrets = [str(ANA), str(THEO), str(SUPERGROUP_ID).lstrip("-"), *map(str, kept)]
    secrets += [playground.token, "local-playground", "100001", "Ana", "Theo", "Lisbon", "cry"]
    secrets += ["Night line", "0161 496"]
    secrets += ["letrozole", "hormone", "surgery", "palbociclib", "ownq", "med:", "keep:"]
    assert [secret for secret in secrets if secret in log] == []


@pytest.mark.usefixtures("everybody_talks")
async def test_the_key_of_the_database_is_never_told(tmp_path, logged) -> None:  # type: ignore[no-untyped-def]
    key = DataKey(KEY)
    database = await open_sqlite(tmp_path / "data" / "waymark.db", key)
    await database.close()
    assert "[aiosqlite]" in logged()
    assert KEY not in logged()


async def test_a_turn_is_one_line_and_only_at_debug(
    ana: Chatter, logged: Callable[[], str]
) -> None:
    await ana.says("/start")
    [line] = [line for line in logged().splitlines() if "handler=" in line]
    assert (
        "[debug] turn [bot.ops.metrics] handler=home.on_start outcome=shown milliseconds=" in line
    )
    logging.getLogger().setLevel(logging.INFO)
    await ana.says("/start")
    assert logged().count("handler=") == 1


@pytest.mark.slow
async def test_lines_of_all_programs_look_alike(logged: Callable[[], str]) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)  # a playground had silenced it
    async with served(Starlette(), "127.0.0.1", 0):
        logging.getLogger("bot.runtime.serve").info("the bot is running")
        logging.getLogger("library").info("quiet" + " words")
    lines = [line.partition(" ")[2] for line in logged().splitlines()]
    assert "[info] the bot is running [bot.runtime.serve]" in lines
    assert "[info] Shutting down [uvicorn.error]" in lines
    assert "[library]" not in logged()


def test_json_is_one_object_a_line(bots_logging: None) -> None:
    written = StringIO()
    with redirect_stderr(written):
        start_logging("INFO", "json")
    extra = {"handler": "home.on_start", "outcome": "shown", "milliseconds": 1.5, "text": "hidden"}
    logging.getLogger("bot.ops.metrics").info("turn", extra=extra)
    try:
        raise LookupError("her words")
    except LookupError:
        logging.getLogger("asyncio").error("%s", "x\ny", exc_info=True)
    first, second = map(json.loads, written.getvalue().splitlines())
    assert list(first) == [
        *("at", "level", "logger", "message", "handler", "outcome", "milliseconds")
    ]
    assert (first["message"], first["milliseconds"]) == ("turn", 1.5)
    assert first["at"].endswith("+00:00")
    assert (second["message"], second["error"]) == ("…", "LookupError")
    assert second["where"].startswith("test_logging.py:")
    assert "her words" not in written.getvalue()


@pytest.mark.parametrize(
    ("args", "left"),
    [
        (("got %s from %s", "her words", 7001001), "got … from …"),
        (("running on %s:%d", "host", 8080), "running on …:8080"),
        (("%d%% of %(x)s", 7), "7% of %(x)s"),
        (("%(who)s said %(what)s", {"who": 7, "what": "x"}), "… said …"),
        (("failed: %s", ValueError("her words")), "failed: ValueError"),
        (("more %s than there are %s", 1), "more 1 than there are …"),
        (("her words",), "…"),
        (("chat 7001001 has %s", "x"), "chat … has …"),
    ],
)
def test_of_another_program_only_its_own_words_are_told(args: tuple[object], left: str) -> None:
    assert told(*args) == left


@pytest.mark.parametrize("name", ["library", "bot.runtime.serve"])
@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        TOKEN.replace(":", "%3A"),
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        KEY,
        KEY.upper(),
        "postgresql://waymark:pass-word@host/name",
    ],
)
def test_a_secret_is_told_by_nobody(name: str, secret: str) -> None:
    for args in ((f"it is {secret} now",), ("it is %s now", secret), (f"{secret} %d", 1)):
        text = told(*args, name=name)
        assert TOKEN.partition(":")[2] not in text
        assert KEY not in text.lower()
        assert "pass-word" not in text


def test_our_own_words_and_numbers_stay() -> None:
    assert told("update %s: %s", 123456789, "BadRequest", name="bot.routing.router") == (
        "update 123456789: BadRequest"
    )


def test_small_talk_is_dropped_unless_it_stands_in_the_source() -> None:
    def small(message: str) -> logging.LogRecord:
        return record("library", logging.DEBUG, message, path=__file__)

    assert may_be_logged(small("these words stand here"))
    assert redacted(small("these words stand here")).getMessage() == "these words stand here"
    assert not may_be_logged(small("these words " + "do not"))
    assert not may_be_logged(small(" ".join(["stand", "here"])))
    assert may_be_logged(record("library", logging.WARNING, "her words"))


def test_what_somebody_hung_on_a_record_stays_away() -> None:
    original = record("library", logging.WARNING, "x %s", "y")
    original.handler, original.error = "her words", "her words"
    copy = redacted(original)
    assert not hasattr(copy, "handler")
    assert original.args == ("y",)  # others get the record as it was


def test_an_error_without_a_trace_is_told_too() -> None:
    original = record("bot.x", logging.ERROR, "it failed")
    try:
        raise LookupError("her words")
    except LookupError:
        original.exc_info = sys.exc_info()
    copy = redacted(original)
    assert copy.error == "LookupError"  # type: ignore[attr-defined]
    assert copy.exc_info is None
