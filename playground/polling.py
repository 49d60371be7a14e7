"""Methods about how updates reach the bot."""

import ipaddress
import re
from contextlib import suppress
from urllib.parse import urlsplit

from playground.inbox import BATCH_LIMIT
from playground.refusals import (
    SECRET_INVALID,
    SECRET_TOO_LONG,
    WEBHOOK_ACTIVE,
    WEBHOOK_NOT_HTTPS,
    WEBHOOK_PORT,
    WEBHOOK_RESERVED,
    Json,
    RefusedError,
)
from playground.world import World

PORTS = (80, 88, 443, 8443)
LONGEST_SECRET = 256  # characters
USUAL_CONNECTIONS, MOST_CONNECTIONS = 40, 100


async def get_updates(world: World, params: Json) -> list[Json]:
    if world.webhook:
        raise RefusedError(WEBHOOK_ACTIVE)
    if "allowed_updates" in params:
        world.inbox.allow(params["allowed_updates"])
    limit = min(max(params.get("limit", BATCH_LIMIT), 1), BATCH_LIMIT)
    return await world.inbox.poll(params.get("offset", 0), limit, params.get("timeout", 0))


def set_webhook(world: World, params: Json) -> bool:
    """Polling ends; from now on updates are posted, see `posting.py`."""
    if params["url"]:
        _check_address(params["url"])
    _check_secret(params.get("secret_token", ""))
    if "allowed_updates" in params:
        world.inbox.allow(params["allowed_updates"])
    if params.get("drop_pending_updates"):
        world.inbox.drop()
    world.webhook = params if params["url"] else {}
    world.webhook_error = None
    world.inbox.hang_up()
    return True


def _check_address(url: str) -> None:
    try:
        address, port = urlsplit(url), urlsplit(url).port or 443
    except ValueError:
        raise RefusedError(WEBHOOK_PORT) from None
    if address.scheme != "https":
        raise RefusedError(WEBHOOK_NOT_HTTPS)
    if port not in PORTS:
        raise RefusedError(WEBHOOK_PORT)
    with suppress(ValueError):
        if not ipaddress.ip_address(address.hostname or "").is_global:
            raise RefusedError(WEBHOOK_RESERVED, address=address.hostname)


def _check_secret(secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise RefusedError(SECRET_TOO_LONG)
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise RefusedError(SECRET_INVALID)


def delete_webhook(world: World, params: Json) -> bool:
    world.webhook = {}
    if params.get("drop_pending_updates"):
        world.inbox.drop()
    return True


def get_webhook_info(world: World, _params: Json) -> Json:
    info: Json = {
        "url": world.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.inbox.pending()),
        "allowed_updates": sorted(world.inbox.allowed),
    }
    if world.webhook:
        info["max_connections"] = connections(world)
    if world.webhook_error:
        info["last_error_date"], info["last_error_message"] = world.webhook_error
    return info


def connections(world: World) -> int:
    """How many posts may be under way at once."""
    wanted: int = world.webhook.get("max_connections", USUAL_CONNECTIONS)
    return min(max(wanted, 1), MOST_CONNECTIONS)
