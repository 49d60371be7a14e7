"""Every method of the local Bot API, with its required and optional parameters."""

from collections.abc import Callable
from typing import Any

from playground import about_bot, about_chats, answering, editing, ephemeral, polling, sending
from playground.parameters import Method


def _method(answer: Callable[..., Any], required: str = "", optional: str = "") -> Method:
    return Method(answer, tuple(required.split()), tuple(optional.split()))


_POSTED = "message_thread_id disable_notification protect_content reply_parameters reply_markup "
_FOR_ONE = "ephemeral_message_parameters receiver_user_id callback_query_id "
_CAPTION = "caption parse_mode caption_entities "
_TARGET = "chat_id message_id inline_message_id reply_markup "
_LANGUAGE = "language_code"

METHODS: dict[str, Method] = {
    "getMe": _method(about_bot.get_me),
    "getUpdates": _method(polling.get_updates, "", "offset limit timeout allowed_updates"),
    "setWebhook": _method(
        polling.set_webhook,
        "url",
        "max_connections allowed_updates secret_token drop_pending_updates",
    ),
    "deleteWebhook": _method(polling.delete_webhook, "", "drop_pending_updates"),
    "getWebhookInfo": _method(polling.get_webhook_info),
    "sendMessage": _method(
        sending.send_message,
        "chat_id text",
        _POSTED + _FOR_ONE + "parse_mode entities link_preview_options",
    ),
    "sendDocument": _method(
        sending.send_document,
        "chat_id document",
        _POSTED + _FOR_ONE + _CAPTION + "disable_content_type_detection",
    ),
    "sendPhoto": _method(
        sending.send_photo,
        "chat_id photo",
        _POSTED + _FOR_ONE + _CAPTION + "show_caption_above_media has_spoiler",
    ),
    "copyMessage": _method(
        sending.copy_message, "chat_id from_chat_id message_id", _POSTED + _CAPTION
    ),
    "forwardMessage": _method(
        sending.forward_message,
        "chat_id from_chat_id message_id",
        "message_thread_id disable_notification protect_content",
    ),
    "sendChatAction": _method(sending.send_chat_action, "chat_id action", "message_thread_id"),
    "editMessageText": _method(
        editing.edit_message_text,
        "text",
        _TARGET + "parse_mode entities link_preview_options",
    ),
    "editMessageCaption": _method(editing.edit_message_caption, "", _TARGET + _CAPTION),
    "editMessageReplyMarkup": _method(editing.edit_message_reply_markup, "", _TARGET),
    "editEphemeralMessageText": _method(
        ephemeral.edit_ephemeral_message_text,
        "chat_id receiver_user_id ephemeral_message_id text",
        "parse_mode entities link_preview_options reply_markup",
    ),
    "deleteEphemeralMessage": _method(
        ephemeral.delete_ephemeral_message, "chat_id receiver_user_id ephemeral_message_id"
    ),
    "deleteMessage": _method(editing.delete_message, "chat_id message_id"),
    "deleteMessages": _method(editing.delete_messages, "chat_id message_ids"),
    "pinChatMessage": _method(
        editing.pin_chat_message, "chat_id message_id", "disable_notification"
    ),
    "setMessageReaction": _method(
        editing.set_message_reaction, "chat_id message_id", "reaction is_big"
    ),
    "answerCallbackQuery": _method(
        answering.answer_callback_query, "callback_query_id", "text show_alert url cache_time"
    ),
    "answerInlineQuery": _method(
        answering.answer_inline_query,
        "inline_query_id results",
        "cache_time is_personal next_offset button",
    ),
    "setMyCommands": _method(about_bot.set_my_commands, "commands", "scope " + _LANGUAGE),
    "getMyCommands": _method(about_bot.get_my_commands, "", "scope " + _LANGUAGE),
    "deleteMyCommands": _method(about_bot.delete_my_commands, "", "scope " + _LANGUAGE),
    "setMyName": _method(about_bot.set_my_name, "", "name " + _LANGUAGE),
    "getMyName": _method(about_bot.get_my_name, "", _LANGUAGE),
    "setMyDescription": _method(about_bot.set_my_description, "", "description " + _LANGUAGE),
    "getMyDescription": _method(about_bot.get_my_description, "", _LANGUAGE),
    "setMyShortDescription": _method(
        about_bot.set_my_short_description, "", "short_description " + _LANGUAGE
    ),
    "getMyShortDescription": _method(about_bot.get_my_short_description, "", _LANGUAGE),
    "setChatMenuButton": _method(about_bot.set_chat_menu_button, "", "chat_id menu_button"),
    "getChatMenuButton": _method(about_bot.get_chat_menu_button, "", "chat_id"),
    "getChat": _method(about_chats.get_chat, "chat_id"),
    "getChatMember": _method(about_chats.get_chat_member, "chat_id user_id"),
    "getChatMemberCount": _method(about_chats.get_chat_member_count, "chat_id"),
    "getChatAdministrators": _method(about_chats.get_chat_administrators, "chat_id"),
    "leaveChat": _method(about_chats.leave_chat, "chat_id"),
    "getFile": _method(about_chats.get_file, "file_id"),
}
