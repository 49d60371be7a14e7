"""Prometheus, which asks the running bot."""

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from bot.edge.polling import Poller
from bot.http.health import Health
from bot.http.server import served
from bot.http.site import site
from bot.turns.services import Services

Numbers = dict[str, float]


@pytest.fixture
async def page(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """Prometheus, which asks the running bot."""
    pages = site(Health(services, Poller(services.settings)))
    async with (
        served(pages, "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


async def read(page: httpx.AsyncClient) -> Numbers:
    """Every number by its name and labels, such as `waymark_calls_total{kind=edit}`."""
    answer = await page.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    samples = [sample for family in families(answer.text) for sample in family.samples]
    return {sample.name + _braces(sample.labels): sample.value for sample in samples}


def _braces(labels: dict[str, str]) -> str:
    inside = ",".join(f"{name}={value}" for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""
