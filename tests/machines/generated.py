"""Updates as the Bot API's types allow them, made from what python-telegram-bot knows of these.

Every kind comes, with any of its fields, with fields that are missing or nobody knows, and with
values that only a strange client would send.
"""

import collections.abc
import datetime
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import telegram
from telegram import Chat, Message, TelegramObject, Update, User

from bot import callback_data
from playground.people import PERSONAS, SUPERGROUP_ID

DEEPEST = 6  # objects inside objects; below that only what must be there
#: PTB takes them as optional and refuses to go without: the Bot API always sends them.
ALWAYS_THERE = (
    *("persistent_id", "allows_revoting", "members_only", "option_persistent_ids"),
    *("can_react_to_messages", "date"),
)
OURS, OTHERS = ("self", "api_kwargs"), "from_user"
IDS = (*(person.id for person in PERSONAS), SUPERGROUP_ID, -42, 0, 2**52)
CHAT_TYPES = ("private", "group", "supergroup", "channel", "sender", "a new type")
TEXTS = (
    *(
        "",
        " ",
        "/",
        "/start",
        "/start surgery",
        "/help@playground_bot",
        "/card@another_bot x",
        "/card",
    ),
    *(
        "surgery",
        "what is letrozole?",
        "I want to die",
        "\u202eabc",
        "\ud83d\ude00" * 3,
        "é\u0301" * 50,
    ),
    *("x" * 4096, "<b>&amp;</b>", "0", "12.12.2026 10:00", "tomorrow at 9", "@", "\n\n", "\x00"),
)
ODD: tuple[Any, ...] = (
    None,
    "",
    0,
    -1,
    [],
    {},
    True,
    "odd",
    2**63,
    1.5,
)  # of a field that nobody knows


class Generator:
    """The same seed makes the same updates."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a test repeats itself

    def updates(self, count: int, first_id: int = 1) -> Iterator[dict[str, Any]]:
        kinds = [name for name in _fields(Update) if name != "update_id"]
        for number in range(count):
            kind = kinds[number % len(kinds)]
            usual = number % 2 == 0
            made = self._value(_fields(Update)[kind].annotation, kind, 1)
            if usual and isinstance(made, dict):
                self._make_usual(kind, made)
            update = {"update_id": first_id + number, kind: made}
            if self._now_and_then(0.05):
                self._spoil(update)
            yield update

    def _make_usual(self, kind: str, made: dict[str, Any]) -> None:
        """Half of them look like what people do, so that they get past the door."""
        person = self.chance.choice(PERSONAS)
        chat: dict[str, Any] = {"id": person.id, "type": "private", "first_name": person.name}
        if self._now_and_then(0.3):
            chat = {"id": SUPERGROUP_ID, "type": "supergroup", "title": "Living with it"}
        made["from"] = {"id": person.id, "is_bot": False, "first_name": person.name}
        if kind == "callback_query":
            made["data"] = self._wire()
            made["message"] = {"message_id": 1, "date": 0, "chat": chat}
        elif "chat" in made:
            made["chat"] = chat
            if self._now_and_then(0.6):
                made["text"] = self.chance.choice(TEXTS)

    def _object(self, wanted: type[TelegramObject], depth: int) -> dict[str, Any]:
        chosen = self._one_of_its_kind(wanted)
        made: dict[str, Any] = {}
        if constant := _constant_of(wanted, chosen):
            made[constant[0]] = constant[1]
        for name, parameter in _fields(chosen).items():
            must = name in ALWAYS_THERE or parameter.default is inspect.Parameter.empty
            if must or (depth < DEEPEST and self._now_and_then(_share(chosen))):
                made["from" if name == OTHERS else name] = self._value(
                    parameter.annotation, name, depth + 1
                )
        if self._now_and_then(0.03):
            made["a_field_of_tomorrow"] = self.chance.choice(ODD)
        return made

    def _one_of_its_kind(self, wanted: type[TelegramObject]) -> type[TelegramObject]:
        kinds = [
            kind for kind in wanted.__subclasses__() if kind.__module__.startswith("telegram.")
        ]
        return self.chance.choice(kinds) if kinds and wanted not in (Message, Chat) else wanted

    def _value(self, annotation: Any, name: str, depth: int) -> Any:
        if name in SPECIAL:
            return SPECIAL[name](self)
        origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (typing.Union, types.UnionType):
            return self._value(
                self.chance.choice([i for i in inner if i is not type(None)]), name, depth
            )
        if origin in (collections.abc.Sequence, list, tuple):
            return [self._value(inner[0], name, depth) for _ in range(self.chance.randrange(3))]
        if origin is typing.Literal:
            return self.chance.choice(inner)
        if inspect.isclass(annotation):
            return self._plain(annotation, depth)
        return self.chance.choice(ODD)

    def _plain(self, wanted: type, depth: int) -> Any:
        if issubclass(wanted, TelegramObject):
            return self._object(wanted, depth)
        if issubclass(wanted, bool):
            return self._now_and_then(0.5)
        if issubclass(wanted, int | float | datetime.datetime | datetime.timedelta):
            return self.chance.choice((0, 1, 7, 1_800_000_000, 2**31))
        if issubclass(wanted, str):
            return self.chance.choice((*TEXTS, "en", "private", "creator"))
        return self.chance.choice(ODD)

    def _spoil(self, update: dict[str, Any]) -> None:
        """Some value, wherever it is, is missing, or an odd one of its kind."""
        places = [
            (fields, name) for fields in _dicts(update) for name in fields if name != "update_id"
        ]
        if not places:
            return
        fields, name = self.chance.choice(places)
        if self._now_and_then(0.5):
            del fields[name]
        else:
            fields[name] = self.chance.choice(_odd(fields[name]))

    def _wire(self) -> str:
        tap = self.chance.choice(callback_data.TAPS)
        args = (
            "surgery",
            "p",
            "0",
            "1",
            "trials",
            "20261212",
            "en",
            "99999999999999999999",
            "é",
            "",
        )
        chosen = [self.chance.choice(args) for _ in range(self.chance.randrange(4))]
        wire = ":".join((tap.verb, *chosen))
        return wire + self.chance.choice(("", "", "|home", "|", "|nothing", ":::"))

    def _now_and_then(self, share: float) -> bool:
        return self.chance.random() < share


SPECIAL: Mapping[str, typing.Callable[[Generator], Any]] = {
    "id": lambda g: g.chance.choice(IDS),
    "user_id": lambda g: g.chance.choice(IDS),
    "message_id": lambda g: g.chance.choice((0, 1, 5, 2**40)),
    "message_thread_id": lambda g: g.chance.choice((0, 2, 99)),
    "text": lambda g: g.chance.choice(TEXTS),
    "query": lambda g: g.chance.choice((*TEXTS[:-8], "palbo", "lung")),
    "data": lambda g: g.chance.choice((g._wire(), "", "x" * 64, "\u202e")),
    "language_code": lambda g: g.chance.choice(("en", "es", "pt-br", "xx", "")),
    "offset": lambda g: g.chance.choice(("", "10", "-1", "x")),
}


def _odd(value: Any) -> tuple[Any, ...]:
    """What has the same kind in JSON, and makes no sense."""
    match value:
        case bool():
            return (None, not value)
        case int() | float():
            return (0, -1, 2**63, 10**30)
        case str():
            return ("", "odd", "\ud83d", "\x00", "9" * 300)
        case list():
            return ([], value * 50)
    return (None, {})


def _share(wanted: type[TelegramObject]) -> float:
    """Of the fields that may be there, how many are: a message has a hundred of them."""
    return {Message: 0.04, Chat: 0.3, User: 0.3}.get(wanted, 0.5)


_KNOWN: dict[type[TelegramObject], dict[str, inspect.Parameter]] = {}


def _fields(wanted: type[TelegramObject]) -> dict[str, inspect.Parameter]:
    if wanted in _KNOWN:
        return _KNOWN[wanted]
    signature = inspect.signature(wanted.__init__)
    names = vars(inspect.getmodule(wanted)) | vars(telegram) | {"datetime": datetime}
    _KNOWN[wanted] = {
        name: parameter.replace(annotation=_resolved(parameter.annotation, names))
        for name, parameter in signature.parameters.items()
        if name not in OURS and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }
    return _KNOWN[wanted]


class _Names(dict[str, Any]):
    """What PTB imports for its type checks only is anything to us."""

    def __missing__(self, name: str) -> Any:
        return Any


def _resolved(annotation: Any, names: Mapping[str, Any]) -> Any:
    """An annotation may be a text, or have texts in it."""
    hinted = types.SimpleNamespace(__annotations__={"it": annotation})
    try:
        return typing.get_type_hints(hinted, {}, _Names({**vars(typing), **names}))["it"]
    except (TypeError, NameError, AttributeError):
        return Any


def _constant_of(
    wanted: type[TelegramObject], chosen: type[TelegramObject]
) -> tuple[str, str] | None:
    """How the Bot API tells one of a kind from another: ChatMemberOwner has the status OWNER."""
    if chosen is wanted:
        return None
    rest = chosen.__name__.removeprefix(wanted.__name__)
    value = getattr(wanted, re.sub(r"(?<!^)(?=[A-Z])", "_", rest).upper(), None)
    for field in ("status", "type", "source"):
        if value is not None and field in wanted.__slots__:
            return field, str(getattr(value, "value", value))
    return None


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value:
            yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
