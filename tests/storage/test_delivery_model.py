"""Random moves of a person and two workers against a plain model, on both engines."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.postgres import open_postgres
from storage.engine.sqlite import open_memory
from storage.store import Store
from tests.postgres import PostgresServer
from tests.storage.people import NOW, agree
from tests.storage.planning import LEASE, MINUTE, add_reminder

RUNS = int(os.environ.get("MODEL_RUNS", "12"))
MOVES = 50  # a run, at most
OPEN = ("pending", "claimed", "sending")
WHICH = st.integers(0, 5)
WORKERS = st.sampled_from(["a", "b"])


class Moves(RuleBasedStateMachine):
    """Six occurrences of one reminder as plain dicts, beside the store."""

    url: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = NOW
        self.known: dict[str, dict[str, Any]] = {}
        self.runner.run(self.open())

    async def open(self) -> None:
        database: Database = await (open_postgres(self.url) if self.url else open_memory())
        await migrate(database)
        self.store = Store(database, Random())  # noqa: S311 - ids only
        async with self.store.transaction():
            await self.store.people.delete(1)
        await agree(self.store, 1)
        async with self.store.transaction():
            self.reminder = await add_reminder(self.store)

    def write(self, work: Coroutine[Any, Any, Any]) -> Any:
        async def transaction() -> Any:
            async with self.store.transaction():
                return await work

        return self.runner.run(transaction())

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()

    def held(self, number: int, token: str, *states: str) -> dict[str, Any] | None:
        """The model's delivery, when this worker has it in one of these states."""
        found = self.known.get(str(number), {})
        return found if found.get("token") == token and found["state"] in states else None

    def id_of(self, number: int) -> int:
        return int(self.known.get(str(number), {}).get("id", 1))

    @rule(number=WHICH, minutes=st.integers(-2, 3))
    def plan(self, number: int, minutes: int) -> None:
        due_at = self.now + minutes * MINUTE
        planned = self.write(self.store.reminders.plan(self.reminder, str(number), due_at))
        before = self.known.get(str(number))
        assert bool(planned) is (before is None or before["state"] == "cancelled")
        if planned:
            start = before or {"id": planned.id, "attempts": 0, "doubt": 0}
            fresh = {"state": "pending", "token": None, "not_before": due_at}
            self.known[str(number)] = start | fresh

    @rule(seconds=st.integers(1, 100))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(token=WORKERS)
    def claim(self, token: str) -> None:
        due = [
            found
            for found in self.known.values()
            if found["state"] == "pending" and found["not_before"] <= self.now
        ]
        claimed = self.write(self.store.deliveries.claim(self.now, 1, LEASE, token))
        assert {delivery.id for delivery in claimed} == {found["id"] for found in due}
        for found in due:
            found |= {"state": "claimed", "token": token, "lease": self.now + LEASE}

    @rule(number=WHICH, token=WORKERS)
    def start(self, number: int, token: str) -> None:
        found = self.held(number, token, "claimed")
        may = bool(found and found["lease"] > self.now)
        work = self.store.deliveries.start([self.id_of(number)], token, self.now, LEASE)
        assert bool(self.write(work)) is may
        if found and may:
            found |= {"state": "sending", "lease": self.now + LEASE}
            found["attempts"] += 1

    @rule(number=WHICH, token=WORKERS)
    def settle(self, number: int, token: str) -> None:
        found = self.held(number, token, "sending")
        cancelled = self.held(number, token, "cancelled")
        if cancelled and cancelled["doubt"] == 0:
            return  # it was not being sent, so no worker would settle it
        found = found or cancelled
        work = self.store.deliveries.settle_sent([self.id_of(number)], token, 7, self.now)
        assert bool(self.write(work)) is bool(found)
        if found:
            found |= {"state": "sent", "token": None}

    @rule(number=WHICH, token=WORKERS, doubt=st.booleans())
    def back_off(self, number: int, token: str, doubt: bool) -> None:
        found = self.held(number, token, "claimed", "sending")
        until = self.now + MINUTE
        work = self.store.deliveries.back_off(
            [self.id_of(number)], token, until, doubt=doubt, error="x"
        )
        assert bool(self.write(work)) is bool(found)
        if found:
            found |= {"state": "pending", "token": None, "not_before": until}
            found["doubt"] += doubt

    @rule(number=WHICH, token=WORKERS)
    def kill(self, number: int, token: str) -> None:
        found = self.held(number, token, "claimed", "sending")
        work = self.store.deliveries.mark_dead([self.id_of(number)], token, "x")
        assert bool(self.write(work)) is bool(found)
        if found:
            found |= {"state": "dead", "token": None}

    @rule(token=WORKERS)
    def give_back(self, token: str) -> None:
        mine = [f for f in self.known.values() if (f["state"], f["token"]) == ("claimed", token)]
        assert self.write(self.store.deliveries.give_back(token)) == len(mine)
        for found in mine:
            found |= {"state": "pending", "token": None}

    @rule()
    def recover(self) -> None:
        lost = [
            found
            for found in self.known.values()
            if found["state"] in OPEN[1:] and found["lease"] <= self.now
        ]
        assert self.write(self.store.deliveries.recover(self.now)) == len(lost)
        for found in lost:
            found["doubt"] += found["state"] == "sending"
            found |= {"state": "pending", "token": None}

    @rule()
    def cancel(self) -> None:
        ended = [found for found in self.known.values() if found["state"] in OPEN]
        assert self.write(self.store.reminders.cancel(1, self.reminder.id)) == len(ended)
        for found in ended:
            found["doubt"] += found["state"] == "sending"
            found["state"] = "cancelled"

    @rule(seconds=st.integers(0, 200))
    def hold_the_chat(self, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        self.write(self.store.deliveries.hold_chat(1, until))
        for found in self.known.values():
            if found["state"] == "pending":
                found["not_before"] = max(found["not_before"], until)

    @invariant()
    def the_rows_agree(self) -> None:
        rows = dict(self.runner.run(self.store.panel()))["deliveries"]
        columns = ("id", "state", "token", "attempts", "doubt")
        assert {row["occurrence"]: tuple(row[c] for c in columns) for row in rows} == {
            occurrence: tuple(found[c] for c in columns) for occurrence, found in self.known.items()
        }

    @invariant()
    def the_next_one_is_known(self) -> None:
        waiting = [f["not_before"] for f in self.known.values() if f["state"] == "pending"]
        assert self.runner.run(self.store.deliveries.next_due()) == min(waiting, default=None)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["memory", "postgresql"])
def test_random_moves_agree_with_a_plain_model(request: pytest.FixtureRequest, engine: str) -> None:
    url = None
    if engine == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = asyncio.run(server.new_database())
    run_state_machine_as_test(
        type("EngineMoves", (Moves,), {"url": url}),
        settings=settings(
            max_examples=RUNS // 2 if url else RUNS,
            stateful_step_count=MOVES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
