"""`make torture`: everything goes wrong for five minutes, and a ledger says what came of it.

SECONDS=30 makes it shorter; UPDATES=1000 generates fewer updates. It ends with 1 when something
is off, or when it is stopped before its end. It needs Debian's PostgreSQL, and root for a disk
that is small enough to fill.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.machines.people import Content
from tests.machines.torture import torture_both
from tests.postgres import running_server

SECONDS = float(os.environ.get("SECONDS", "300"))
UPDATES = int(os.environ.get("UPDATES", "100000"))
EVERY = float(os.environ.get("EVERY", "4"))  # seconds between two bad things
ROOT = Path(__file__).parents[1]


async def run_until_stopped() -> int:
    """What SIGTERM and Ctrl+C interrupt stops what it has started, and leaves nothing behind."""
    loop, task = asyncio.get_running_loop(), asyncio.create_task(torture())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        return 0 if await task else 1
    except asyncio.CancelledError:
        print("\nStopped before its end, so it says nothing.")
        return 1


async def torture() -> bool:
    """Both engines and the generated updates side by side; whether all is well."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="waymark-torture-") as name, running_server() as server:
        async with asyncio.TaskGroup() as tasks:
            flooding = tasks.create_task(flood(seed=int(began)))
            suffering = tasks.create_task(
                torture_both(server, Path(name), Content(ROOT / "content"), SECONDS, EVERY)
            )
    ledgers = suffering.result()
    text, is_clean = flooding.result()
    print(*ledgers, text, sep="\n")
    print("\nNot brought about here:")
    for skipped, why in {k: v for ledger in ledgers for k, v in ledger.not_here.items()}.items():
        print(f"  {skipped}: {why}.")
    is_clean = is_clean and all(ledger.is_clean for ledger in ledgers)
    took = time.monotonic() - began
    print(f"\n{'All is well' if is_clean else 'SOMETHING IS OFF'} ({took:.0f} s)")
    return is_clean


async def flood(seed: int) -> tuple[str, bool]:
    """Its ledger, and whether that is clean. It gives way to whoever has something to do."""
    command = ["nice", "-n", "15", sys.executable, "-m", "tests.machines.flood"]
    process = await asyncio.create_subprocess_exec(
        *(*command, str(UPDATES), str(seed)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl+C is for us; we stop it
    )
    try:
        text, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return text.decode().rstrip(), process.returncode == 0


if __name__ == "__main__":
    sys.exit(asyncio.run(run_until_stopped()))
