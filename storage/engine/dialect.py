"""The few ways in which the two engines differ, side by side.

Both read the same SQL text. SQLite takes `?` and skips comments; for PostgreSQL the placeholders
become `$1 …` and what stands in a comment `/*pg … */` counts.
"""

import functools
import itertools
import re

#: Locks the migrations against other processes. On SQLite the transaction itself does.
LOCK_MIGRATIONS = "SELECT 1 /*pg , pg_advisory_xact_lock(7246115) */"

#: Lets one claim after the other choose, so that what is due in a chat has one owner.
LOCK_CLAIMS = "SELECT 1 /*pg , pg_advisory_xact_lock(7246116) */"

#: The database's own clock, in milliseconds; for PostgreSQL the rest of the line is a comment.
CLOCK = (
    "SELECT /*pg CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS now -- */"
    " CAST(unixepoch('subsec') * 1000 AS BIGINT) AS now"
)

#: How many bytes the database takes.
SIZE = (
    "SELECT /*pg pg_database_size(current_database()) AS size -- */"
    " page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()"
)

#: Its name and version.
ENGINE = (
    "SELECT /*pg 'PostgreSQL ' || current_setting('server_version') AS engine -- */"
    " 'SQLite ' || sqlite_version() AS engine"
)

#: The same for signs of life. On PostgreSQL it is the moment at which the statement came.
BEAT_CLOCK = (
    "SELECT /*pg CAST(extract(epoch FROM statement_timestamp()) * 1000 AS BIGINT) AS now -- */"
    " CAST(unixepoch('subsec') * 1000 AS BIGINT) AS now"
)

#: Says a word to every replica once this transaction commits; SQLite has no others.
NOTIFY = "SELECT CAST(? AS TEXT) AS word /*pg , pg_notify('waymark', $1) */"

#: The same, if that moment is so near that a worker might sleep until after it.
TELL_IF_SOON = (
    "SELECT CAST(? AS BIGINT) AS due /*pg , CASE WHEN CAST($1 AS BIGINT) < 10000"
    " + extract(epoch FROM clock_timestamp()) * 1000 THEN pg_notify('waymark', 'due') END */"
)

_FOR_POSTGRES = re.compile(r"/\*pg (.*?)\*/", re.DOTALL)


@functools.cache
def for_postgres(sql: str) -> str:
    """The statement as PostgreSQL takes it."""
    numbers = itertools.count(1)
    text = _FOR_POSTGRES.sub(r"\1", sql)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", text)
