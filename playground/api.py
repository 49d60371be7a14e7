"""One call of the Bot API, from its parameters to its answer, with every fault on the way."""

import asyncio
import inspect
from collections.abc import Mapping
from typing import Any

from playground.faults import Fault, FaultKind
from playground.methods import METHODS
from playground.parameters import Upload
from playground.refusals import (
    METHOD_NOT_FOUND,
    SERVER_FAILURES,
    UNAUTHORIZED,
    UNREADABLE_PARAMETERS,
    Json,
    RefusedError,
    too_many_requests,
)
from playground.world import World

CLIENT_LEFT = 499  # nobody is there to hear the answer


class TornConnectionError(Exception):
    """The connection breaks here and the caller hears nothing."""


class BotApi:
    """Answers calls as Telegram does and writes each into the ledger."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def call(self, token: str, method: str, given: Mapping[str, Any]) -> tuple[int, Json]:
        """The HTTP status and body; raises when the fault is a torn connection."""
        try:
            body = {"ok": True, "result": await self._answer(token, method, given)}
        except RefusedError as refused:
            self._note(method, given, refused.code, refused.description)
            return refused.code, refused.body()
        except TornConnectionError:
            self._note(method, given, 0, "the connection was torn")
            raise
        except asyncio.CancelledError:
            self._note(method, given, CLIENT_LEFT, "the caller went away")
            raise
        self._note(method, given, 200, "")
        return 200, body

    async def _answer(self, token: str, method: str, given: Mapping[str, Any]) -> Any:
        if token != self._world.bot.token:
            raise RefusedError(UNAUTHORIZED)
        if method not in METHODS:
            raise RefusedError(METHOD_NOT_FOUND)
        fault = self._world.faults.strike(method)
        await _suffer(fault)
        result = await self._act(method, given)
        if fault and fault.kind is FaultKind.SILENT:
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind in (FaultKind.TORN_AFTER, FaultKind.SILENT):
            raise TornConnectionError
        return result

    async def _act(self, method: str, given: Mapping[str, Any]) -> Any:
        """What a method trips over deep inside an object is the caller's mistake, so it is said."""
        params = METHODS[method].read(method, given)
        try:
            result = METHODS[method].answer(self._world, params)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RefusedError(UNREADABLE_PARAMETERS, method=method, why=repr(error)) from error
        return await result if inspect.isawaitable(result) else result

    def _note(self, method: str, given: Mapping[str, Any], status: int, description: str) -> None:
        params = {name: _noted(value) for name, value in given.items()}
        self._world.ledger.note(method, params, status, description, self._world.clock.now())
        self._world.changes.ring()


async def _suffer(fault: Fault | None) -> None:
    """What goes wrong before the method acts."""
    match fault and fault.kind:
        case FaultKind.FLOOD if fault:
            raise too_many_requests(int(fault.seconds))
        case FaultKind.SERVER if fault:
            raise RefusedError(SERVER_FAILURES[fault.status])
        case FaultKind.REFUSED if fault and fault.refusal:
            raise RefusedError(fault.refusal)
        case FaultKind.TORN_BEFORE:
            raise TornConnectionError
        case FaultKind.DELAY if fault:
            await asyncio.sleep(fault.seconds)


def _noted(value: Any) -> Any:
    if isinstance(value, Upload):
        return f"file {value.name}, {len(value.content)} bytes"
    return value
