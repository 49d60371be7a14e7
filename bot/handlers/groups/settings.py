from dataclasses import replace

from bot import callback_data
from bot.domain.time_zones import UnknownZoneError, country_of, zone_named
from bot.handlers.groups.schedule import on_schedules
from bot.planning.group_posts import follow_zone
from bot.regions import UNKNOWN, region_of
from bot.screens.groups import settings as screens
from bot.turns.group_turn import GroupTurn, Post, usual_group
from bot.turns.services import Services
from storage.groups import Setting


async def on_settings(turn: GroupTurn, services: Services) -> Post:
    return Post(screens.settings(turn.view, turn.group))


async def on_choose(turn: GroupTurn, services: Services) -> Post:
    name = turn.arg(0)
    if name == "topics":
        return Post(screens.choose_topics(turn.view, turn.group, turn.screen_number(1)))
    if name not in screens.CHOICES:
        return await on_settings(turn, services)
    return Post(screens.choose(turn.view, turn.group, name, turn.screen_number(1)))


async def on_set(turn: GroupTurn, services: Services) -> Post:
    """Keep a value that one of our buttons can have; anything else only shows what is set."""
    name, value = turn.arg(0), turn.arg(1)
    chosen = _chosen(turn, name, value)
    if not chosen:
        return await on_settings(turn, services)
    changed = await _change(turn, services, **chosen)
    if "time_zone" in chosen:
        await follow_zone(services, turn.chat_id, changed.group.time_zone, turn.now)
        if turn.view.back == callback_data.GROUP_SCHEDULES():
            return await _go_on(turn, changed, services)
    if name == "topics":
        return Post(screens.choose_topics(changed.view, changed.group, 0))
    notice = changed.view.say("settings.done")
    return Post(screens.settings(changed.view, changed.group, notice))


async def _go_on(was: GroupTurn, turn: GroupTurn, services: Services) -> Post:
    """To the list where the zone was asked; what was meant all along is noted, and asked once."""
    zone = turn.group.time_zone
    if zone == was.group.time_zone:
        groups = services.store.groups
        await groups.note(turn.chat_id, turn.now, "moderator", "time_zone", zone, zone)
    return await on_schedules(turn, services)


async def on_topic(turn: GroupTurn, services: Services) -> Post:
    """Allow a page or leave it out; when all are allowed, so are those that come later."""
    every = [page.id for page in screens.pages(turn.view)]
    page_id, allow, number = turn.arg(0), turn.arg(1) == "1", turn.screen_number(2)
    if page_id in every:
        group = await services.store.groups.get_or(turn.group)
        was = every if group.topics is None else group.topics
        wanted = tuple(p for p in every if (allow if p == page_id else p in was))
        turn = await _change(turn, services, topics=None if len(wanted) == len(every) else wanted)
    return Post(screens.choose_topics(turn.view, turn.group, number))


async def on_countries(turn: GroupTurn, services: Services) -> Post:
    return Post(screens.choose_country(turn.view, turn.screen_number(0)))


async def on_cities(turn: GroupTurn, services: Services) -> Post:
    return Post(screens.choose_city(turn.view, turn.now, turn.arg(0), turn.screen_number(1)))


async def on_changes(turn: GroupTurn, services: Services) -> Post:
    every = await services.store.groups.changes(turn.chat_id)
    return Post(screens.changes(turn.view, turn.group, every))


async def on_close(turn: GroupTurn, services: Services) -> Post:
    return Post(screens.closed(turn.view))


async def _change(turn: GroupTurn, services: Services, **values: Setting) -> GroupTurn:
    """The same turn in the group as it is now; its language and region may be others."""
    usual = usual_group(turn.chat_id, services.settings)
    group = await services.store.groups.change(usual, turn.now, "moderator", **values)
    edition = services.library.edition(group.language)
    view = replace(turn.view, edition=edition, region=group.region)
    return replace(turn, group=group, view=view)


def _chosen(turn: GroupTurn, name: str, value: str) -> dict[str, Setting]:
    """What a button sets, by the names that are kept; nothing for a forged one."""
    if name == "topics" and value == screens.ALL:
        return {"topics": None}
    if name == "time_zone":
        try:
            zone = zone_named(value).key
        except UnknownZoneError:
            return {}
        country = country_of(zone) if turn.group.region == UNKNOWN else ""
        implied: dict[str, Setting] = {"region": region_of(country)} if country else {}
        return {"time_zone": zone, **implied}
    if value not in screens.options(turn.view, name):
        return {}
    match name:
        case "cooldown":
            return {"cooldown_seconds": int(value)}
        case "quiet":
            start, end = screens.QUIET[value]
            return {"quiet_start": start, "quiet_end": end}
        case "spoiler":
            return {"spoiler": value == "1"}
    return {name: value}
