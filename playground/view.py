"""What the chat page is shown: people, chats, and one chat as one person sees it."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from playground.entities import as_html
from playground.groups import service_text
from playground.people import Chat, Message
from playground.profile import ADMINISTRATORS, spoken
from playground.refusals import Json
from playground.world import World

_OTHER_KINDS = ("sticker", "voice", "location", "contact")


def people_json(world: World) -> list[Json]:
    return [
        {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "language": person.language,
            "blocked": person.id in world.blocked,
        }
        for person in world.people.values()
    ]


def chats_json(world: World) -> list[Json]:
    grew_from = {chat.upgraded_to: chat.id for chat in world.chats.values() if chat.upgraded_to}
    live = [chat for chat in world.chats.values() if chat.upgraded_to is None]
    return [_chat(chat) | {"grew_from": grew_from.get(chat.id)} for chat in live]


def bot_json(world: World) -> Json:
    profile = world.profile
    return {
        "name": spoken(profile.names, "") or world.bot.name,
        "username": world.bot.username,
        "description": spoken(profile.descriptions, ""),
        "short_description": spoken(profile.short_descriptions, ""),
    }


@dataclass(frozen=True)
class ChatView:
    """One chat seen by one person."""

    world: World
    person_id: int
    chat: Chat

    def as_json(self) -> Json:
        person = self.world.people[self.person_id]
        mine = [
            message
            for message in self.chat.ephemeral.values()
            if message.only_for == self.person_id
        ]
        messages = sorted([*self.chat.messages.values(), *mine], key=lambda message: message.id)
        return {
            "messages": [self._message(message) for message in messages],
            "typing": self.world.is_typing(self.chat.id),
            "commands": self.world.profile.commands_for(person, self.chat),
            "menu_button": self.world.profile.menu_button_for(self.chat),
            "force_reply": _asked(messages),
            "toast": self._toast(),
        }

    def _toast(self) -> Json | None:
        toast = self.world.toasts.get((self.person_id, self.chat.id))
        if toast is None:
            return None
        return {"id": toast.id, "text": toast.text, "alert": toast.is_alert, "url": toast.url}

    def _message(self, message: Message) -> Json:
        sender = message.sender
        entities = message.entities
        shape = {
            "id": message.id,
            "from": {"id": sender["id"], "name": sender["first_name"], "is_bot": sender["is_bot"]},
            "at": datetime.fromtimestamp(message.date, UTC).isoformat(),
            "text": _words(message),
            "entities": entities,
            "html": as_html(message.text, entities) if message.text else "",
            "reply_markup": message.reply_markup,
            "edited": message.edited_at is not None,
            "reply_to": message.reply_to,
            "document": self._document(message),
            "photo": self._photo(message),
            "service": service_text(self.world, message),
            "silent": message.is_silent,
            "via": message.content.get("via_bot", {}).get("username"),
            "only_you": message.only_for is not None,
            "reactions": self.world.reactions.get((self.chat.id, message.id), []),
        }
        return shape | ({"topic": message.thread_id} if self.chat.is_forum else {})

    def _document(self, message: Message) -> Json | None:
        document = message.content.get("document")
        if document is None:
            return None
        return {"name": document.get("file_name", "file"), "url": self._url(document)}

    def _photo(self, message: Message) -> Json | None:
        sizes = message.content.get("photo")
        if not sizes:
            return None
        return {"url": self._url(sizes[-1]), "caption": message.text}

    def _url(self, file: Json) -> str | None:
        stored = self.world.files.get(file["file_id"])
        return f"/playground/file/{stored.path}" if stored else None


def _asked(messages: list[Message]) -> int | None:
    """The newest message, if it asks for an answer."""
    newest = messages[-1] if messages else None
    is_asking = newest and newest.reply_markup and newest.reply_markup.get("force_reply")
    return newest.id if newest and is_asking else None


def _words(message: Message) -> str:
    kinds = [kind for kind in _OTHER_KINDS if kind in message.content]
    return message.text or (f"[{kinds[0]}]" if kinds else "")


def _chat(chat: Chat) -> Json:
    topics = [asdict(topic) for topic in chat.topics.values()]
    here = [who for who, status in chat.members.items() if status not in ("left", "kicked")]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "people": here,
        "topics": topics,
        "administrators": [who for who in here if chat.members[who] in ADMINISTRATORS],
        "bot": chat.bot_status,
    }
