"""What people see of the bot before it speaks: commands, descriptions, the menu button."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.people import Chat, Person
from playground.refusals import Json

ADMINISTRATORS = ("creator", "administrator")


@dataclass(frozen=True)
class Scope:
    """For whom a list of commands is meant, as BotCommandScope says it."""

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


@dataclass
class Profile:
    """Texts by language ("" is everybody's) and commands by scope and language."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def commands_for(self, person: Person, chat: Chat) -> list[Json]:
        """The first list set for a fitting scope, narrowest first, own language before all."""
        for scope in _scopes(person, chat):
            for language in (person.language, ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def menu_button_for(self, chat: Chat) -> Json:
        default = self.menu_buttons.get(None, {"type": "commands"})
        return self.menu_buttons.get(chat.id, default)


def spoken(texts: dict[str, str], language: str) -> str:
    """The text in a language, or everybody's."""
    return texts.get(language) or texts.get("", "")


def _scopes(person: Person, chat: Chat) -> Iterator[Scope]:
    is_admin = chat.members.get(person.id) in ADMINISTRATORS
    if chat.is_private:
        yield Scope("chat", chat.id)
        yield Scope("all_private_chats")
    else:
        yield Scope("chat_member", chat.id, person.id)
        if is_admin:
            yield Scope("chat_administrators", chat.id)
        yield Scope("chat", chat.id)
        if is_admin:
            yield Scope("all_chat_administrators")
        yield Scope("all_group_chats")
    yield Scope()
