import asyncio

from bot.domain import data_export
from bot.handlers.restoring import restore
from bot.screen import Document, Screen
from bot.screens import kept, mydata
from bot.screens.kept import Tables
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_my_data(turn: Turn, services: Services) -> Screen:
    return mydata.my_data(turn.view, await _tables(turn, services))


async def on_files(turn: Turn, services: Services) -> Screen:
    """All that is kept, as a file for programs and as a letter for people."""
    tables = await _tables(turn, services)
    if tables is None:
        return mydata.my_data(turn.view, None)
    documents = (
        Document("waymark-my-data.json", data_export.to_json(tables, turn.now)),
        Document("waymark-my-data.txt", kept.letter(turn.view, tables).encode()),
    )
    return mydata.files(turn.view, documents)


async def on_bring_back(turn: Turn, services: Services) -> Screen:
    await _wait(turn, services)
    return mydata.ask_file(turn.view)


async def on_file(turn: Turn, services: Services) -> Screen:
    """Bring things back; what can't come back is told, the rest is kept."""
    try:
        if turn.content is None:
            raise data_export.BadFileError("too_big")
        export = await asyncio.to_thread(data_export.from_json, turn.content)
    except data_export.BadFileError as error:
        await _wait(turn, services)
        return mydata.refused(turn.view, error.why)
    done, view = await restore(turn, services, export), turn.view
    notices = [view.say("mydata.team_number_back")] if done.number else []
    if done.refused:
        notices.append(view.count("mydata.not_back", done.refused))
    return mydata.brought_back(view, done.counts, notices)


async def on_delete(turn: Turn, services: Services) -> Screen:
    return mydata.delete(turn.view, await _tables(turn, services))


async def on_delete_now(turn: Turn, services: Services) -> Screen:
    """Every row at once; afterwards the person is as new."""
    await services.store.people.delete(turn.person_id)
    return mydata.deleted(turn.view)


async def _wait(turn: Turn, services: Services) -> None:
    """For a file; after one that was no good, for another."""
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, "my-data", "", turn.now)


async def _tables(turn: Turn, services: Services) -> Tables | None:
    tables = await services.store.people.export(turn.person_id)
    return tables if tables["people"] else None
