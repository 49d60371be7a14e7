"""Every refusal of the Bot API, in Telegram's own words, in one table."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """One way to say no; words in braces are filled in where it is raised."""

    code: int
    description: str


class RefusedError(Exception):
    """A call that Telegram would refuse."""

    def __init__(self, refusal: Refusal, parameters: Json | None = None, **words: object) -> None:
        self.code = refusal.code
        self.description = refusal.description.format(**words)
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def _bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def _forbidden(description: str) -> Refusal:
    return Refusal(403, f"Forbidden: {description}")


# The call itself
UNAUTHORIZED = Refusal(401, "Unauthorized")
METHOD_NOT_FOUND = Refusal(404, "Not Found: method not found")
UNKNOWN_PARAMETER = _bad('unknown parameter "{name}" of {method}')
MISSING_PARAMETER = _bad('parameter "{name}" is required')
WRONG_PARAMETER = _bad('parameter "{name}" must be {wanted}')
UNREADABLE_PARAMETERS = _bad("can't parse the parameters of {method}: {why}")
UNREADABLE_BODY = _bad("can't parse the request body as {kind}")
TOO_LARGE = Refusal(413, "Request Entity Too Large")

# Chats
CHAT_ID_EMPTY = _bad("chat_id is empty")
CHAT_NOT_FOUND = _bad("chat not found")
MEMBER_NOT_FOUND = _bad("member not found")
THREAD_NOT_FOUND = _bad("message thread not found")
TOPIC_CLOSED = _bad("TOPIC_CLOSED")
UPGRADED = _bad("group chat was upgraded to a supergroup chat")
NO_ADMINISTRATORS = _bad("there are no administrators in the private chat")
NOT_IN_PRIVATE = _bad("chat member status can't be changed in private chats")
BLOCKED = _forbidden("bot was blocked by the user")
DEACTIVATED = _forbidden("user is deactivated")
CANNOT_INITIATE = _forbidden("bot can't initiate conversation with a user")
KICKED = _forbidden("bot was kicked from the {kind} chat")
NOT_A_MEMBER = _forbidden("bot is not a member of the {kind} chat")
NO_RIGHT_TO_SEND = _bad("not enough rights to send text messages to the chat")
NO_RIGHT_TO_PIN = _bad("not enough rights to manage pinned messages in the chat")

# Messages for one person; what Telegram says of a late answer is not known, so it is said as here
BOT_NOT_ADMIN = _bad("BOT_NOT_ADMIN")
NOT_A_PARTICIPANT = _bad("USER_NOT_PARTICIPANT")
MESSAGE_NOT_COMMAND = _bad("MESSAGE_NOT_COMMAND")
EPHEMERAL_NOT_FOUND = _bad("EPHEMERAL_MESSAGE_ID_INVALID")
EPHEMERAL_EDIT_TOO_LONG = _bad("MEDIA_CAPTION_TOO_LONG")
REPLACING_NOT_HERE = _bad("the playground does not show a message in place of the tapped one")

# Messages
TEXT_EMPTY = _bad("message text is empty")
TEXT_TOO_LONG = _bad("message is too long")
EDIT_TOO_LONG = _bad("MESSAGE_TOO_LONG")
CAPTION_TOO_LONG = _bad("message caption is too long")
ENTITIES_UNREADABLE = _bad("can't parse entities: {why}")
ENTITIES_TOO_MANY = _bad("ENTITIES_TOO_LONG")
ENTITY_TYPE_UNSUPPORTED = _bad("can't parse MessageEntity: Unsupported type specified")
ENTITY_BEGINS_LATE = _bad("entity begins after the end of the text at UTF-16 offset {start}")
ENTITY_ENDS_LATE = _bad(
    "entity beginning at UTF-16 offset {start} ends after the end of the text"
    " at UTF-16 offset {end}"
)
PARSE_MODE_UNSUPPORTED = _bad("unsupported parse_mode")
PARSE_MODE_NOT_HERE = _bad("the playground reads HTML only, parse_mode {name} is not built")
REPLY_NOT_FOUND = _bad("message to be replied not found")
MESSAGE_ID_MISSING = _bad("message identifier is not specified")
EDIT_NOT_FOUND = _bad("message to edit not found")
EDIT_NOT_OURS = _bad("message can't be edited")
EDIT_NO_TEXT = _bad("there is no text in the message to edit")
EDIT_NO_CAPTION = _bad("there is no caption in the message to edit")
NOT_MODIFIED = _bad(
    "message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)
DELETE_NOT_FOUND = _bad("message to delete not found")
DELETE_NOT_ALLOWED = _bad("message can't be deleted for everyone")
COPY_NOT_FOUND = _bad("message to copy not found")
COPY_NOT_ALLOWED = _bad("message can't be copied")
FORWARD_NOT_FOUND = _bad("message to forward not found")
FORWARD_NOT_ALLOWED = _bad("message can't be forwarded")
PIN_NOT_FOUND = _bad("message to pin not found")
REACT_NOT_FOUND = _bad("message to react not found")
REACTION_INVALID = _bad("REACTION_INVALID")
ACTION_WRONG = _bad("wrong parameter action in request")
FILE_MISSING = _bad("there is no {name} in the request")
FILE_WRONG_ID = _bad("wrong file identifier/HTTP URL specified")
FILE_TOO_BIG = _bad("file is too big")
FILE_WRONG_KIND = _bad("can't use file of type {given} as {wanted}")
PHOTO_UNREADABLE = _bad("IMAGE_PROCESS_FAILED")
PHOTO_DIMENSIONS_INVALID = _bad("PHOTO_INVALID_DIMENSIONS")
FILE_ID_INVALID = _bad("invalid file_id")

# Keyboards
MARKUP_UNREADABLE = _bad("can't parse reply keyboard markup JSON object")
MARKUP_NOT_INLINE = _bad("inline keyboard expected")
MARKUP_TOO_LONG = _bad("reply markup is too long")
BUTTON_UNREADABLE = _bad("can't parse inline keyboard button: {why}")
BUTTON_DATA_INVALID = _bad("BUTTON_DATA_INVALID")
BUTTON_URL_INVALID = _bad("inline keyboard button URL '{url}' is invalid: {why}")
BUTTON_COPY_TEXT_INVALID = _bad("BUTTON_COPY_TEXT_INVALID")
BUTTON_TYPE_INVALID = _bad("BUTTON_TYPE_INVALID")

# Queries
QUERY_TOO_OLD = _bad("query is too old and response timeout expired or query ID is invalid")
ALERT_TOO_LONG = _bad("MESSAGE_TOO_LONG")
URL_INVALID = _bad("URL_INVALID")
RESULTS_TOO_MANY = _bad("RESULTS_TOO_MUCH")
RESULT_ID_INVALID = _bad("RESULT_ID_INVALID")
RESULT_ID_DUPLICATE = _bad("RESULT_ID_DUPLICATE")
RESULT_UNREADABLE = _bad("can't parse inline query result: {why}")
NEXT_OFFSET_INVALID = _bad("NEXT_OFFSET_INVALID")
START_PARAM_INVALID = _bad("START_PARAM_INVALID")

# The bot's own page
COMMANDS_TOO_MANY = _bad("BOT_COMMANDS_TOO_MUCH")
COMMAND_INVALID = _bad("BOT_COMMAND_INVALID")
COMMAND_DESCRIPTION_INVALID = _bad("BOT_COMMAND_DESCRIPTION_INVALID")
SCOPE_UNSUPPORTED = _bad("can't parse BotCommandScope: Unsupported type specified")
LANGUAGE_INVALID = _bad("invalid language code specified")
NAME_TOO_LONG = _bad("bot name is too long")
DESCRIPTION_TOO_LONG = _bad("bot description is too long")
SHORT_DESCRIPTION_TOO_LONG = _bad("bot short description is too long")
MENU_BUTTON_UNSUPPORTED = _bad("can't parse menu button: MenuButton has unsupported type")

# Polling and limits
OTHER_POLLER = Refusal(
    409,
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running",
)
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first",
)
WEBHOOK_NOT_HTTPS = _bad("bad webhook: An HTTPS URL must be provided for webhook")
WEBHOOK_PORT = _bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
WEBHOOK_RESERVED = _bad("bad webhook: IP address {address} is reserved")
SECRET_TOO_LONG = _bad("secret token is too long")
SECRET_INVALID = _bad("secret token contains unallowed characters")
TOO_MANY_REQUESTS = Refusal(429, "Too Many Requests: retry after {seconds}")
SERVER_FAILURES = {
    500: Refusal(500, "Internal Server Error"),
    502: Refusal(502, "Bad Gateway"),
    503: Refusal(503, "Service Unavailable"),
    504: Refusal(504, "Gateway Timeout"),
}


def too_many_requests(seconds: int) -> RefusedError:
    return RefusedError(TOO_MANY_REQUESTS, {"retry_after": seconds}, seconds=seconds)
