"""Puts the bot together. Every command and every button is listed here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import Application

from bot import callback_data as taps
from bot.callback_data import Tap
from bot.edge.application import AnyApplication, budget_for, initialized, processor_for, working
from bot.edge.call_metrics import CountedSends
from bot.edge.commands import introduce
from bot.edge.connection import PollingRequest, Pulse, calling_request, polling_request
from bot.edge.polling import Poller
from bot.edge.rate_limiter import Budget, Limiter
from bot.edge.replica import Replica
from bot.edge.webhook import Webhook
from bot.handlers import (
    bookmarks,
    compare,
    consent,
    feedback,
    glossary,
    help,
    home,
    inline,
    mydata,
    pending,
    questions,
    reading,
    reminder_due,
    reminders,
    search,
    settings,
    status,
    team,
    time_zone,
    visits,
)
from bot.handlers.groups import cards, membership
from bot.handlers.groups import schedule as group_schedule
from bot.handlers.groups import settings as group_settings
from bot.jobs.cleanup import Caretaker
from bot.jobs.content_reload import ContentWatch
from bot.jobs.message_cleanup import Remover
from bot.jobs.reminders import Courier
from bot.routing.router import Router
from bot.turns.group_turn import GroupRoute, GroupTable
from bot.turns.routes import Route, Table
from bot.turns.services import Services

COMMANDS = {  # besides, those that the pack gives to its menus
    "start": Route(home.on_start),
    "find": Route(search.on_find, finds=True),
    "bookmarks": Route(bookmarks.on_bookmarks),
    "questions": Route(questions.on_questions),
    "visits": Route(visits.on_visits),
    "reminders": Route(reminders.on_reminders),
    "urgent": Route(reading.on_urgent),
    "settings": Route(settings.on_settings),
    "privacy": Route(home.on_privacy),
    "mydata": Route(mydata.on_my_data),
    "delete": Route(mydata.on_delete),
    "help": Route(home.on_about),
    "cancel": Route(pending.on_cancel),
}
OPERATOR_COMMANDS = {  # for OPERATOR_IDS; Telegram is told of none of them
    "status": Route(status.on_status),
}
TAPS = {
    taps.HOME: Route(home.on_home),
    taps.MENU: Route(home.on_menu),
    taps.PAGE: Route(reading.on_page),
    taps.SECTION: Route(reading.on_section),
    taps.PAGE_WORDS: Route(glossary.on_page_words),
    taps.PAGE_MEDICINES: Route(glossary.on_page_medicines),
    taps.PAGE_QUESTIONS: Route(questions.on_page_questions),
    taps.RELATED: Route(reading.on_related),
    taps.SOURCES: Route(reading.on_sources),
    taps.PICTURE: Route(reading.on_picture),
    taps.COMPARE: Route(compare.on_compare),
    taps.COMPARED: Route(compare.on_compared),
    taps.COMPARE_SOURCES: Route(compare.on_sources),
    taps.WORDS: Route(glossary.on_words),
    taps.MEDICINES: Route(glossary.on_medicines),
    taps.WORD: Route(reading.on_word),
    taps.MEDICINE: Route(reading.on_medicine),
    taps.MEDICINE_SAFETY: Route(glossary.on_medicine_safety),
    taps.HELPFUL: Route(feedback.on_helpful, "counts"),
    taps.URGENT: Route(reading.on_urgent),
    taps.TALK: Route(reading.on_talk),
    taps.HELP_REGIONS: Route(help.on_regions),
    taps.HELP_IN: Route(help.on_region),
    taps.TEAM_NUMBER: Route(team.on_team_number, "keeps"),
    taps.REMOVE_TEAM_NUMBER: Route(team.on_remove, "writes"),
    taps.LIVE_IN: Route(help.on_live_in, "keeps"),
    taps.FIND: Route(search.on_find),
    taps.SETTINGS: Route(settings.on_settings),
    taps.CHOOSE: Route(settings.on_choose),
    taps.SET: Route(settings.on_set, "keeps"),
    taps.PRIVACY: Route(home.on_privacy),
    taps.ABOUT: Route(home.on_about),
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
    taps.ZONE_COUNTRIES: Route(time_zone.on_countries, "keeps"),
    taps.ZONE_CITIES: Route(time_zone.on_cities),
    taps.REMINDERS: Route(reminders.on_reminders),
    taps.REMINDER: Route(reminders.on_reminder),
    taps.NEW_REMINDER: Route(reminders.on_new, "times"),
    taps.WHEN: Route(reminders.on_when, "times"),
    taps.EVERY: Route(reminders.on_every),
    taps.SET_WHEN: Route(reminders.on_set_when, "times"),
    taps.REMINDER_MONTH: Route(reminders.on_month, "times"),
    taps.REMINDER_DAY: Route(reminders.on_day, "times"),
    taps.REMINDER_AT: Route(reminders.on_at, "times"),
    taps.HOURS: Route(reminders.on_hours),
    taps.SET_HOUR: Route(reminders.on_hour, "times"),
    taps.PAUSE: Route(reminders.on_pause, "keeps"),
    taps.SEND_NOW: Route(reminder_due.on_send_now),
    taps.DELETE_REMINDER: Route(reminders.on_delete, "writes"),
    taps.DUE: Route(reminder_due.on_due),
    taps.SHOW_DOCTOR: Route(reminder_due.on_show_doctor),
    taps.SHOW_DOCTOR_PDF: Route(reminder_due.on_show_doctor_pdf),
    taps.TALKED: Route(reminder_due.on_talked, "keeps"),
    taps.NEXT_TALK: Route(reminder_due.on_next_talk, "times"),
    taps.LATER: Route(reminder_due.on_later),
    taps.LATER_BY: Route(reminder_due.on_later_by, "times"),
    taps.STOP: Route(reminder_due.on_stop, "writes"),
    taps.VISITS: Route(visits.on_visits),
    taps.VISIT: Route(visits.on_visit),
    taps.VISIT_MONTH: Route(visits.on_month, "times"),
    taps.VISIT_DAY: Route(visits.on_day, "times"),
    taps.VISIT_TIME: Route(visits.on_time, "times"),
    taps.VISIT_OTHER_TIME: Route(visits.on_other_time, "times"),
    taps.SAVE_VISIT: Route(visits.on_save, "times"),
    taps.MOVE_VISIT: Route(visits.on_move, "times"),
    taps.VISIT_WHOM: Route(visits.on_whom, "keeps"),
    taps.VISIT_REPEAT: Route(visits.on_repeat, "keeps"),
    taps.VISIT_PLACE: Route(visits.on_place, "keeps"),
    taps.VISIT_NO_PLACE: Route(visits.on_no_place, "keeps"),
    taps.VISIT_FILE: Route(visits.on_file),
    taps.CANCEL_VISIT: Route(visits.on_cancel),
    taps.CANCEL_VISIT_NOW: Route(visits.on_cancel_now, "writes"),
    taps.MY_DATA: Route(mydata.on_my_data),
    taps.MY_FILES: Route(mydata.on_files),
    taps.BRING_BACK: Route(mydata.on_bring_back, "keeps"),
    taps.DELETE: Route(mydata.on_delete),
    taps.DELETE_NOW: Route(mydata.on_delete_now, "writes"),
}
GROUP_COMMANDS = {  # besides, one for each subject of the pack
    "card": GroupRoute(cards.on_card, "posters", finds=True),
    "topics": GroupRoute(cards.on_topics),
    "urgent": GroupRoute(cards.on_urgent),
    "commands": GroupRoute(cards.on_commands),
    "schedule": GroupRoute(group_schedule.on_schedules, "moderators", "writes"),
    "groupsettings": GroupRoute(group_settings.on_settings, "moderators"),
}
GROUP_TAPS: dict[Tap, GroupRoute] = {
    taps.READ_HERE: GroupRoute(cards.on_read_here, to="asker"),
    taps.GROUP_SETTINGS: GroupRoute(group_settings.on_settings, "moderators"),
    taps.GROUP_CHOOSE: GroupRoute(group_settings.on_choose, "moderators"),
    taps.GROUP_SET: GroupRoute(group_settings.on_set, "moderators", "writes"),
    taps.GROUP_TOPIC: GroupRoute(group_settings.on_topic, "moderators", "writes"),
    taps.GROUP_COUNTRIES: GroupRoute(group_settings.on_countries, "moderators"),
    taps.GROUP_CITIES: GroupRoute(group_settings.on_cities, "moderators"),
    taps.GROUP_CHANGES: GroupRoute(group_settings.on_changes, "moderators"),
    taps.GROUP_CLOSE: GroupRoute(group_settings.on_close, "moderators"),
    taps.GROUP_SCHEDULES: GroupRoute(group_schedule.on_schedules, "moderators", "writes"),
    taps.GROUP_SCHEDULE: GroupRoute(group_schedule.on_schedule, "moderators"),
    taps.GROUP_PAGES: GroupRoute(group_schedule.on_pages, "moderators"),
    taps.GROUP_MONTH: GroupRoute(group_schedule.on_month, "moderators"),
    taps.GROUP_DAY: GroupRoute(group_schedule.on_day, "moderators"),
    taps.GROUP_AT: GroupRoute(group_schedule.on_at, "moderators", "writes"),
    taps.GROUP_PAUSE: GroupRoute(group_schedule.on_pause, "moderators", "writes"),
    taps.GROUP_DELETE: GroupRoute(group_schedule.on_delete, "moderators", "writes"),
    taps.GROUP_POST_NOW: GroupRoute(group_schedule.on_post_now, "moderators", "writes"),
    taps.GROUP_TAKE_BACK: GroupRoute(group_schedule.on_take_back, "moderators", "writes"),
}
GROUP_TABLE = GroupTable(
    commands=GROUP_COMMANDS,
    taps=GROUP_TAPS,
    subject=GroupRoute(cards.on_subject, "posters"),
    personal=GroupRoute(cards.on_personal),
    refused=GroupRoute(cards.on_refused),
    membership=GroupRoute(membership.on_membership, does="writes"),
    migrated=GroupRoute(membership.on_migrated, does="writes"),
)
TABLE = Table(
    commands=COMMANDS,
    taps=TAPS,
    steps={taps.AGREE: consent.on_agree, taps.ZONE: time_zone.on_zone},
    answers={
        "note": Route(bookmarks.on_note_typed, "answers"),
        "question": Route(questions.on_question_typed, "answers"),
        "question-text": Route(questions.on_text_typed, "answers"),
        "visit": Route(visits.on_day_typed, "answers"),
        "visit-time": Route(visits.on_time_typed, "answers"),
        "visit-place": Route(visits.on_place_typed, "answers"),
        "my-data": Route(mydata.on_file, "answers"),
        "city": Route(time_zone.on_city_typed, "answers"),
        "reminder-text": Route(reminders.on_text_typed, "answers"),
        "moment": Route(reminders.on_moment_typed, "answers"),
        "team-number": Route(team.on_number_typed, "answers"),
    },
    typed=Route(search.on_find, finds=True),
    menu=Route(home.on_menu),
    late_answer=Route(pending.on_late),
    not_words=Route(home.on_not_words, finds=True),
    unknown_command=Route(home.on_unknown_command),
    operators=OPERATOR_COMMANDS,
    old_button=Route(home.on_old_button),
    returned=Route(reminder_due.on_return, "writes"),
    groups=GROUP_TABLE,
    inline=inline.on_inline,
)
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
]


def build_application(
    services: Services,
    token: str,
    polling: PollingRequest | None = None,
    budget: Budget | None = None,
    replica: Replica | None = None,
) -> AnyApplication:
    """The PTB application with our table; it does nothing until it is started."""
    settings, router = services.settings, Router(services, TABLE)
    budget, api = budget or budget_for(settings), settings.bot_api_url.rstrip("/")
    limiter = Limiter(budget, replica.tell_hold if replica else None)
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .job_queue(None)
        .updater(None)
        .concurrent_updates(processor_for(router.say_busy, budget, replica))
        .rate_limiter(CountedSends(services.meters, limiter))
        .request(calling_request(settings))
        .get_updates_request(polling or polling_request(settings, Pulse()))
        .build()
    )
    router.attach(application)
    processor = application.update_processor
    services.meters.turns_open = lambda: processor.current_concurrent_updates
    return application


@asynccontextmanager
async def running(
    services: Services,
    token: str,
    source: Poller | Webhook | None = None,
    budget: Budget | None = None,
    replica: Replica | None = None,
) -> AsyncIterator[AnyApplication]:
    """The bot; it polls if nothing else is said. At the end it first lets nothing new in."""
    source, budget = source or Poller(services.settings), budget or budget_for(services.settings)
    polling = source.request if isinstance(source, Poller) else None
    application = build_application(services, token, polling, budget, replica)
    async with initialized(application):
        bot = application.bot
        async with (
            Remover(services, bot).running(),
            working(application, budget),
            Courier(services, bot, budget).running(),
            Caretaker(services, bot).running(),
            ContentWatch(services, lambda _: introduce(bot, services, COMMANDS)).running(),
            source.open(application, UPDATES),
        ):
            yield application
