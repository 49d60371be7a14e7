"""Clocks that run fast, so that an hour passes in minutes. Nothing in the bot knows of this."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

#: PostgreSQL looks for its own functions first, unless told otherwise: so the bot finds this one.
TURNED = """
CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
SELECT to_timestamp({began}) + (pg_catalog.clock_timestamp() - to_timestamp({began})) * {speed} $$
"""


@dataclass(frozen=True)
class FastClock:
    """The real time when it began, and from then on so many times as fast."""

    began: datetime
    speed: float

    def now(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * self.speed

    def real(self, turned: timedelta) -> float:
        """How many seconds that takes."""
        return turned.total_seconds() / self.speed


async def turn_database(url: str, clock: FastClock, ahead: timedelta = timedelta()) -> None:
    """Whoever connects to this database from now on sees its clock run fast, or set ahead."""
    connection = await asyncpg.connect(url)
    try:
        began = (clock.began + ahead / (1 - clock.speed)).timestamp()
        await connection.execute(TURNED.format(began=began, speed=clock.speed))
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog')
    finally:
        await connection.close()
