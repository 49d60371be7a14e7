"""The kinds of text that a content file is made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

PageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=28)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"^[^\n]+$")]
Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Label = Annotated[Line, StringConstraints(max_length=24)]
Title = Annotated[Line, StringConstraints(max_length=40)]
Command = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
#: What stands in a button's data beside a moment or an id, and is a command of groups as well.
ShortId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,16}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
#: A day, a month, a year, or "not given"; YAML reads the first three as a date, text and a number.
Published = Annotated[
    Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d\d){0,2}|not given)$")],
    BeforeValidator(str),
]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
