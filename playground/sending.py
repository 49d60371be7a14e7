"""Methods that put a message into a chat."""

from dataclasses import replace

from playground.ephemeral import receiver_in
from playground.images import size_of
from playground.keyboards import read_markup
from playground.parameters import Upload
from playground.people import Chat, Message
from playground.reaching import known_chat, message_in, open_chat, reply_in, thread_in
from playground.refusals import (
    ACTION_WRONG,
    CAPTION_TOO_LONG,
    COPY_NOT_ALLOWED,
    COPY_NOT_FOUND,
    FILE_TOO_BIG,
    FILE_WRONG_ID,
    FILE_WRONG_KIND,
    FORWARD_NOT_ALLOWED,
    FORWARD_NOT_FOUND,
    PHOTO_DIMENSIONS_INVALID,
    PHOTO_UNREADABLE,
    TEXT_TOO_LONG,
    Json,
    Refusal,
    RefusedError,
)
from playground.shapes import message_json
from playground.texts import CAPTION_LIMIT, TEXT_LIMIT, read_text
from playground.world import TYPING_LIFE, StoredFile, World

DOCUMENT_LIMIT = 50 * 1024 * 1024  # bytes
PHOTO_LIMIT = 10 * 1024 * 1024  # bytes
PHOTO_SIDES = 10_000  # pixels, width and height together
PHOTO_SHAPE = 20  # how many times longer one side may be than the other
_NOT_COPIED = ("sender_chat", "forward_origin", "via_bot")
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(world: World, params: Json) -> Json:
    content = read_text(params, TEXT_LIMIT, TEXT_TOO_LONG)
    if preview := params.get("link_preview_options"):
        content["link_preview_options"] = preview
    return message_json(world, post(world, params, content))


def send_document(world: World, params: Json) -> Json:
    file = _stored(world, params["document"], "document", DOCUMENT_LIMIT)
    document = {**_file_json(file), "file_name": file.name}
    content = {"document": document} | _caption(params)
    return message_json(world, post(world, params, content))


def send_photo(world: World, params: Json) -> Json:
    file = _stored(world, params["photo"], "photo", PHOTO_LIMIT)
    width, height = _photo_size(file)
    size = {**_file_json(file), "width": width, "height": height}
    return message_json(world, post(world, params, {"photo": [size]} | _caption(params)))


def copy_message(world: World, params: Json) -> Json:
    source = _source(world, params, COPY_NOT_FOUND)
    if source.is_protected:
        raise RefusedError(COPY_NOT_ALLOWED)
    content = {name: value for name, value in source.content.items() if name not in _NOT_COPIED}
    if "caption" in params and "text" not in content:
        content = {n: v for n, v in content.items() if not n.startswith("caption")}
        content |= _caption(params)
    return {"message_id": post(world, params, content).id}


def forward_message(world: World, params: Json) -> Json:
    source = _source(world, params, FORWARD_NOT_FOUND)
    if source.is_protected:
        raise RefusedError(FORWARD_NOT_ALLOWED)
    return message_json(world, post(world, params, forwarded(source)))


def send_chat_action(world: World, params: Json) -> bool:
    if params["action"] not in _ACTIONS:
        raise RefusedError(ACTION_WRONG)
    chat = open_chat(world, params["chat_id"])
    thread_in(chat, params.get("message_thread_id"))
    world.typing_until[chat.id] = world.clock.seconds() + int(TYPING_LIFE.total_seconds())
    world.changes.ring()
    return True


def forwarded(source: Message) -> Json:
    """The content of a message somebody passes on, with where it comes from."""
    origin = {"type": "user", "sender_user": source.sender, "date": source.date}
    content = {n: v for n, v in source.content.items() if n != "link_preview_options"}
    return {"forward_origin": origin} | content


def post(world: World, params: Json, content: Json) -> Message:
    """The bot's new message, after every check Telegram makes before it appears."""
    markup = read_markup(params.get("reply_markup"))
    chat = open_chat(world, params["chat_id"])
    message = Message(
        chat.id,
        0,
        world.clock.seconds(),
        world.bot.as_user(),
        content,
        markup,
        reply_to=reply_in(chat, params.get("reply_parameters")),
        thread_id=thread_in(chat, params.get("message_thread_id")),
        is_silent=params.get("disable_notification", False),
        is_protected=params.get("protect_content", False),
        only_for=receiver_in(world, chat, params),
    )
    return _place(world, chat, message)


def _place(world: World, chat: Chat, message: Message) -> Message:
    world.limits.spend(chat)
    world.typing_until.pop(chat.id, None)
    return world.keep(replace(message, id=world.next_id()))


def _source(world: World, params: Json, not_found: Refusal) -> Message:
    chat = known_chat(world, params["from_chat_id"])
    return message_in(chat, params["message_id"], not_found)


def _caption(params: Json) -> Json:
    return read_text(params, CAPTION_LIMIT, CAPTION_TOO_LONG, "caption")


def _stored(world: World, given: Upload | str, kind: str, limit: int) -> StoredFile:
    if isinstance(given, str):
        if given not in world.files:
            raise RefusedError(FILE_WRONG_ID)
        if (known := world.files[given]).kind != kind:
            raise RefusedError(FILE_WRONG_KIND, given=known.kind.title(), wanted=kind.title())
        return known
    if len(given.content) > limit:
        raise RefusedError(FILE_TOO_BIG)
    return world.keep_file(given.name, kind, given.content)


def _photo_size(file: StoredFile) -> tuple[int, int]:
    size = size_of(file.content)
    if size is None:
        raise RefusedError(PHOTO_UNREADABLE)
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_SHAPE * min(size):
        raise RefusedError(PHOTO_DIMENSIONS_INVALID)
    return size


def _file_json(file: StoredFile) -> Json:
    size = len(file.content)
    return {"file_id": file.id, "file_unique_id": f"unique-{file.id}", "file_size": size}
