from dataclasses import replace
from datetime import datetime, timedelta

from bot import callback_data
from bot.domain import series
from bot.domain.recurrence import to_text
from bot.domain.visits import local_now, refused
from bot.planning.group_posts import plan_post, rule_for, wake
from bot.screens import calendar, time_zone
from bot.screens.groups import schedule as screens
from bot.screens.groups import settings
from bot.turns.group_turn import GroupTurn, Post, usual_group
from bot.turns.services import Services
from bot.turns.turn import read_int
from storage.errors import LimitReachedError
from storage.groups import CHANGE_LIMIT
from storage.records import GroupSchedule

Wanted = tuple[str, str, str, str, int | None]  # kind, what, rule, time zone, topic
TAKEN_BACK_FOR = timedelta(hours=47)  # Telegram lets us delete for 48
AT_ONCE = timedelta(minutes=1)  # how long ago a remark was made that goes with the next look


async def on_schedules(turn: GroupTurn, services: Services) -> Post:
    """The list. That a moderator can open it shows that we can write here again."""
    if await _zone_is_unknown(turn, services):
        return _ask_zone(turn)
    woken = await wake(services, turn.chat_id, "rights", turn.now)
    notice = turn.view.count("arrivals.can_write_again", woken) if woken else ""
    return await _listed(turn, services, notice)


async def on_schedule(turn: GroupTurn, services: Services) -> Post:
    return await _shown(turn, services)


async def on_pages(turn: GroupTurn, services: Services) -> Post:
    return Post(screens.choose_page(turn.view, turn.group, turn.screen_number(0)))


async def on_month(turn: GroupTurn, services: Services) -> Post:
    return _month(turn, turn.arg(1), turn.arg(0))


async def on_day(turn: GroupTurn, services: Services) -> Post:
    day, target = calendar.read_day(turn.arg(0)), turn.arg(1)
    if day is None or day < local_now(turn.now, turn.group.time_zone).date():
        return _month(turn, target)
    return Post(screens.choose_hour(turn.view, turn.group, target, day, turn.now))


async def on_at(turn: GroupTurn, services: Services) -> Post:
    """Set up what the target says, or change when one that is there comes."""
    target, local = turn.arg(1), calendar.read_moment(turn.arg(0))
    if local is None or refused(local, turn.group.time_zone, turn.now):
        return _month(turn, target)
    try:
        schedule = await _kept(turn, services, target, local)
    except LimitReachedError as error:
        return await _listed(turn, services, turn.view.say("typed.full", limit=error.limit))
    if schedule is None:
        return await _listed(turn, services)
    await plan_post(services, schedule, turn.now)
    return await _shown(turn, services, "group_schedule.kept", schedule.id)


async def on_pause(turn: GroupTurn, services: Services) -> Post:
    """Rest, or go on; a card whose day has passed needs another one first."""
    schedules, schedule = services.store.schedules, await _named(turn, services, turn.int_arg(0))
    if schedule is None:
        return await _listed(turn, services)
    if turn.arg(1) == "1":
        if await schedules.pause(turn.chat_id, schedule.id, "moderator"):
            await _note(turn, services, "schedule_paused")
    elif resumed := await schedules.resume(turn.chat_id, schedule.id):
        if not await plan_post(services, resumed, turn.now):
            await schedules.pause(turn.chat_id, schedule.id, "moderator")
            return _month(turn, str(schedule.id))
        await _note(turn, services, "schedule_resumed")
    return await _shown(turn, services)


async def on_delete(turn: GroupTurn, services: Services) -> Post:
    if schedule := await _named(turn, services, turn.int_arg(0)):
        await services.store.schedules.delete(turn.chat_id, schedule.id)
        await _note(turn, services, "schedule_deleted")
    return await _listed(turn, services)


async def on_post_now(turn: GroupTurn, services: Services) -> Post:
    """Once more at once, by the worker; two moderators in one minute post it once."""
    schedule = await _named(turn, services, turn.int_arg(0))
    if schedule is None or schedule.state != "active":
        return await _shown(turn, services)
    minute = turn.now.isoformat(timespec="minutes")
    await services.store.schedules.plan(schedule, f"now {minute}", turn.now)
    services.due_changed.set()
    return await _shown(turn, services, "group_schedule.posting")


async def on_take_back(turn: GroupTurn, services: Services) -> Post:
    """Take the last post out of the group, while Telegram lets us."""
    schedule = await _named(turn, services, turn.int_arg(0))
    if schedule is None or schedule.last_message_id is None or schedule.last_posted_at is None:
        return await _shown(turn, services)
    if turn.now - schedule.last_posted_at > TAKEN_BACK_FOR:
        return await _shown(turn, services, "group_schedule.too_late")
    await services.store.schedules.taken_back(turn.chat_id, schedule.id)
    await _note(turn, services, "schedule_taken_back")
    services.recent_posts.remove_later(turn.chat_id, schedule.last_message_id, turn.now - AT_ONCE)
    return await _shown(turn, services, "group_schedule.taken_back")


async def _kept(
    turn: GroupTurn, services: Services, target: str, local: datetime
) -> GroupSchedule | None:
    schedules, zone = services.store.schedules, turn.group.time_zone
    if schedule := await _named(turn, services, read_int(target)):
        await _note(turn, services, "schedule_changed")
        rule = to_text(rule_for(schedule.kind, local))
        return await schedules.change_rule(turn.chat_id, schedule.id, rule=rule, time_zone=zone)
    read = series.read_target(turn.edition, turn.group, target)
    if read is None:
        return None
    kind, what = read
    rule = to_text(rule_for(kind, local))
    if schedule := await _same(turn, services, (kind, what, rule, zone, turn.thread_id)):
        return schedule
    await services.store.groups.keep(usual_group(turn.chat_id, services.settings))
    schedule = await schedules.add(
        turn.chat_id,
        turn.now,
        kind=kind,
        what=what,
        rule=rule,
        time_zone=zone,
        thread_id=turn.thread_id,
    )
    await _note(turn, services, "schedule_added")
    return schedule


async def _same(turn: GroupTurn, services: Services, wanted: Wanted) -> GroupSchedule | None:
    """One that is there already: the same button pressed again sets up no second one."""
    every = await services.store.schedules.list(turn.chat_id, posted_since=turn.now)
    for schedule in every:
        known = (
            schedule.kind,
            schedule.what,
            schedule.rule,
            schedule.time_zone,
            schedule.thread_id,
        )
        if schedule.state == "active" and known == wanted:
            return schedule
    return None


async def _zone_is_unknown(turn: GroupTurn, services: Services) -> bool:
    """Whether nobody has told yet by which clock this group lives, and nothing hangs on it."""
    if turn.group.time_zone != services.settings.default_time_zone:
        return False
    if await services.store.schedules.list(turn.chat_id):
        return False
    changes = await services.store.groups.changes(turn.chat_id, CHANGE_LIMIT)
    return all(change.setting != "time_zone" for change in changes)


def _ask_zone(turn: GroupTurn) -> Post:
    """The likely clock to confirm; without a country the list of them, which tells both."""
    if zone := time_zone.guess(turn.view):
        return Post(screens.ask_zone(turn.view, turn.now, zone))
    view = replace(turn.view, back=callback_data.GROUP_SCHEDULES())
    return Post(settings.choose_country(view, 0))


async def _listed(turn: GroupTurn, services: Services, notice: str = "") -> Post:
    schedules = services.store.schedules
    every = await schedules.list(turn.chat_id, posted_since=turn.now - TAKEN_BACK_FOR)
    due = await schedules.next_moments(turn.chat_id)
    return Post(screens.schedules(turn.view, every, due, notice))


async def _shown(
    turn: GroupTurn, services: Services, notice_key: str = "", schedule_id: int = 0
) -> Post:
    schedule = await _named(turn, services, schedule_id or turn.int_arg(0))
    if schedule is None:
        return await _listed(turn, services)
    due = (await services.store.schedules.next_moments(turn.chat_id)).get(schedule.id)
    notice = turn.view.say(notice_key) if notice_key else ""
    return Post(screens.schedule(turn.view, schedule, due, notice))


async def _named(turn: GroupTurn, services: Services, schedule_id: int) -> GroupSchedule | None:
    """The schedule of this group with this id; another group's is not found."""
    return await services.store.schedules.get(turn.chat_id, schedule_id)


def _month(turn: GroupTurn, target: str, spelled: str = "") -> Post:
    month = calendar.read_month(spelled) or turn.view.today
    return Post(screens.choose_day(turn.view, turn.group, target, month, turn.now))


async def _note(turn: GroupTurn, services: Services, setting: str) -> None:
    await services.store.groups.note(turn.chat_id, turn.now, "moderator", setting, "", "")
