"""Asks the record of drug labels for the day of a label's newest revision."""

import json
from datetime import date
from functools import partial
from http.client import HTTPException
from urllib.parse import quote
from urllib.request import urlopen

from bot.library.check.freshness import Revision

TIMEOUT = 10  # seconds


def asking(base: str) -> Revision:
    """A way to ask the record at an address such as https://api.fda.gov."""
    return partial(_revision, base.rstrip("/"))


def _revision(base: str, set_id: str) -> date | None:
    query = quote(f'set_id:"{set_id}"')
    try:
        with urlopen(f"{base}/drug/label.json?search={query}&limit=1", timeout=TIMEOUT) as answer:  # noqa: S310 - whoever runs the check chose the address
            told = json.load(answer)["results"][0]["effective_time"]
        return date(int(told[:4]), int(told[4:6]), int(told[6:8]))
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return None
