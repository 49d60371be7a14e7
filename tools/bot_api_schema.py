"""Write tests/bot_api_schema.json: what the newest Bot API takes, for the tests that check calls.

`python -m tools.bot_api_schema schema.json`, with `.butcher/schema/schema.json` of the source
distribution of aiogram, which is made from Telegram's own page core.telegram.org/bots/api. Only
names, types and what is required are kept, of the methods that the playground knows.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from playground.methods import METHODS

TARGET = Path(__file__).parents[1] / "tests" / "bot_api_schema.json"
#: Kinds of content that the bot has no use for; a call that has one is told as a mistake.
UNUSED = re.compile(
    r"InputRich|Rich|InputMedia|SuggestedPost|KeyboardButton|ReplyKeyboardMarkup"
    r"|InlineQueryResult(?!Article|sButton|$)|Input(?!Text|File|Message)\w*Content"
)
Items = dict[str, dict[str, Any]]


def _fields(item: dict[str, Any]) -> dict[str, str]:
    """Each with its type; a question mark before it where the field may be left out."""
    return {
        field["name"]: ("" if field["required"] else "?") + field["type"]
        for field in item["annotations"]
    }


def _kinds(item: dict[str, Any]) -> list[str]:
    """What an abstract type can be."""
    named = re.findall(r"`aiogram\.types\.\w+\.(\w+)`", item["rst_description"])
    return [name for name in dict.fromkeys(named) if not UNUSED.match(name)]


def kept(items: Items) -> dict[str, Any]:
    """The methods, and every type that they lead to."""
    kept_types: dict[str, Any] = {}
    waiting = [*METHODS]
    while waiting:
        name = waiting.pop()
        if name in kept_types or name not in items or UNUSED.match(name):
            continue
        item = items[name]
        is_abstract = item["category"] == "types" and not item["annotations"]
        kept_types[name] = _kinds(item) if is_abstract else _fields(item)
        types = kept_types[name] if is_abstract else kept_types[name].values()
        waiting += re.findall(r"[A-Z]\w+", " ".join(types))
    return dict(sorted(kept_types.items()))


def main(source: str) -> None:
    schema = json.loads(Path(source).read_text(encoding="utf-8"))
    items = {item["name"]: item for group in schema["items"] for item in group["children"]}
    about = {
        "source": "https://core.telegram.org/bots/api, as aiogram's source distribution has it",
        "version": schema["api"]["version"],
        "released": schema["api"]["release_date"],
    }
    lines = json.dumps(about | {"types": kept(items)}, indent=1)
    TARGET.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
