"""`/status`: the router lets only operators come here."""

import asyncio
from datetime import timedelta

from bot import __version__
from bot.ops.snapshot import content_of
from bot.screen import Screen
from bot.screens import status
from bot.screens.status import Status
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.study_answers import Copy, Tried


async def on_status(turn: Turn, services: Services) -> Screen:
    metrics, stats, content = (
        services.metrics,
        services.store.stats,
        content_of(services.library_holder),
    )
    waiting = await stats.waiting(turn.now)
    copy, tried = await _studies(services)
    now = Status(
        version=__version__,
        up_since=turn.now - metrics.up_for(),
        content_version=content.version,
        content_at=content.loaded_at,
        problems=content.problems,
        poll_age=_span(metrics.poll_age()),
        due=waiting.due,
        pending=waiting.pending,
        sends=metrics.sends_last_hour.total(),
        refusals=metrics.refusals_last_hour.total(),
        engine=await stats.engine(),
        size=await stats.size(),
        helpful=await _helpful(turn, services),
        studies=(copy.data_on[:10], copy.studies) if copy else None,
        register_fails=(tried.failing_since, tried.failure) if tried.failing_since else None,
        wants_studies=services.studies is not None and turn.edition.pack.finder is not None,
    )
    return status.status(turn.view, now)


async def _studies(services: Services) -> tuple[Copy | None, Tried]:
    if services.studies is None:
        return None, Tried()
    copy = await asyncio.to_thread(services.studies.copy)
    return copy, await asyncio.to_thread(services.studies.tried)


async def _helpful(turn: Turn, services: Services) -> list[tuple[str, int, int]]:
    """What was answered under each page, where the host asks for that."""
    if services.settings.helpful != "on":
        return []
    return [
        (
            turn.edition.title_of("page", count.page_id) or count.page_id,
            count.helped,
            count.not_really,
        )
        for count in await services.store.feedback.summed()
    ]


def _span(seconds: float | None) -> timedelta | None:
    """Endless before the first poll."""
    if seconds is None:
        return None
    return timedelta.max if seconds == float("inf") else timedelta(seconds=seconds)
