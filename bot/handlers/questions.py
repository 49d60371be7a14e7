from bot import callback_data
from bot.handlers import printing
from bot.handlers.personal_list import ListHandlers
from bot.screen import Screen
from bot.screens import doctors_card, questions, reading
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Question


async def on_page_questions(turn: Turn, services: Services) -> Screen:
    """A page's questions; those on the person's list say so."""
    mine = await services.store.questions.list(turn.person_id) if turn.person else ()
    on_list = {question.ref for question in mine if question.ref}
    return reading.questions(turn.view, turn.arg(0), turn.screen_number(1), on_list)


async def on_add(turn: Turn, services: Services) -> Screen:
    question = turn.edition.questions.get(turn.arg(0))
    if question:
        await services.store.questions.add(
            turn.person_id, turn.now, ref=question.id, topic=question.topic
        )
    return await on_page_questions(turn.asked(turn.arg(1), turn.arg(2)), services)


async def on_questions(turn: Turn, services: Services) -> Screen:
    every = await services.store.questions.list(turn.person_id)
    return questions.questions(turn.view, every, turn.screen_number(0))


async def on_question(turn: Turn, services: Services) -> Screen:
    question = await _question(turn, services)
    if question is None:
        return await on_questions(turn.asked(), services)
    return questions.question(turn.view, question)


async def on_write(turn: Turn, services: Services) -> Screen:
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, "question", "", turn.now)
    return questions.prompt(turn.view)


async def on_edit(turn: Turn, services: Services) -> Screen:
    question = await _question(turn, services)
    if question is None:
        return await on_questions(turn.asked(), services)
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "question-text", str(question.id), turn.now
    )
    return questions.prompt(turn.view, questions.wording(turn.view, question))


async def on_question_typed(turn: Turn, services: Services) -> Screen:
    question = await services.store.questions.add(turn.person_id, turn.now, text=turn.text)
    return questions.question(turn.view, question)


async def on_text_typed(turn: Turn, services: Services) -> Screen:
    await services.store.questions.set_text(turn.person_id, turn.int_arg(0), turn.text)
    return await on_question(turn, services)


async def on_check(turn: Turn, services: Services) -> Screen:
    """Note that it was asked: there is a place now for what the doctor said."""
    checked = turn.arg(1) == "1"
    await services.store.questions.check(turn.person_id, turn.int_arg(0), checked=checked)
    return await on_question(turn, services)


async def on_answer(turn: Turn, services: Services) -> Screen:
    """Wait for what the doctor said."""
    question = await _question(turn, services)
    if question is None:
        return await on_questions(turn.asked(), services)
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "answer", str(question.id), turn.now
    )
    return questions.answer_prompt(turn.view, question)


async def on_answer_typed(turn: Turn, services: Services) -> Screen:
    await services.store.questions.set_answer(turn.person_id, turn.int_arg(0), turn.text)
    return await on_question(turn, services)


async def on_no_answer(turn: Turn, services: Services) -> Screen:
    await services.store.questions.set_answer(turn.person_id, turn.int_arg(0), None)
    return await on_question(turn, services)


async def on_move(turn: Turn, services: Services) -> Screen:
    return await LIST.move(turn, services)


async def on_remove(turn: Turn, services: Services) -> Screen:
    return await LIST.remove(turn, services)


async def on_restore(turn: Turn, services: Services) -> Screen:
    return await LIST.restore(turn, services)


LIST = ListHandlers(lambda store: store.questions, on_questions, on_question, questions.removed)


async def on_for_visit(turn: Turn, services: Services) -> Screen:
    return questions.for_visit(turn.view, await services.store.questions.list(turn.person_id))


async def on_visit_text(turn: Turn, services: Services) -> Screen:
    every = await services.store.questions.list(turn.person_id)
    if not every:
        return questions.questions(turn.view, every, 0)
    return questions.as_message(turn.view, every)


async def on_doctors_card(turn: Turn, services: Services) -> Screen:
    every = await services.store.questions.list(turn.person_id)
    if not every:
        return questions.questions(turn.view, every, 0)
    points = doctors_card.points(turn.view, (), every)
    return doctors_card.card(turn.view, points, callback_data.DOCTORS_CARD_PDF("large"))


async def on_visit_pdf(turn: Turn, services: Services) -> Screen:
    every = await services.store.questions.list(turn.person_id)
    if not every:
        return questions.questions(turn.view, every, 0)
    return await printing.printed_list(turn, every, large=turn.arg(0) == "large")


async def on_card_pdf(turn: Turn, services: Services) -> Screen:
    every = await services.store.questions.list(turn.person_id)
    if not every:
        return questions.questions(turn.view, every, 0)
    visit = await services.store.visits.next_after(turn.person_id, turn.now)
    points = doctors_card.points(turn.view, (), every)
    anyway = callback_data.DOCTORS_CARD_PDF(turn.arg(0), printing.ANYWAY)
    return await printing.printed_card(turn, points, visit, anyway)


async def _question(turn: Turn, services: Services) -> Question | None:
    return await services.store.questions.get(turn.person_id, turn.int_arg(0))
