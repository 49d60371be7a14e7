"""The fault switches as the page shows them: one name, one value each."""

import math
from collections.abc import Mapping
from typing import Any

from playground.faults import Fault, FaultKind, Faults
from playground.refusals import Json
from playground.world import World

_KINDS = {
    "retry_after": FaultKind.FLOOD,
    "server_error": FaultKind.SERVER,
    "torn": FaultKind.TORN_BEFORE,
    "torn_after": FaultKind.TORN_AFTER,
    "delay": FaultKind.DELAY,
}
_WITH_SECONDS = ("retry_after", "delay")
LONGEST_DELAY = 60  # seconds


def read_switches(world: World) -> Json:
    """Numbers are seconds, 0 is off; polling says that getUpdates suffers too."""
    active = {fault.kind: fault for fault in world.faults.active}
    values: Json = {name: _value(name, active.get(kind)) for name, kind in _KINDS.items()}
    return values | {"polling": world.faults.polling, "flood_limits": world.limits.enabled}


def set_switches(world: World, wanted: Mapping[str, Any]) -> None:
    """Sets those that are named; calls, chance and methods narrow the ones switched on."""
    unknown = wanted.keys() - read_switches(world).keys() - {"calls", "chance", "methods"}
    if unknown:
        raise ValueError(f"There is no fault called {min(unknown)}.")
    faults = {name: _fault(name, wanted) for name in _KINDS if wanted.get(name)}
    for name, kind in _KINDS.items():
        if name in wanted:
            _turn(world.faults, kind, faults.get(name))
    world.faults.polling = bool(wanted.get("polling", world.faults.polling))
    world.limits.enabled = bool(wanted.get("flood_limits", world.limits.enabled))
    world.changes.ring()


def _turn(faults: Faults, kind: FaultKind, fault: Fault | None) -> None:
    faults.switch_off(kind)
    if fault:
        faults.switch_on(fault)


def _value(name: str, fault: Fault | None) -> float | bool:
    if name in _WITH_SECONDS:
        return fault.seconds if fault else 0
    return fault is not None


def _fault(name: str, wanted: Mapping[str, Any]) -> Fault:
    seconds = float(wanted[name]) if name in _WITH_SECONDS else 0
    if not 0 <= seconds <= LONGEST_DELAY:
        raise ValueError(f"{name} must be 0 to {LONGEST_DELAY} seconds.")
    calls = wanted.get("calls")
    return Fault(
        _KINDS[name],
        calls=None if calls is None else int(calls),
        chance=float(wanted.get("chance", 1)),
        methods=frozenset(wanted.get("methods", ())),
        seconds=math.ceil(seconds) if name == "retry_after" else seconds,
    )
