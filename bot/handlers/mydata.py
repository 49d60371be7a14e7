import asyncio

from bot.domain import data_export, phone
from bot.screen import Document, Screen
from bot.screens import mydata
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.errors import LimitReachedError, TextRefusedError


async def on_my_data(turn: Turn, services: Services) -> Screen:
    return mydata.my_data(turn.view, await _counts(turn, services))


async def on_files(turn: Turn, services: Services) -> Screen:
    """All that is kept, as a file for programs and as one for people."""
    tables = await services.store.people.export(turn.person_id)
    if not tables["people"]:
        return mydata.my_data(turn.view, None)
    documents = (
        Document("waymark-my-data.json", data_export.to_json(tables, turn.now)),
        Document("waymark-my-data.txt", data_export.to_text(tables, turn.edition.language)),
    )
    return mydata.files(turn.view, documents)


async def on_bring_back(turn: Turn, services: Services) -> Screen:
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, "my-data", "", turn.now)
    return mydata.ask_file(turn.view)


async def on_file(turn: Turn, services: Services) -> Screen:
    """Bring bookmarks and questions back; what can't come back is told, the rest is kept."""
    try:
        if turn.content is None:
            raise data_export.BadFileError("too_big")
        found = await asyncio.to_thread(data_export.from_json, turn.content)
    except data_export.BadFileError as error:
        return mydata.refused(turn.view, error.why)
    store, refused, bookmarks, questions = services.store, 0, 0, 0
    for saved in reversed(found.bookmarks):
        version = services.library.version(saved.kind, saved.ref)
        try:
            one = await store.bookmarks.save(
                turn.person_id, saved.kind, saved.ref, version, turn.now
            )
            if saved.note:
                await store.bookmarks.set_note(turn.person_id, one.id, saved.note)
            bookmarks += 1
        except (LimitReachedError, TextRefusedError):
            refused += 1
    for asked in found.questions:
        try:
            added = await store.questions.add(
                turn.person_id, turn.now, ref=asked.ref, text=asked.text, topic=asked.topic
            )
            await store.questions.check(turn.person_id, added.id, checked=asked.checked)
            if asked.answer:
                await store.questions.set_answer(turn.person_id, added.id, asked.answer)
            questions += 1
        except (LimitReachedError, TextRefusedError):
            refused += 1
    notices: list[str] = []
    if found.team_number and not turn.kept_person().team_number:
        if await _number_back(turn, services, found.team_number):
            notices.append(turn.view.say("mydata.team_number_back"))
        else:
            refused += 1
    if refused:
        notices.append(turn.view.count("mydata.not_back", refused))
    return mydata.brought_back(turn.view, bookmarks, questions, notices)


async def _number_back(turn: Turn, services: Services, number: str) -> bool:
    """Whether their team's number could be kept again, by the rules for a typed one."""
    line = phone.one_line(number)
    if phone.unusable(line):
        return False
    try:
        await services.store.people.set_team_number(turn.person_id, line)
    except TextRefusedError:
        return False
    return True


async def on_delete(turn: Turn, services: Services) -> Screen:
    return mydata.delete(turn.view, await _counts(turn, services))


async def on_delete_now(turn: Turn, services: Services) -> Screen:
    """Every row at once; afterwards the person is as new."""
    await services.store.people.delete(turn.person_id)
    return mydata.deleted(turn.view)


async def _counts(turn: Turn, services: Services) -> dict[str, int] | None:
    tables = await services.store.people.export(turn.person_id)
    return {table: len(rows) for table, rows in tables.items()} if tables["people"] else None
