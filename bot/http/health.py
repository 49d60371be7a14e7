"""Whether the bot is well, for Docker, systemd, balancers and monitors."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from bot.ops.snapshot import can_write
from bot.turns.services import Services


class Source(Protocol):
    """Where updates come from: polling, or the webhook."""

    def trouble(self) -> str:
        """What is wrong, in a few words; empty when they come in."""


@dataclass
class Health:
    """`/healthz` says whether the process does its work, `/readyz` whether all that it needs is."""

    services: Services
    source: Source

    def routes(self) -> list[Route]:
        return [Route("/healthz", self.healthz), Route("/readyz", self.readyz)]

    async def healthz(self, _: Request) -> PlainTextResponse:
        trouble = self.source.trouble()
        return PlainTextResponse(trouble or "well", 503 if trouble else 200)

    async def readyz(self, _: Request) -> JSONResponse:
        troubles = {
            "database": await self._database(),
            "content": "" if self.services.library_holder.library.editions else "no pack is loaded",
            "updates": self.source.trouble(),
        }
        said = {part: trouble or "well" for part, trouble in troubles.items()}
        return JSONResponse(said, 503 if any(troubles.values()) else 200)

    async def _database(self) -> str:
        return "" if await can_write(self.services.store) else "does not answer"
