"""`make torture`: everything goes wrong for five minutes, and a ledger says what came of it.

SECONDS=30 makes it shorter; UPDATES=1000 generates fewer updates. It ends with 1 when something
is off. It needs Debian's PostgreSQL, and root for a disk that is small enough to fill.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bot.library.load import load_library
from tests.machines.flood import flood
from tests.machines.torture import torture_postgres, torture_sqlite
from tests.machines.troubles import NOT_HERE
from tests.postgres import running_server

SECONDS = float(os.environ.get("SECONDS", "300"))
UPDATES = int(os.environ.get("UPDATES", "100000"))
EVERY = float(os.environ.get("EVERY", "4"))  # seconds between two bad things
CONTENT = Path(__file__).parents[1] / "content"


async def main() -> int:
    """Both engines side by side, each with a world of its own."""
    library, began = load_library(CONTENT), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="waymark-torture-") as name, running_server() as server:
        folders = [Path(name) / engine for engine in ("postgresql", "sqlite")]
        for folder in folders:
            folder.mkdir()
        ledgers = await asyncio.gather(
            torture_postgres(server, folders[0], library, SECONDS, EVERY),
            torture_sqlite(folders[1], library, SECONDS, EVERY),
        )
    for ledger in ledgers:
        print(ledger)
    print("\nNot brought about here:")
    for what, why in NOT_HERE.items():
        print(f"  {what}: {why}.")
    found = await flood(library, UPDATES, seed=int(began))
    print(f"\n{UPDATES:,} generated updates of {len(found.answered)} kinds; raised unhandled:")
    print(f"  {dict(found.unhandled) or 'none'}")
    clean = all(ledger.is_clean for ledger in ledgers) and not found.unhandled
    print(f"\n{'All is well' if clean else 'SOMETHING IS OFF'} ({time.monotonic() - began:.0f} s)")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
