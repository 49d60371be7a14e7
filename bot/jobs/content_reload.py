"""Takes a changed pack into use while the bot runs, or says in the log why not."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.library.model.library import Library
from bot.ops.background import background
from bot.turns.services import Services

log = logging.getLogger(__name__)
logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it counts every change at INFO
STILL_FOR = 100  # milliseconds without a change, after which several changes are one
LONGEST = 2000  # milliseconds of changes after which we look anyway
AGAIN = 5.0  # seconds until a folder that was gone is looked for again
MOST_TOLD = 50  # problems in the log; `check` lists all of them


@dataclass
class ContentWatch:
    """Reads the pack again when somebody asks for it, or when a file of it changes."""

    services: Services
    #: Called at the start, and with a library that has just come into use.
    #: Tells Telegram; the seconds until it is to be told again, where it did not listen.
    announce: Callable[[Library], Awaitable[float | None]]
    _again_after: float | None = field(default=None, init=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        watching = [self._watch()] if self.services.settings.watch_content == "on" else []
        async with background(self._run(), *watching):
            yield

    async def read_again(self) -> bool:
        """Read the pack beside the one in use; whether it has taken that one's place."""
        from bot.library.load.load import BrokenContentError, load_ready  # once in a long while

        settings, library_holder = self.services.settings, self.services.library_holder
        try:
            library = await asyncio.to_thread(
                load_ready, settings.content_dir, settings.default_language
            )
        except BrokenContentError as error:
            self._refuse(tuple(map(str, error.problems)))
            return False
        except Exception as error:  # whatever it is, the pack in use stays
            self._refuse((f"reading it stopped with {type(error).__name__}",))
            return False
        if not library_holder.put(library, self.services.clock()):
            log.info("the content was read again and has not changed")
            return False
        log.info("changed content is in use, version %s", library_holder.version)
        await self._announce(library)
        return True

    async def _announce(self, library: Library) -> None:
        self._again_after = None
        self._again_after = await self.announce(library)

    def _refuse(self, lines: tuple[str, ...]) -> None:
        self.services.library_holder.refuse(lines, self.services.clock())
        log.error("the changed content was refused, and what was there stays in use:")
        for line in lines[:MOST_TOLD]:
            log.error("%s", line)
        if len(lines) > MOST_TOLD:
            log.error("and %d more: python -m bot check lists them", len(lines) - MOST_TOLD)

    async def _run(self) -> None:
        wanted, library_holder = self.services.library_holder.wanted, self.services.library_holder
        work: Callable[[], Awaitable[object]] = partial(self._announce, library_holder.library)
        while True:
            try:
                await work()
            except Exception as error:  # the commands were not told; the next change tries again
                log.error("announcing or reading the content failed", exc_info=error)
            try:
                async with asyncio.timeout(self._again_after):
                    await wanted.wait()
            except TimeoutError:
                work = partial(self._announce, library_holder.library)
            else:
                wanted.clear()
                work = self.read_again

    async def _watch(self) -> None:
        """Files that change together are one change. A folder that is replaced is found again."""
        from watchfiles import Change, awatch  # only where somebody wants it

        wanted = self.services.library_holder.wanted
        while True:
            folder = self.services.settings.content_dir.resolve()
            try:
                async for changes in awatch(
                    folder, watch_filter=_is_content, debounce=LONGEST, step=STILL_FOR
                ):
                    wanted.set()
                    if (Change.deleted, str(folder)) in changes:
                        break
            except Exception as error:
                log.warning("watching the content failed; retrying in %g s", AGAIN, exc_info=error)
            await asyncio.sleep(AGAIN)
            wanted.set()


def _is_content(_: object, path: str) -> bool:
    """A file of the pack or a folder; not what editors write beside them."""
    return Path(path).suffix in (".yaml", ".svg", "")
