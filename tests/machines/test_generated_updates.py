"""Every update that the Bot API allows, and some that it does not, ends in an answer or in silence.

UPDATES=100000 is the full size; `make torture` does it too, with another seed each time.
"""

import os

from bot.library.library import Library
from tests.machines.flood import flood

UPDATES = int(os.environ.get("UPDATES", "2000"))
KINDS = 25  # that python-telegram-bot knows


async def test_no_update_of_any_kind_raises_anything_unhandled(library: Library) -> None:
    outcome = await flood(library, UPDATES, seed=2026)
    assert outcome.unhandled == {}
    assert len(outcome.answered) >= KINDS
    assert outcome.answered.total() > UPDATES * 0.9
    assert outcome.calls > UPDATES * 0.1
