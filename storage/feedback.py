"""How often pages were called helpful: counts by page, version and day, and nobody behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.engine.database import Database

KEPT_FOR = timedelta(days=396)  # thirteen months
LEAST = 5  # answers; fewer could be told apart


@dataclass(frozen=True, slots=True)
class HelpfulCount:
    """How often one version of a page was called helpful; of nobody in particular."""

    page_id: str
    #: Which text was read.
    content_version: str
    #: How often the answer was "yes".
    helped: int
    #: How often it was "not really".
    not_really: int


class Feedback:
    """Whoever answered is not asked for, and can't be found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, page_id: str, version: str, day: date, *, helped: bool) -> None:
        """One more answer on that day."""
        await self._database.execute(
            "INSERT INTO helpful_counts (page_id, content_version, day, helped, not_really)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (page_id, content_version, day) DO UPDATE SET"
            " helped = helpful_counts.helped + excluded.helped,"
            " not_really = helpful_counts.not_really + excluded.not_really",
            page_id,
            version,
            day.isoformat(),
            int(helped),
            int(not helped),
        )

    async def summed(self) -> Sequence[HelpfulCount]:
        """Of each page and version all days together, where there are five answers or more."""
        rows = await self._database.fetch_all(
            "SELECT page_id, content_version, CAST(SUM(helped) AS BIGINT) AS helped,"
            " CAST(SUM(not_really) AS BIGINT) AS not_really FROM helpful_counts"
            " GROUP BY page_id, content_version HAVING SUM(helped) + SUM(not_really) >= ?"
            " ORDER BY page_id, MAX(day) DESC, content_version",
            LEAST,
        )
        return [HelpfulCount(**row) for row in rows]

    async def forget(self, today: date) -> int:
        """Drop the counts of days that were over thirteen months ago, and count the rows."""
        return await self._database.execute(
            "DELETE FROM helpful_counts WHERE day < ?", (today - KEPT_FOR).isoformat()
        )
