"""How far a turn goes through our code: more than this needs a reason, and new numbers here."""

import asyncio
import sys

import pytest

from bench.processes import ROOT

MOST = {"tap": (38, 10), "card": (43, 2)}  # files of ours that are entered, SQL statements


@pytest.fixture(scope="module")
def counted() -> dict[str, list[int]]:
    """What python -m bench.hops prints, by flow."""
    return asyncio.run(bench_hops())


async def bench_hops() -> dict[str, list[int]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.hops", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    rows = [line.replace(",", "").split() for line in printed.decode().splitlines()[1:]]
    return {name: [int(number) for number in numbers] for name, *numbers in rows}


@pytest.mark.slow
@pytest.mark.parametrize("flow", MOST)
def test_a_flow_enters_few_files_and_asks_the_database_little(
    flow: str, counted: dict[str, list[int]]
) -> None:
    files, functions, _, statements, trips = counted[flow]
    most_files, most_statements = MOST[flow]
    assert 0 < files <= most_files
    assert files < functions
    assert 0 < statements <= most_statements
    assert 0 < trips <= statements
