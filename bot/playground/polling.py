"""Methods about how updates reach the bot."""

from bot.playground.inbox import BATCH_LIMIT
from bot.playground.refusals import WEBHOOK_ACTIVE, WEBHOOK_NOT_HTTPS, Json, RefusedError
from bot.playground.world import World


async def get_updates(world: World, params: Json) -> list[Json]:
    if world.webhook:
        raise RefusedError(WEBHOOK_ACTIVE)
    if "allowed_updates" in params:
        world.inbox.allow(params["allowed_updates"])
    limit = min(max(params.get("limit", BATCH_LIMIT), 1), BATCH_LIMIT)
    return await world.inbox.poll(params.get("offset", 0), limit, params.get("timeout", 0))


def set_webhook(world: World, params: Json) -> bool:
    """Remembered, and polling ends; nobody posts there: that is for whoever plays Telegram."""
    if params["url"] and not params["url"].startswith("https://"):
        raise RefusedError(WEBHOOK_NOT_HTTPS)
    if "allowed_updates" in params:
        world.inbox.allow(params["allowed_updates"])
    if params.get("drop_pending_updates"):
        world.inbox.drop()
    world.webhook = params if params["url"] else {}
    world.inbox.hang_up()
    return True


def delete_webhook(world: World, params: Json) -> bool:
    world.webhook = {}
    if params.get("drop_pending_updates"):
        world.inbox.drop()
    return True


def get_webhook_info(world: World, _params: Json) -> Json:
    return {
        "url": world.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.inbox.pending()),
        "allowed_updates": sorted(world.inbox.allowed),
    }
