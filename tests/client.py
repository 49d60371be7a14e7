"""People who type and tap, for tests: the bot is the real application over real HTTP."""

from dataclasses import dataclass
from typing import Any

from bot.edge.application import AnyApplication
from bot.screen import as_read
from playground.actions import Somebody
from playground.people import Message
from playground.world import World


@dataclass
class Pump:
    """Carries updates from the world to the application, and waits until it has dealt with them."""

    application: AnyApplication
    world: World
    offset: int = 0

    async def flush(self) -> None:
        """Fetch what waits over HTTP and let the application answer it."""
        updates = await self.application.bot.get_updates(offset=self.offset, timeout=0)
        for update in updates:
            self.offset = update.update_id + 1
            await self.application.process_update(update)


class Chatter:
    """One person in one chat. What they do comes back as the text of the screen they see."""

    def __init__(self, pump: Pump, person_id: int, chat_id: int | None = None, **how: Any) -> None:
        self._pump, self._world = pump, pump.world
        self.me = Somebody(pump.world, person_id, chat_id, **how)
        self.chat_id = person_id if chat_id is None else chat_id

    async def says(self, text: str) -> str:
        self.me.says(text)
        return await self._seen()

    async def starts(self, payload: str = "") -> str:
        self.me.starts(payload)
        return await self._seen()

    async def sends(self, kind: str) -> str:
        self.me.sends(kind)
        return await self._seen()

    async def unblocks(self) -> str:
        self.me.unblocks()
        return await self._seen()

    async def taps(self, label: str) -> str:
        """Press the one button of the last screen that has this label."""
        found = [key for key in self.keys if key["text"] == label]
        assert len(found) == 1, f"no single button {label!r} on:\n{self.screen}\n{self.labels}"
        return await self.taps_wire(found[0]["callback_data"], forced=False)

    async def taps_wire(self, data: str, *, forced: bool = True, message_id: int = 0) -> str:
        """Press a button by its data; `forced` also where no button has it, as old ones do."""
        query = self.me.taps(message_id or self.message.id, data, forced=forced)
        seen = await self._seen()
        assert query not in self._world.taps, "the tap was never answered"
        return seen

    @property
    def message(self) -> Message:
        """The newest message of the bot."""
        bot_id = self._world.bot.id
        messages = self._world.chats[self.chat_id].messages
        return messages[max(m.id for m in messages.values() if m.sender["id"] == bot_id)]

    @property
    def screen(self) -> str:
        return self.message.text

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = (self.message.reply_markup or {}).get(
            "inline_keyboard", []
        )
        return rows

    @property
    def keys(self) -> list[dict[str, Any]]:
        return [key for row in self.rows for key in row]

    @property
    def labels(self) -> list[str]:
        return [key["text"] for key in self.keys]

    @property
    def sent(self) -> int:
        """How many messages of the bot are in the chat."""
        bot_id = self._world.bot.id
        messages = self._world.chats[self.chat_id].messages.values()
        return sum(message.sender["id"] == bot_id for message in messages)

    async def _seen(self) -> str:
        await self._pump.flush()
        return as_read(self.screen)
