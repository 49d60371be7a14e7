"""The file `.env`: what in it can't be read, what in it is no setting, and how it is written."""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.settings import Settings, SettingsError

ENV_FILE = Path(".env")
#: What compose.yaml and other programs read from the same file.
OF_OTHERS = re.compile(r"(POSTGRES|COMPOSE|DOCKER|PG|PYTHON|SSL)_?\w*|\w+_PROXY|TZ|LANG|LC_\w+")
COMPOSE_ONLY = {"WEBHOOK_HOST", "WEBHOOK_PATH"}
NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def unknown_names(file: Path = ENV_FILE) -> list[str]:
    """One sentence for each name in the file that is no setting; SettingsError at a broken line."""
    known = {name.upper() for name in Settings.model_fields}
    problems = []
    for line, name in _names(file):
        upper = name.upper()
        if upper in known or upper in COMPOSE_ONLY or OF_OTHERS.fullmatch(upper):
            continue
        near = get_close_matches(upper, known, 1, 0.6)
        hint = f": did you mean {near[0]}?" if near else "."
        problems.append(f"{file}, line {line}: {name} is no setting{hint}")
    return problems


def _names(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not text in UTF-8: save it again as plain text.") from None
    for binding in parse_stream(StringIO(text)):
        line = binding.original.line + _empty_lines(binding)
        if binding.error or (binding.key is not None and not _is_assignment(binding)):
            raise SettingsError(
                f"{file}, line {line}, can't be read: write NAME=value, such as"
                " BOT_TOKEN=123456:ABC..., without spaces before the equals sign."
            )
        if binding.key is not None:
            yield line, binding.key


def _empty_lines(binding: Binding) -> int:
    """Blank lines before it: the parser counts them in."""
    text = binding.original.string
    return text[: len(text) - len(text.lstrip())].count("\n")


def _is_assignment(binding: Binding) -> bool:
    return binding.value is not None and bool(NAME.fullmatch(binding.key or ""))


def write_env(values: Mapping[str, str], file: Path = ENV_FILE) -> None:
    """Set these in the file, which only its owner can read; other lines stay as they are."""
    old = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [
        row for row in old if row.partition("=")[0].removeprefix("export ").strip() not in values
    ]
    rows = [*kept, *(f"{name}={_quoted(value)}" for name, value in values.items())]
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write("\n".join(rows) + "\n")
    new.replace(file)


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w.:/@+-]*", value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
