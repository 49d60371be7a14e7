"""Methods that answer a tap or an inline query."""

import re
from typing import NoReturn

from playground.entities import units
from playground.keyboards import read_markup
from playground.refusals import (
    ALERT_TOO_LONG,
    NEXT_OFFSET_INVALID,
    QUERY_TOO_OLD,
    RESULT_ID_DUPLICATE,
    RESULT_ID_INVALID,
    RESULT_UNREADABLE,
    RESULTS_TOO_MANY,
    START_PARAM_INVALID,
    TEXT_TOO_LONG,
    URL_INVALID,
    Json,
    RefusedError,
)
from playground.texts import TEXT_LIMIT, read_text
from playground.world import QUERY_LIFE, Query, Toast, World

ALERT_LIMIT = 200  # characters
RESULT_LIMIT = 50  # results in one answer
ID_LIMIT = 64  # bytes
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(world: World, params: Json) -> bool:
    text = params.get("text", "")
    if units(text) > ALERT_LIMIT:
        raise RefusedError(ALERT_TOO_LONG)
    url = params.get("url", "")
    if url and not url.startswith((f"https://t.me/{world.bot.username}?", "tg://")):
        raise RefusedError(URL_INVALID)
    query = _take(world, world.taps, params["callback_query_id"])
    place = query.person_id, query.chat_id
    world.toasts.pop(place, None)
    if text or url:
        is_alert = params.get("show_alert", False)
        world.toasts[place] = Toast(world.next_id(), text, is_alert, url)
    world.changes.ring()
    return True


def answer_inline_query(world: World, params: Json) -> bool:
    results = params["results"]
    if len(results) > RESULT_LIMIT:
        raise RefusedError(RESULTS_TOO_MANY)
    kept = [_result(result) for result in results]
    if len({result["id"] for result in kept}) < len(kept):
        raise RefusedError(RESULT_ID_DUPLICATE)
    if len(params.get("next_offset", "").encode()) > ID_LIMIT:
        raise RefusedError(NEXT_OFFSET_INVALID)
    button = params.get("button")
    if button and not START_PARAMETER.fullmatch(button.get("start_parameter", "")):
        raise RefusedError(START_PARAM_INVALID)
    query = _take(world, world.inline_queries, params["inline_query_id"])
    answer = {"query": query.text, "results": kept, "button": button}
    answer["next_offset"] = params.get("next_offset", "")
    place = query.person_id, query.chat_id
    world.inline_results[place] = answer
    earlier = world.inline_offered.get(place, []) if query.offset else []
    world.inline_offered[place] = [*earlier, *kept]
    world.changes.ring()
    return True


def _take(world: World, waiting: dict[str, Query], query_id: str) -> Query:
    """One answer for each query, and only while it is young."""
    query = waiting.pop(query_id, None)
    if query is None or world.clock.seconds() - query.asked_at > QUERY_LIFE.total_seconds():
        raise RefusedError(QUERY_TOO_OLD)
    return query


def _result(result: Json) -> Json:
    """A result with the content it would post."""
    if not 1 <= len(str(result.get("id", "")).encode()) <= ID_LIMIT:
        raise RefusedError(RESULT_ID_INVALID)
    if result.get("type") != "article":
        _unreadable("the playground shows results of the type article only")
    if not result.get("title"):
        _unreadable("article title is empty")
    words = result.get("input_message_content")
    if not isinstance(words, dict) or "message_text" not in words:
        _unreadable("message content is not specified")
    content = read_text({**words, "text": words["message_text"]}, TEXT_LIMIT, TEXT_TOO_LONG)
    markup = read_markup(result.get("reply_markup"), inline_only=True)
    return {
        "id": str(result["id"]),
        "title": result["title"],
        "description": result.get("description", ""),
        "content": content,
        "reply_markup": markup,
    }


def _unreadable(why: str) -> NoReturn:
    raise RefusedError(RESULT_UNREADABLE, why=why)
