"""What monitors and balancers are told."""

import pytest

from bot.http.health import Health
from bot.ops.snapshot import measure
from bot.turns.services import Services
from playground.server import Playground
from storage.errors import UnreachableError
from storage.store import Store
from tests.edge.webhook_client import hooked


class Source:
    """Where updates come from, or not."""

    def __init__(self, trouble: str = "") -> None:
        self._trouble = trouble

    def trouble(self) -> str:
        return self._trouble


async def told(health: Health) -> tuple[int, str]:
    answer = await health.readyz(None)  # type: ignore[arg-type]
    return answer.status_code, bytes(answer.body).decode()


@pytest.mark.slow
async def test_a_bot_that_has_all_it_needs_is_well_and_ready(
    services: Services, playground: Playground
) -> None:
    async with hooked(services, playground) as (telegram, _):
        well, ready = await telegram.asks("/healthz"), await telegram.asks("/readyz")
    assert (well.status_code, well.text) == (200, "well")
    assert ready.status_code == 200
    assert ready.json() == {"database": "well", "content": "well", "updates": "well"}


@pytest.mark.slow
async def test_a_bot_that_stops_says_so_while_it_does(
    services: Services, playground: Playground
) -> None:
    async with hooked(services, playground) as (telegram, webhook):
        webhook._application = None
        for path in ("/healthz", "/readyz"):
            answer = await telegram.asks(path)
            assert answer.status_code == 503
            assert "the webhook is not open" in answer.text


async def test_a_silent_telegram_is_not_well(services: Services) -> None:
    health = Health(services, Source("no poll has succeeded for too long"))
    answer = await health.healthz(None)  # type: ignore[arg-type]
    assert (answer.status_code, answer.body) == (503, b"no poll has succeeded for too long")
    status, said = await told(health)
    assert status == 503
    assert '"database":"well"' in said


async def test_a_database_that_does_not_answer_is_named_and_no_more(
    services: Services, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> None:
        raise UnreachableError

    monkeypatch.setattr(store, "answers", fails)
    status, said = await told(Health(services, Source()))
    assert (status, '"database":"does not answer"' in said) == (503, True)


async def test_a_real_database_is_asked_each_time(services: Services, store: Store) -> None:
    assert (await told(Health(services, Source())))[0] == 200
    await store.close()
    assert (await told(Health(services, Source())))[0] == 503


async def test_a_database_that_keeps_nothing_any_more_is_not_well(
    services: Services, store: Store
) -> None:
    """As a full or failing disk: what is there is still read."""
    await store._database._writer.rows("PRAGMA query_only = ON", ())  # type: ignore[attr-defined]  # the driver of tests
    assert await store.people.get(1) is None
    assert (await told(Health(services, Source())))[0] == 503
    metrics = services.metrics
    await measure(metrics, services.library_holder, store, services.clock())
    assert metrics.database_up._value.get() == 0


async def test_a_check_that_writes_leaves_nothing(services: Services, store: Store) -> None:
    assert (await told(Health(services, Source())))[0] == 200
    assert all(not rows for _, rows in await store.panel())
