"""What people do in the playground, and the update each deed makes."""

from dataclasses import replace

from playground.entities import found_entities, units
from playground.ephemeral import permit
from playground.keyboards import callback_data_of
from playground.people import ANONYMOUS_ADMIN, Chat, Message, Person
from playground.privacy import is_heard
from playground.profile import ADMINISTRATORS
from playground.refusals import Json
from playground.sending import forwarded
from playground.shapes import chat_json, member_json, message_json
from playground.texts import TEXT_LIMIT, cleaned
from playground.world import Query, World

INLINE_LIMIT = 256  # characters in an inline query
_FILE = {"file_id": "nothing", "file_unique_id": "nothing"}
_SIDES = {"width": 512, "height": 512}
KINDS: dict[str, Json] = {  # what a person can send that is no text
    "sticker": {
        "sticker": _FILE | _SIDES | {"type": "regular", "is_animated": False, "is_video": False}
    },
    "photo": {"photo": [_FILE | _SIDES]},
    "voice": {"voice": _FILE | {"duration": 3}},
    "document": {"document": _FILE | {"file_name": "report.pdf"}},
    "location": {"location": {"latitude": 40.4, "longitude": -3.7}},
    "contact": {"contact": {"phone_number": "+15550100", "first_name": "Somebody"}},
}
SERVICE: dict[str, Json] = {  # what Telegram itself writes into a chat, also of kinds to come
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "write_access_allowed": {"from_request": True},
    "kind_of_next_year": {"sparkles": 3},
}


class NotPossibleError(Exception):
    """Something a person can't do; the message is one sentence for the page."""


class Somebody:
    """One person at one chat; without a chat it is the private one with the bot."""

    def __init__(
        self,
        world: World,
        person_id: int,
        chat_id: int | None = None,
        *,
        topic: int | None = None,
        anonymous: bool = False,
    ) -> None:
        chat = world.chats.get(person_id if chat_id is None else chat_id)
        if person_id not in world.people:
            raise NotPossibleError("There is no such person.")
        if chat is None or chat.members.get(person_id, "left") in ("left", "kicked"):
            raise NotPossibleError("This person is not in that chat.")
        if topic is not None and topic not in chat.topics:
            raise NotPossibleError("There is no such topic in this chat.")
        if anonymous and chat.members[person_id] not in ADMINISTRATORS:
            raise NotPossibleError("Only an administrator can stay anonymous.")
        self._world, self._chat, self._topic = world, chat, topic
        self._id, self._is_anonymous = person_id, anonymous

    @property
    def person(self) -> Person:
        return self._world.people[self._id]

    def says(self, text: str, reply_to: int | None = None) -> Message:
        """Sends a text; commands and links in it are marked as Telegram marks them."""
        text = _checked(text)
        entities = found_entities(text)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._send(content, reply_to, alone=self._sends_alone(text))

    def starts(self, payload: str = "") -> Message:
        """Presses Start, or a deep link; that unblocks the bot too."""
        if self._id in self._world.blocked:
            self.unblocks()
        return Somebody(self._world, self._id).says(f"/start {payload}".strip())

    def sends(self, kind: str) -> Message:
        if kind not in KINDS:
            raise NotPossibleError(f"People can send {', '.join(KINDS)}.")
        return self._send(KINDS[kind])

    def causes(self, kind: str) -> Message:
        """A service message, such as that something was pinned."""
        return self._send({kind: SERVICE[kind]})

    def sends_album(self, pictures: int) -> None:
        """Several pictures at once: to the bot each is a message of its own."""
        album = {"media_group_id": f"album{self._world.next_id()}"}
        for _ in range(pictures):
            self._send(KINDS["photo"] | album)

    def reacts(self, message_id: int) -> None:
        """To an own message: a bot in a private chat hears of it as of an edit without a change."""
        self._tell("edited_message", self._world.keep(_message(self._chat, message_id)))

    def forwards(self, message_id: int, from_chat_id: int | None = None) -> Message:
        chat = self._world.chats.get(from_chat_id or self._chat.id, self._chat)
        source = _message(chat, message_id)
        if source.is_protected:
            raise NotPossibleError("This message is protected and can't be forwarded.")
        return self._send(forwarded(source))

    def edits(self, message_id: int, text: str) -> Message:
        message, text = _message(self._chat, message_id), _checked(text)
        if message.sender["id"] != self._id or "text" not in message.content:
            raise NotPossibleError("People can edit only their own texts.")
        entities = found_entities(text)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        now = self._world.clock.seconds()
        edited = self._world.keep(replace(message, content=content, edited_at=now))
        self._tell("edited_message", edited)
        return edited

    def taps(
        self, message_id: int, data: str, *, forced: bool = False, inaccessible: bool = False
    ) -> str:
        """Presses a button; forced sends data that no button carries, as a hostile client could."""
        self._check_unblocked()
        world, message = self._world, self._shown(message_id)
        if not forced and (message is None or data not in callback_data_of(message.reply_markup)):
            raise NotPossibleError("There is no such button on that message.")
        query = self._ask(world.taps, data)
        permit(world, query.id, self._id, self._chat)
        world.toasts.pop((self._id, self._chat.id), None)
        update = {"id": query.id, "from": self.person.as_user(), "data": data}
        update["chat_instance"] = f"chat{self._chat.id}"
        inline_ids = {place: name for name, place in world.inline_messages.items()}
        if inline_id := inline_ids.get((self._chat.id, message_id)):
            update["inline_message_id"] = inline_id
        elif message is None or inaccessible:
            chat = chat_json(world, self._chat)
            update["message"] = {"chat": chat, "message_id": message_id, "date": 0}
        else:
            update["message"] = message_json(world, message)
        world.inbox.put("callback_query", update)
        world.changes.ring()
        return query.id

    def asks_inline(self, text: str, offset: str = "") -> str:
        """Types the bot's name and some words in this chat's box."""
        if len(text) > INLINE_LIMIT:
            raise NotPossibleError(f"An inline query has at most {INLINE_LIMIT} characters.")
        self._world.inline_results.pop((self._id, self._chat.id), None)
        query = self._ask(self._world.inline_queries, text, offset)
        kind = "sender" if self._chat.is_private else self._chat.type
        update = {"id": query.id, "from": self.person.as_user(), "query": text, "offset": offset}
        self._world.inbox.put("inline_query", update | {"chat_type": kind})
        return query.id

    def shares(self, result_id: str) -> Message:
        """Picks one of the results the bot answered an inline query with."""
        place = self._id, self._chat.id
        answer = self._world.inline_results.get(place, {})
        result = {
            offered["id"]: offered for offered in self._world.inline_offered.get(place, [])
        }.get(result_id)
        if result is None:
            raise NotPossibleError("There is no such inline result.")
        content = result["content"] | {"via_bot": self._world.bot.as_user()}
        markup = result["reply_markup"]
        chosen = {"from": self.person.as_user(), "query": answer["query"], "result_id": result_id}
        message = self._send(content, markup=markup)
        if markup:
            inline_id = f"inline{message.id}"
            self._world.inline_messages[inline_id] = self._chat.id, message.id
            chosen["inline_message_id"] = inline_id
        self._world.inbox.put("chosen_inline_result", chosen)
        return message

    def blocks(self) -> None:
        if self._id not in self._world.blocked:
            self._world.blocked.add(self._id)
            self._change_private("member", "kicked")

    def unblocks(self) -> None:
        if self._id in self._world.blocked:
            self._world.blocked.discard(self._id)
            self._change_private("kicked", "member")

    def _change_private(self, old: str, new: str) -> None:
        membership(self._world, self._world.chats[self._id], self.person, old, new)

    def _ask(self, waiting: dict[str, Query], text: str, offset: str = "") -> Query:
        world = self._world
        query_id = f"{self._id}{world.next_id():09}"
        query = Query(query_id, self._id, self._chat.id, world.clock.seconds(), text, offset)
        waiting[query_id] = query
        return query

    def _send(
        self,
        content: Json,
        reply_to: int | None = None,
        markup: Json | None = None,
        *,
        alone: bool = False,
    ) -> Message:
        self._check_unblocked()
        if reply_to is not None:
            _message(self._chat, reply_to)
        sender = self.person.as_user()
        if self._is_anonymous:
            sender = ANONYMOUS_ADMIN
            content = {"sender_chat": chat_json(self._world, self._chat)} | content
        message = Message(
            self._chat.id,
            self._world.next_id(),
            self._world.clock.seconds(),
            sender,
            content,
            markup,
            reply_to=reply_to,
            thread_id=self._topic,
            only_for=self._id if alone else None,
        )
        self._world.toasts.pop((self._id, self._chat.id), None)
        if self._chat.is_private:
            self._world.started.add(self._id)
        if alone:
            permit(self._world, str(message.id), self._id, self._chat)
        self._world.keep(message)
        self._tell("message", message)
        return message

    def _sends_alone(self, text: str) -> bool:
        """Whether it is a command that this person sees marked as one for the bot alone."""
        name, _, whose = text.split()[0].removeprefix("/").partition("@")
        ours = whose.lower() in ("", self._world.bot.username.lower())
        if self._chat.is_private or self._is_anonymous or not text.startswith("/") or not ours:
            return False
        known = self._world.profile.commands_for(self.person, self._chat)
        return any(command.get("is_ephemeral") and command["command"] == name for command in known)

    def _shown(self, message_id: int) -> Message | None:
        """A message that this person can see."""
        alone = self._chat.ephemeral.get(message_id)
        mine = alone if alone and alone.only_for == self._id else None
        return self._chat.messages.get(message_id, mine)

    def _tell(self, kind: str, message: Message) -> None:
        if is_heard(self._world, self._chat, message):
            self._world.inbox.put(kind, message_json(self._world, message))

    def _check_unblocked(self) -> None:
        if self._chat.is_private and self._id in self._world.blocked:
            raise NotPossibleError(f"{self.person.name} has blocked the bot; unblock it first.")


def membership(world: World, chat: Chat, by: Person, old: str, new: str) -> None:
    """Tells the bot that its own place in a chat has changed."""
    me = world.bot.as_user()
    update = {"chat": chat_json(world, chat), "from": by.as_user(), "date": world.clock.seconds()}
    update["old_chat_member"] = member_json(me, old)
    update["new_chat_member"] = member_json(me, new)
    world.inbox.put("my_chat_member", update)
    world.changes.ring()


def _checked(text: str) -> str:
    text = cleaned(text).strip()
    if not 1 <= units(text) <= TEXT_LIMIT:
        raise NotPossibleError(f"A message has 1 to {TEXT_LIMIT} characters.")
    return text


def _message(chat: Chat, message_id: int) -> Message:
    if message_id not in chat.messages:
        raise NotPossibleError("That message is not there any more.")
    return chat.messages[message_id]
