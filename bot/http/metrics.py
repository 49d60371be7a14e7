"""`/metrics`: the bot's numbers, as Prometheus reads them."""

import asyncio
from ipaddress import ip_address

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ops.snapshot import measure
from bot.turns.services import Services

#: What proxies add. Whoever comes from outside has nothing to read here.
FORWARDED = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    *("x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "fly-client-ip"),
)


class MetricsPage:
    """For whoever runs the bot, and for nobody behind a proxy."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def route(self) -> Route:
        return Route("/metrics", self.metrics)

    async def metrics(self, request: Request) -> Response:
        """In a thread, so that no turn waits for it."""
        if any(name in request.headers for name in FORWARDED) or self._is_foreign(request):
            return Response("Not Found", 404, media_type="text/plain")
        of = self._services
        await measure(of.metrics, of.library_holder, of.store, of.clock())
        text = await asyncio.to_thread(generate_latest, of.metrics.registry)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _is_foreign(self, request: Request) -> bool:
        """Asked for under a name of the internet that was made to lead to this computer."""
        if not is_loopback(self._services.settings.http_host):
            return False  # opened to others on purpose
        host = request.url.hostname or ""
        return "." in host and not is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether only this computer itself can mean it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
