"""Who talks in the playground: people, the bot's account, chats and their messages."""

from dataclasses import dataclass, field

from playground.refusals import Json

ANONYMOUS_ADMIN = {  # Telegram's account for administrators who hide their name
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(frozen=True)
class Person:
    """Somebody with a Telegram account; the role is only for the reader of the page."""

    id: int
    name: str
    role: str
    language: str = "en"

    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | {"username": f"{self.name.lower()}_local", "language_code": self.language}

    def as_chat(self) -> Json:
        username = f"{self.name.lower()}_local"
        return {"id": self.id, "type": "private", "first_name": self.name, "username": username}


@dataclass(frozen=True)
class BotAccount:
    """The bot as Telegram knows it."""

    id: int = 100001
    name: str = "Waymark"
    username: str = "waymark_local_bot"
    token: str = "100001:local-playground"  # noqa: S105 - opens nothing but this playground

    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": True, "first_name": self.name}
        return user | {"username": self.username}


@dataclass(frozen=True)
class Topic:
    """A thread of a forum; its id is the message that opened it."""

    id: int
    title: str
    closed: bool = False


@dataclass(frozen=True)
class Message:
    """One message as it stands now; the content is what Telegram calls text, document, photo …"""

    chat_id: int
    id: int
    date: int
    sender: Json
    content: Json
    reply_markup: Json | None = None
    edited_at: int | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    is_silent: bool = False
    is_protected: bool = False
    #: The one person who sees it besides the bot; None when everybody does.
    only_for: int | None = None

    @property
    def text(self) -> str:
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        field = "entities" if "text" in self.content else "caption_entities"
        return list(self.content.get(field, []))


@dataclass
class Chat:
    """A conversation, with everything said in it and who belongs to it."""

    id: int
    type: str
    title: str
    members: dict[int, str] = field(default_factory=dict)  # person id -> status
    topics: dict[int, Topic] = field(default_factory=dict)
    bot_status: str = "member"
    upgraded_to: int | None = None
    pinned: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    #: What one person alone sees; no other method of the Bot API finds it.
    ephemeral: dict[int, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    @property
    def is_forum(self) -> bool:
        return bool(self.topics)


ANA, BEN, MIRA, THEO = 7001, 7002, 7003, 7004
PERSONAS = (
    Person(ANA, "Ana", "patient"),
    Person(BEN, "Ben", "caregiver"),
    Person(MIRA, "Mira", "moderator"),
    Person(THEO, "Theo", "member"),
)
SUPERGROUP_ID = -1001000000001
FORUM_ID = -1001000000002
BASIC_GROUP_ID = -4001  # of the old kind, which can be upgraded


def private_chats() -> dict[int, Chat]:
    return {
        person.id: Chat(person.id, "private", person.name, {person.id: "member"})
        for person in PERSONAS
    }


def group_chats() -> dict[int, Chat]:
    members = {person.id: "member" for person in PERSONAS} | {MIRA: "administrator"}
    topics = {2: Topic(2, "Questions"), 3: Topic(3, "Caregivers")}
    return {
        SUPERGROUP_ID: Chat(SUPERGROUP_ID, "supergroup", "Support group", dict(members)),
        FORUM_ID: Chat(FORUM_ID, "supergroup", "Forum", dict(members), topics),
        BASIC_GROUP_ID: Chat(BASIC_GROUP_ID, "group", "Small circle", dict(members)),
    }
