"""Questions for the visit: from the pack or the person's own. The newest is last."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds
from storage.errors import TextRefusedError
from storage.people import People
from storage.personal_list import ListTable, PersonalList
from storage.records import Question, QuestionCounts
from storage.text_limits import checked_text
from storage.undo import UndoLog

QUESTION_LIMIT = 200  # a person
TABLE = ListTable(
    name="questions",
    kind="question",
    columns=(
        *("id", "person_id", "ref", "text", "topic", "checked", "answer", "position", "added_at"),
    ),
    same=("ref",),
    group="topic",
    limit=QUESTION_LIMIT,
    newest_first=False,
)


class Questions(PersonalList[Question]):
    """What a person wants to ask, and what they were told."""

    def __init__(
        self, database: Database, people: People, undo_log: UndoLog, chance: Random
    ) -> None:
        super().__init__(database, people, undo_log, chance, TABLE, _question)

    async def find(self, person_id: int, ref: str) -> Question | None:
        """The person's copy of a question from the pack."""
        sql, args = TABLE.found(person_id, {"ref": ref})
        row = await self._database.fetch_one(sql, *args)
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
        values: Row = {
            "ref": ref,
            "text": None if text is None else checked_text(text),
            "topic": topic,
            "checked": 0,
            "answer": None,
        }
        return await self._add(person_id, values, now)

    async def set_text(self, person_id: int, question_id: int, text: str) -> bool:
        """Put it in their own words; False when the question is gone."""
        return await self._change(person_id, question_id, text=checked_text(text))

    async def set_answer(self, person_id: int, question_id: int, answer: str | None) -> bool:
        """Keep what the doctor said, or take it away; False when the question is gone."""
        kept = None if answer is None else checked_text(answer)
        return await self._change(person_id, question_id, answer=kept)

    async def check(self, person_id: int, question_id: int, *, checked: bool = True) -> bool:
        """Note that it was asked, or was not; False when the question is gone."""
        return await self._change(person_id, question_id, checked=int(checked))


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
        answer=row["answer"],
    )
