"""Questions for the visit: from the pack or the person's own. The newest is last."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from storage.engine.database import Database, Row
from storage.engine.ids import new_id
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError, TextRefusedError
from storage.people import People
from storage.records import Direction, Question, QuestionCounts
from storage.text_limits import checked_text
from storage.undo import UndoLog

QUESTION_LIMIT = 200  # a person

_NEIGHBOUR = {
    "up": "SELECT id, position FROM questions WHERE person_id = ?"
    " AND topic IS NOT DISTINCT FROM ? AND position < ? ORDER BY position DESC LIMIT 1",
    "down": "SELECT id, position FROM questions WHERE person_id = ?"
    " AND topic IS NOT DISTINCT FROM ? AND position > ? ORDER BY position LIMIT 1",
}


class Questions:
    """Every method names the person too, so that nobody reaches another's."""

    def __init__(
        self, database: Database, people: People, undo_log: UndoLog, chance: Random
    ) -> None:
        self._database = database
        self._people = people
        self._removals = undo_log
        self._chance = chance

    async def get(self, person_id: int, question_id: int) -> Question | None:
        """One question by its id."""
        row = await self._database.fetch_one(
            "SELECT * FROM questions WHERE person_id = ? AND id = ?", person_id, question_id
        )
        return _question(row) if row else None

    async def find(self, person_id: int, ref: str) -> Question | None:
        """The person's copy of a question from the pack."""
        row = await self._database.fetch_one(
            "SELECT * FROM questions WHERE person_id = ? AND ref = ?", person_id, ref
        )
        return _question(row) if row else None

    async def list(self, person_id: int) -> Sequence[Question]:
        """All of them in the person's order; at most 200, so there are no pages."""
        rows = await self._database.fetch_all(
            "SELECT * FROM questions WHERE person_id = ? ORDER BY position", person_id
        )
        return [_question(row) for row in rows]

    async def counts(self, person_id: int) -> QuestionCounts:
        """How many are open and how many are checked off."""
        row = await self._database.fetch_one(
            "SELECT COUNT(*) AS n, COALESCE(SUM(checked), 0) AS checked FROM questions"
            " WHERE person_id = ?",
            person_id,
        )
        total, checked = (int(row["n"]), int(row["checked"])) if row else (0, 0)
        return QuestionCounts(open=total - checked, checked=checked)

    async def add(
        self,
        person_id: int,
        now: datetime,
        *,
        ref: str | None = None,
        text: str | None = None,
        topic: str | None = None,
    ) -> Question:
        """Add one from the pack, once however often it is asked, or one in their own words."""
        if ref is None and text is None:
            raise TextRefusedError("empty")
        await self._people.lock(person_id)
        if ref is not None and (known := await self.find(person_id, ref)):
            return known
        await self._refuse_when_full(person_id)
        last = await self._database.fetch_one(
            "SELECT COALESCE(MAX(position), 0) + 1 AS position FROM questions WHERE person_id = ?",
            person_id,
        )
        return await self._insert(
            {
                "id": new_id(person_id, self._chance),
                "person_id": person_id,
                "ref": ref,
                "text": None if text is None else checked_text(text),
                "topic": topic,
                "checked": 0,
                "added_at": to_milliseconds(now),
                **(last or {}),
            }
        )

    async def set_text(self, person_id: int, question_id: int, text: str) -> bool:
        """Put it in their own words; False when the question is gone."""
        return await self._change(
            "UPDATE questions SET text = ? WHERE person_id = ? AND id = ?",
            checked_text(text),
            person_id,
            question_id,
        )

    async def check(self, person_id: int, question_id: int, *, checked: bool = True) -> bool:
        """Note that it was asked, or was not; False when the question is gone."""
        return await self._change(
            "UPDATE questions SET checked = ? WHERE person_id = ? AND id = ?",
            int(checked),
            person_id,
            question_id,
        )

    async def remove(self, person_id: int, question_id: int, now: datetime) -> Question | None:
        """Remove it and say what it was; `restore` brings it back within the hour."""
        await self._people.lock(person_id)
        row = await self._database.fetch_one(
            "DELETE FROM questions WHERE person_id = ? AND id = ? RETURNING *",
            person_id,
            question_id,
        )
        if row is None:
            return None
        await self._removals.keep("question", row, now)
        return _question(row)

    async def restore(self, person_id: int, question_id: int, now: datetime) -> Question | None:
        """Undo a removal, place and words included; None when it is too late or was undone."""
        await self._people.lock(person_id)
        item = await self._removals.take("question", person_id, question_id, now)
        if item is None:
            return None
        if item["ref"] is not None and (known := await self.find(person_id, item["ref"])):
            return known
        await self._refuse_when_full(person_id)
        await self._database.execute(
            "UPDATE questions SET position = position + 1 WHERE person_id = ? AND position >= ?",
            person_id,
            item["position"],
        )
        return await self._insert(item)

    async def move(self, person_id: int, question_id: int, direction: Direction) -> bool:
        """Swap it with the next one of its topic; False at the end of the list."""
        await self._people.lock(person_id)
        moved = await self.get(person_id, question_id)
        if moved is None:
            return False
        other = await self._database.fetch_one(
            _NEIGHBOUR[direction], person_id, moved.topic, moved.position
        )
        if other is None:
            return False
        for item_id, position in ((moved.id, other["position"]), (other["id"], moved.position)):
            await self._database.execute(
                "UPDATE questions SET position = ? WHERE id = ?", position, item_id
            )
        return True

    async def _refuse_when_full(self, person_id: int) -> None:
        counts = await self.counts(person_id)
        if counts.open + counts.checked >= QUESTION_LIMIT:
            raise LimitReachedError("questions", QUESTION_LIMIT)

    async def _insert(self, item: Row) -> Question:
        await self._database.execute(
            "INSERT INTO questions"
            " (id, person_id, ref, text, topic, checked, position, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            item["id"],
            item["person_id"],
            item["ref"],
            item["text"],
            item["topic"],
            item["checked"],
            item["position"],
            item["added_at"],
        )
        return _question(item)

    async def _change(self, sql: str, *args: str | int | None) -> bool:
        return await self._database.execute(sql, *args) > 0


def _question(row: Row) -> Question:
    return Question(
        id=row["id"],
        person_id=row["person_id"],
        ref=row["ref"],
        text=row["text"],
        topic=row["topic"],
        checked=bool(row["checked"]),
        position=row["position"],
        added_at=from_milliseconds(row["added_at"]),
    )
