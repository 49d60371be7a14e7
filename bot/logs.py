"""What goes to the log: never a text, an id of a person, a token or a key."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

#: They write whole addresses, with the token in them, at INFO.
CHATTY = ("httpx", "httpcore", "telegram", "uvicorn.access", "aiosqlite", "asyncio")


def start_logging(level: str, style: Literal["console", "json"]) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if style == "json" else logging.Formatter(PLAIN, TIME))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


PLAIN, TIME = "%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps(
            {
                "at": at,
                "level": record.levelname,
                "logger": record.name,
                "message": record.getMessage(),
            }
        )
