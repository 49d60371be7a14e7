"""What a group is like until its moderators choose, and when it is quiet there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.recurrence import QuietHours
from storage.records import Group


def with_current_ids(group: Group, renamed: Mapping[str, str]) -> Group:
    """The same choice of topics, with pages by the ids that they have now."""
    if group.topics is None:
        return group
    return replace(group, topics=tuple(renamed.get(topic, topic) for topic in group.topics))


def is_quiet(group: Group, now: datetime) -> bool:
    """Whether what is posted now should make no sound."""
    here = now.astimezone(ZoneInfo(group.time_zone)).replace(tzinfo=None)
    return QuietHours(group.quiet_start, group.quiet_end).began(here) is not None
