"""Puts one text into a YAML file and leaves every other character as it is."""

import json
from typing import Any

import yaml

from bot.library.load.yaml_file import Loader, Path_


class NoPlaceError(ValueError):
    """Why a text could not be put there, in one sentence."""


def with_text(source: str, path: Path_, text: str) -> str:
    """The file with this text at the path, in the style of the text that stood there."""
    node = _node(yaml.compose(source, Loader=Loader), path)
    if not isinstance(node, yaml.ScalarNode):
        raise NoPlaceError("there is no text in that place.")
    start, end = node.start_mark.index, node.end_mark.index
    written = _block(source, node, text) if node.style in ("|", ">") else _line(node, text)
    changed = source[:start] + written + source[end:]
    if _value(changed, path) != text:
        raise NoPlaceError("it can't be written there as it is; write it by hand.")
    return changed


def _node(node: Any, path: Path_) -> Any:
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
        else:
            return None
    return node


def _value(source: str, path: Path_) -> Any:
    try:
        node = _node(yaml.compose(source, Loader=Loader), path)
    except yaml.YAMLError:
        return None
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _block(source: str, node: Any, text: str) -> str:
    """After `|`, every line as far in as the old ones; empty lines between stay empty."""
    old = source[node.start_mark.index : node.end_mark.index].split("\n")
    indent = next(
        (len(row) - len(row.lstrip()) for row in old[1:] if row.strip()), node.start_mark.column + 2
    )
    ending = "\r\n" if "\r\n" in source else "\n"
    rows = [" " * indent + row if row.strip() else "" for row in text.rstrip("\n").split("\n")]
    tail = "".join(f"{ending}" for row in _empty_end(old))
    head = "|" if text.endswith("\n") else "|-"
    return head + ending + ending.join(rows) + ending + tail


def _empty_end(old: list[str]) -> list[str]:
    """The empty lines at the end, which belong to what comes after."""
    count = 0
    for row in reversed(old[:-1]):
        if row.strip():
            break
        count += 1
    return [""] * count


def _line(node: Any, text: str) -> str:
    if "\n" in text.strip():
        raise NoPlaceError("there is room for one line only; write it by hand.")
    if node.style == "'":
        return "'" + text.replace("'", "''") + "'"
    if node.style == '"':
        return json.dumps(text, ensure_ascii=False)
    return text if _is_plain(text) else json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether YAML reads it back without quotes."""
    try:
        node = _node(yaml.compose(f"key: {text}\n", Loader=Loader), ("key",))
    except yaml.YAMLError:
        return False
    is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return is_text and bool(node.value == text) and not node.style
