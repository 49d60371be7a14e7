"""What somebody means by a message, and one look at its words, whatever way they come."""

from dataclasses import replace

from telegram import Message

from bot.edge.updates import command_in, has_own_words, words_in
from bot.handlers.reading import leads_somewhere
from bot.turns.routes import Route, Table
from bot.turns.services import Services
from bot.turns.turn import Turn


def meaning_of(
    message: Message, turn: Turn, table: Table, services: Services
) -> tuple[Route, Turn]:
    """The route of a message, and its turn with all that was said and what help that calls for."""
    bot = message.get_bot()
    route, turn = _route(message, turn, table, services)
    is_command = command_in(message, bot) and route is not table.unknown_command
    own = turn.text if is_command else message.text or message.caption or ""
    if route is table.start and leads_somewhere(turn.edition, own):
        own = ""
    words = words_in(message, own, bot)
    return route, replace(turn, words=words, dangers=services.library.dangers(words))


def _route(message: Message, turn: Turn, table: Table, services: Services) -> tuple[Route, Turn]:
    """A command, an answer that is waited for, or words to look for."""
    pending = turn.pending
    if command := command_in(message, message.get_bot()):
        name, words = command
        if menu := turn.edition.pack.menu_of(name):
            return table.menu, turn.asked(menu.id).typed(words)
        if name == turn.edition.pack.finder_command:
            return table.finder, turn.asked().typed(words)
        is_operator = turn.person_id in services.settings.operator_ids
        known = {**table.unlisted, **table.commands, **(table.operators if is_operator else {})}
        return known.get(name, table.unknown_command), turn.typed(words)
    waits_for_file = pending is not None and pending.kind == "my-data"
    if pending and (message.document if waits_for_file else has_own_words(message)):
        if pending.expires_at <= turn.said_at:
            return table.late_answer, turn
        answer = replace(turn, text=message.text or "", args=(pending.ref,))
        return table.answers[pending.kind], answer
    if not has_own_words(message):
        return table.not_words, turn
    return table.typed, turn.typed(message.text or "")
