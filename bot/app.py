"""Puts the bot together. Every command and every button is listed here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot import taps
from bot.commands import register
from bot.handlers import (
    bookmarks,
    consent,
    find,
    help,
    home,
    mydata,
    names,
    questions,
    reading,
    settings,
    typed,
)
from bot.limits import PerPersonProcessor
from bot.router import AnyApplication, Route, Router, Table
from bot.turn import Services

COMMANDS = {
    "start": Route(home.on_start),
    "treatments": Route(home.on_treatments),
    "find": Route(find.on_find),
    "bookmarks": Route(bookmarks.on_bookmarks),
    "questions": Route(questions.on_questions),
    "urgent": Route(reading.on_urgent),
    "settings": Route(settings.on_settings),
    "privacy": Route(home.on_privacy),
    "mydata": Route(mydata.on_my_data),
    "delete": Route(mydata.on_delete),
    "help": Route(home.on_about),
    "cancel": Route(typed.on_cancel),
}
TAPS = {
    taps.HOME: Route(home.on_home),
    taps.MENU: Route(home.on_menu),
    taps.PAGE: Route(reading.on_page),
    taps.SECTION: Route(reading.on_section),
    taps.PAGE_WORDS: Route(names.on_page_words),
    taps.PAGE_MEDICINES: Route(names.on_page_medicines),
    taps.PAGE_QUESTIONS: Route(questions.on_page_questions),
    taps.RELATED: Route(reading.on_related),
    taps.SOURCES: Route(reading.on_sources),
    taps.WORDS: Route(names.on_words),
    taps.MEDICINES: Route(names.on_medicines),
    taps.WORD: Route(reading.on_word),
    taps.MEDICINE: Route(reading.on_medicine),
    taps.URGENT: Route(reading.on_urgent),
    taps.TALK: Route(reading.on_talk),
    taps.HELP_REGIONS: Route(help.on_regions),
    taps.HELP_IN: Route(help.on_region),
    taps.FIND: Route(find.on_find),
    taps.SETTINGS: Route(settings.on_settings),
    taps.CHOOSE: Route(settings.on_choose),
    taps.SET: Route(settings.on_set, "keeps"),
    taps.PRIVACY: Route(home.on_privacy),
    taps.ABOUT: Route(home.on_about),
    taps.AGREE: Route(home.on_home, "agrees"),
    taps.DECLINE: Route(consent.on_decline),
    taps.KEEP: Route(bookmarks.on_keep, "keeps"),
    taps.DROP: Route(bookmarks.on_drop, "writes"),
    taps.BOOKMARKS: Route(bookmarks.on_bookmarks),
    taps.BOOKMARK: Route(bookmarks.on_bookmark),
    taps.OPEN_BOOKMARK: Route(bookmarks.on_open, "keeps"),
    taps.NOTE: Route(bookmarks.on_note, "keeps"),
    taps.MOVE_BOOKMARK: Route(bookmarks.on_move, "keeps"),
    taps.REMOVE_BOOKMARK: Route(bookmarks.on_remove, "writes"),
    taps.RESTORE_BOOKMARK: Route(bookmarks.on_restore, "keeps"),
    taps.SHARE_BOOKMARKS: Route(bookmarks.on_share),
    taps.QUESTIONS: Route(questions.on_questions),
    taps.QUESTION: Route(questions.on_question),
    taps.ADD_QUESTION: Route(questions.on_add, "keeps"),
    taps.WRITE_QUESTION: Route(questions.on_write, "keeps"),
    taps.EDIT_QUESTION: Route(questions.on_edit, "keeps"),
    taps.CHECK_QUESTION: Route(questions.on_check, "keeps"),
    taps.MOVE_QUESTION: Route(questions.on_move, "keeps"),
    taps.REMOVE_QUESTION: Route(questions.on_remove, "writes"),
    taps.RESTORE_QUESTION: Route(questions.on_restore, "keeps"),
    taps.FOR_VISIT: Route(questions.on_for_visit),
    taps.VISIT_TEXT: Route(questions.on_visit_text),
    taps.VISIT_PDF: Route(questions.on_visit_pdf),
    taps.DOCTORS_CARD: Route(questions.on_doctors_card),
    taps.DOCTORS_CARD_PDF: Route(questions.on_card_pdf),
    taps.MY_DATA: Route(mydata.on_my_data),
    taps.MY_FILES: Route(mydata.on_files),
    taps.BRING_BACK: Route(mydata.on_bring_back, "keeps"),
    taps.DELETE: Route(mydata.on_delete),
    taps.DELETE_NOW: Route(mydata.on_delete_now, "writes"),
}
TABLE = Table(
    commands=COMMANDS,
    taps=TAPS,
    answers={
        "note": Route(bookmarks.on_note_typed, "answers"),
        "question": Route(questions.on_question_typed, "answers"),
        "question-text": Route(questions.on_text_typed, "answers"),
        "my-data": Route(mydata.on_file, "answers"),
    },
    typed=Route(find.on_find),
    late_answer=Route(typed.on_late),
    not_words=Route(home.on_not_words),
    unknown_command=Route(home.on_unknown_command),
    old_button=Route(home.on_old_button),
)
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
]
READ_TIMEOUT, POOL_TIMEOUT = 20.0, 10.0  # seconds
POLL_CONNECTIONS = 4  # a torn long poll must not hold the only one


def build_application(services: Services, token: str) -> AnyApplication:
    """The PTB application with our table; it does nothing until it is started."""
    api = str(services.settings.bot_api_url).rstrip("/")
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .job_queue(None)
        .concurrent_updates(PerPersonProcessor())
        .request(HTTPXRequest(256, READ_TIMEOUT, pool_timeout=POOL_TIMEOUT))
        .get_updates_request(
            HTTPXRequest(POLL_CONNECTIONS, READ_TIMEOUT, pool_timeout=POOL_TIMEOUT)
        )
        .build()
    )
    Router(services, TABLE).attach(application)
    return application


@asynccontextmanager
async def running(services: Services, token: str) -> AsyncIterator[AnyApplication]:
    """The bot, polling; it stops cleanly on the way out."""
    application = build_application(services, token)
    async with application:
        await register(application.bot, services.library, COMMANDS)
        await application.start()
        if application.updater is None:
            raise RuntimeError("the application was built without an updater")
        await application.updater.start_polling(allowed_updates=UPDATES, bootstrap_retries=5)
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()
