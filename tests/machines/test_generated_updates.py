"""Every update that the Bot API allows, and some that it does not, ends in an answer or in silence.

UPDATES=100000 is the full size; `make torture` does it too, with another seed each time.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from bot.library.model.library import Library
from tests.asthma_pack import write_asthma
from tests.machines.flood import Outcome, flood, main

UPDATES = int(os.environ.get("UPDATES", "2000"))
KINDS = 25  # that python-telegram-bot knows


async def test_no_update_of_any_kind_raises_anything_unhandled(library: Library) -> None:
    outcome = await flood(library, UPDATES, seed=2026)
    assert outcome.unhandled == {}
    assert len(outcome.answered) >= KINDS
    assert outcome.answered.total() > UPDATES * 0.9
    assert outcome.calls > UPDATES * 0.1


def test_it_says_what_came(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(50, seed=7, content=write_asthma(tmp_path / "pack")) == 0
    said = capsys.readouterr().out
    assert "· callback_query" in said
    assert "raised and not handled" in said


def test_what_is_raised_is_named_and_counted() -> None:
    ledger = Outcome(unhandled=Counter({"KeyError": 2})).ledger(seed=7)
    assert not ledger.is_clean
    assert "KeyError (2)" in str(ledger)
