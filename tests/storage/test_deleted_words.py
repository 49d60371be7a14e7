"""On PostgreSQL a deleted row stays in its file until that is rewritten."""

import pytest

from storage.engine.migrate import migrate
from storage.engine.postgres import PostgresDatabase, open_postgres
from storage.store import Store
from tests.postgres import PostgresServer
from tests.storage.people import NOW, agree

WORDS = "words-that-have-to-go"
IN_FILE = (
    "SELECT position(convert_to(?, 'UTF8') in pg_read_binary_file(pg_relation_filepath(?))) AS at"
)


async def is_in_file(database: PostgresDatabase, table: str) -> bool:
    await database._pool.execute("CHECKPOINT")
    row = await database.fetch_one(IN_FILE, WORDS, table)
    return bool(row and row["at"])


@pytest.mark.slow
async def test_the_words_of_who_left_are_gone_from_the_files(
    postgres_server: PostgresServer,
) -> None:
    database = await open_postgres(await postgres_server.new_database())
    await migrate(database)
    store = Store(database)
    for person_id in (1, 2):
        await agree(store, person_id)
        async with store.transaction():
            await store.questions.add(person_id, NOW, text=f"{WORDS} {person_id}")
    async with store.transaction():
        await store.people.delete(1)
        await store.people.delete(2)
    assert await is_in_file(database, "questions"), "deleting alone does not do it"
    await store.fold_log()
    assert not await is_in_file(database, "questions")
    await database.close()


async def test_tables_with_words_are_vacuumed_after_one_row(
    postgres_server: PostgresServer,
) -> None:
    database = await open_postgres(await postgres_server.new_database())
    await migrate(database)
    row = await database.fetch_one(
        "SELECT array_to_string(reloptions, ' ') AS options FROM pg_class WHERE relname = ?",
        "questions",
    )
    await database.close()
    assert row
    assert "autovacuum_vacuum_threshold=1" in row["options"]
