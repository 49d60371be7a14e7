"""What a restored database says of the time since its backup: nothing comes again as if new."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from storage.deliveries import UNDELIVERED
from storage.engine.sqlcipher import connect, explained
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.files.keys import DataKey

#: What has been due since. Without a log beside it the file is whole at every moment.
_DUE = f"state IN {UNDELIVERED} AND due_at <= :now"
#: Of a visit, where none is still to come; of a rule the first words are enough.
_OF_A_PAST_VISIT = """reminder_id IN (SELECT r.id FROM reminders r
    WHERE (r.kind = 'followup' OR r.rule LIKE '1 before-visit %' OR r.rule LIKE '1 visit-%')
    AND NOT EXISTS
        (SELECT 1 FROM visits v WHERE v.person_id = r.person_id AND v.starts_at > :now))"""
_DROP = f"""UPDATE deliveries SET state = 'cancelled', token = NULL, lease_until = NULL
    WHERE {_DUE} AND {_OF_A_PAST_VISIT}"""  # noqa: S608 - constants
_DOUBT = f"UPDATE deliveries SET doubt = doubt + 1 WHERE {_DUE}"  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a backup when it was put in place."""

    #: When the bot was last at work in it, to ten minutes; None where an old one does not say.
    last_at: datetime | None
    #: What has been due since: it may have arrived, and will say so.
    doubtful: int
    #: The same about visits that are over: it does not come again.
    dropped: int


def mark_restored(file: Path, key: DataKey, now: datetime) -> Restored:
    """Note in a copy of a backup what may have happened since; nobody is using it yet.

    Who was warned that idle data goes may have been here since, so they are warned once more.
    """
    at = {"now": to_milliseconds(now)}
    with explained(file), closing(connect(file, key)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if not {"deliveries", "visits"} <= tables:
            return Restored(None, 0, 0)
        database.execute("BEGIN")
        dropped = database.execute(_DROP, at).rowcount
        doubtful = database.execute(_DOUBT, at).rowcount
        database.execute("UPDATE people SET warned_on = NULL")
        last_at = _last_round(database) if "rounds" in tables else None
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = DELETE").fetchall()
    return Restored(last_at, doubtful, dropped)


def _last_round(database: sqlcipher.Connection) -> datetime | None:
    row = database.execute("SELECT last_at FROM rounds").fetchone()
    return from_milliseconds(row[0]) if row else None
