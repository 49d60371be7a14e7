"""Checks plain values against a model, and says what is wrong in words for writers."""

import difflib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile

M = TypeVar("M", bound=BaseModel)

SENTENCES = {
    "missing": "“{field}” is missing. Add it.",
    "string_type": "“{field}” should be text. Put quotes around it.",
    "string_too_long": "“{field}” is {length} characters long; at most {max_length} fit.",
    "string_too_short": "“{field}” is empty. Write it, or take the line out.",
    "too_short": "“{field}” is empty. It needs at least one entry.",
    "tuple_type": "“{field}” should be a list: [one, two], or lines that start with “- ”.",
    "dict_type": "“{field}” should have named lines below it.",
    "model_type": "“{field}” should have named fields below it.",
    "bool_parsing": "“{field}” should be true or false.",
    "bool_type": "“{field}” should be true or false.",
    "literal_error": "“{field}” should be one of: {expected}.",
}
#: What pydantic finds, by the name that we give it; whatever else it finds is a "shape".
KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown-field",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "too-long",
    "string_too_short": "empty",
    "too_short": "empty",
    "literal_error": "choice",
    **dict.fromkeys(("string_type", "bool_type", "bool_parsing"), "type"),
    **dict.fromkeys(("tuple_type", "dict_type", "model_type"), "type"),
}
DATE = "“{field}” should be a date such as 2026-11-23."
PATTERNS = {
    "id": "“{given}” is no id: use small letters, digits and hyphens, such as my-first-page.",
    "url": "“url” should be a web address that starts with https://.",
    "published": "“published” should be a date, a month, a year, or “not given”.",
}
SHOWN = 40  # characters of what was written
SINGLE_LINE = "“{field}” should be one line. Take the line break out."


def validate(file: YamlFile, model: type[M], **added: Any) -> M | list[Problem]:
    """Build the model from the file and `added`, or list all that is wrong with the file."""
    if not isinstance(file.data, dict):
        sentence = "The file should have fields, such as “id: my-first-page”."
        return [file.problem((), "shape", sentence)]
    taken = sorted(set(added) & set(file.data))
    if taken:
        sentence = f"“{taken[0]}” is set by the folder. Take the line out."
        return [file.problem((taken[0],), "unknown-field", sentence)]
    try:
        return model.model_validate({**file.data, **added})
    except ValidationError as error:
        return [_problem(file, model, detail) for detail in _plain_causes(error.errors())]


def _plain_causes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Pydantic calls a list too short when an entry of it is wrong; the entry is what to mend.

    A misspelled field is also missing by its right name.
    """
    inside = {detail["loc"][:n] for detail in details for n in range(len(detail["loc"]))}
    left = [d for d in details if d["type"] != "too_short" or d["loc"] not in inside]
    missing = {d["loc"] for d in left if d["type"] == "missing"}
    meant = {_meant(d["loc"], missing) for d in left if d["type"] == "extra_forbidden"}
    return [d for d in left if d["type"] != "missing" or d["loc"] not in meant]


def _meant(loc: tuple[int | str, ...], missing: set[tuple[int | str, ...]]) -> object:
    """The missing field that a misspelled one stands for: one slip is told once."""
    names = {str(path[-1]): path for path in missing if path[:-1] == loc[:-1]}
    near = difflib.get_close_matches(str(loc[-1]), names, n=1)
    return names[near[0]] if near else None


def _problem(file: YamlFile, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    kind = "date" if detail["type"].startswith("date") else KINDS.get(detail["type"], "shape")
    return file.problem(path, kind, _sentence(model, detail))


def _sentence(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    in_a_list = isinstance(detail["loc"][-1], int) if detail["loc"] else False
    if in_a_list and kind.startswith("string_") and " " in str(given):
        return f"“{_short(given)}” is no id. Is a comma missing between two?"
    names = [part for part in detail["loc"] if isinstance(part, str)]
    field = names[-1] if names else "this"
    if kind == "extra_forbidden":
        return _unknown_field(model, field)
    if given is None:
        return SENTENCES["string_too_short"].format(field=field)
    if kind == "string_type" and isinstance(given, (list, dict)):
        return f"“{field}” should be one text, not a list of things."
    if kind == "string_pattern_mismatch":
        wanted = PATTERNS.get(field) or (SINGLE_LINE if "\n" in str(given) else None)
        return (wanted or PATTERNS["id"]).format(field=field, given=_short(given))
    if kind.startswith("date"):
        return DATE.format(field=field)
    length = len(given) if isinstance(given, str) else 0
    sentence = SENTENCES.get(kind, "“{field}” is not right here: {message}.")
    return sentence.format(field=field, length=length, message=detail["msg"].lower(), **context)


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _unknown_field(model: type[BaseModel], field: str) -> str:
    near = difflib.get_close_matches(field, _field_names(model), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else " Take the line out."
    return f"“{field}” is not a field we know.{hint}"


def _field_names(model: type[BaseModel]) -> set[str]:
    names: set[str] = set()
    waiting: list[Any] = [model]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= set(kind.model_fields)
            waiting += [info.annotation for info in kind.model_fields.values()]
        else:
            waiting += getattr(kind, "__args__", ())
    return names - {"menu"}
