"""People, machines and the world between them, for as long as somebody pulls the plugs."""

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from tests.machines.fast_clocks import FastClock
from tests.machines.ledger import Ledger
from tests.machines.processes import Machine
from tests.machines.recorded_world import MachinesWorld

QUIET = 3.0  # seconds in which nothing is said
LAST_WORDS = 1.0  # seconds for what comes once too often


@dataclass
class Trial:
    """Notes, outside the bots, all that was done to them."""

    world: MachinesWorld
    clock: FastClock
    chance: Random
    machines: list[Machine] = field(default_factory=list)
    #: Moments at which something ended so suddenly that a repeat may follow.
    cuts: list[float] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0
    slow_stops: list[str] = field(default_factory=list)

    def cut(self) -> None:
        self.cuts.append(time.monotonic())

    async def start_all(self) -> None:
        """At once, so that all of them want to make the tables."""
        for machine in self.machines:
            machine.start()
        await asyncio.gather(*(machine.until_ready() for machine in self.machines))

    async def kill(self, machine: Machine) -> None:
        """As a power cut does, and then it comes up again."""
        machine.kill()
        self.kills += 1
        self.cut()
        machine.start()
        await machine.until_ready()

    async def restart(self, machine: Machine) -> None:
        if not await machine.stop():
            self.slow_stops.append(f"{machine.name} {machine.stopped_in[-1]:.1f} s")
        self.restarts += 1
        machine.start()
        await machine.until_ready()

    def end_all(self) -> None:
        for machine in self.machines:
            machine.kill()

    def arrived(self) -> set[int]:
        return {id_ for arrival in self.world.arrivals for id_ in arrival.reminder_ids}

    def is_quiet(self) -> bool:
        """Nothing waits, and for a while nothing was said."""
        said = self.world.faults.said
        long_ago = not said or time.monotonic() - said[-1] > QUIET
        return long_ago and not self.world.inbox.pending()

    async def calm(self, expected: set[int], seconds: float) -> None:
        """Until nothing waits and every reminder has come; what has not by then is lost."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.world.inbox.pending() and expected <= self.arrived():
                await asyncio.sleep(LAST_WORDS)
                return
            await asyncio.sleep(0.1)

    def count(self, ledger: Ledger) -> None:
        ledger.count("people, machines", f"{len(self.world.people)}, {len(self.machines)}")
        ledger.count("killed", self.kills)
        ledger.count("restarted in good order", self.restarts)
        again = sum(machine.out_of_reach for machine in self.machines)
        ledger.count("started again, Telegram out of reach", again)
        slowest = max((s for machine in self.machines for s in machine.stopped_in), default=0)
        ledger.count("slowest stop", f"{slowest:.1f} s")
        ledger.count("calls of the Bot API", self.world.ledger.statuses.total())
        ledger.trouble("stopped late or badly", self.slow_stops)
        ledger.trouble(
            "ended by themselves",
            [f"{machine.name}: {code}" for machine in self.machines for code in machine.unasked],
        )
