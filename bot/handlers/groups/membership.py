from bot.planning.group_posts import wake
from bot.screens.groups import membership
from bot.turns.group_turn import GroupTurn, Post
from bot.turns.services import Services

OUT = ("left", "kicked")
ADMINISTRATOR = "administrator"


async def on_membership(turn: GroupTurn, services: Services) -> Post | None:
    """Our own place in the group has changed: added, removed, made administrator, or rights."""
    old, new = turn.arg(0), turn.arg(1)
    if new in OUT:
        await services.store.groups.leave(turn.chat_id, turn.now.date())
        await services.store.schedules.pause_all(turn.chat_id, "gone")
        return None
    if old in OUT:
        return await _arrived(turn, services, is_admin=new == ADMINISTRATOR)
    woken = await wake(services, turn.chat_id, "rights", turn.now)
    if new == ADMINISTRATOR != old:
        return Post(membership.made_admin(turn.view))
    return Post(membership.can_write_again(turn.view, woken)) if woken else None


async def on_migrated(turn: GroupTurn, services: Services) -> Post | None:
    """The group lives on under another id, with all it has; the second signal finds that done."""
    old, new = int(turn.arg(0)), int(turn.arg(1))
    if await services.store.groups.move(old, new, turn.now):
        await wake(services, new, "gone", turn.now)
        services.due_changed.set()
    return None


async def _arrived(turn: GroupTurn, services: Services, *, is_admin: bool) -> Post | None:
    """One short message, but not in a supergroup that we came along into."""
    known = await services.store.groups.come_back(turn.chat_id)
    if await services.store.groups.moved_here(turn.chat_id):
        return None
    return Post(membership.hello(turn.view, turn.chat_id, is_admin=is_admin, known=known))
