"""What words of danger bring, whatever else they ask for: help first, or named first."""

from bot.library.model.library import Library
from bot.screen import Screen
from bot.screens import danger as screens
from bot.turns.turn import Turn

FOUND = 3  # hits under a help page: a false alarm is no dead end, and help is no list of results


def first(turn: Turn, library: Library, *, finds: bool) -> list[Screen]:
    """What is shown before everything else, the most pressing first; nothing in most turns.

    Each kind of help has a message of its own: nobody has to tap to see the second number. Where
    the words were there to find something, that stands under the last one.
    """
    sure = [danger for danger in turn.dangers if danger.sure]
    drawn = [screens.help_for(turn.view, danger) for danger in sure]
    if finds and drawn:
        pages = {danger.page_id for danger in sure}
        hits = library.find(turn.edition, turn.words)
        others = [hit for hit in hits if hit.id.partition("/")[0] not in pages]
        found = others[:FOUND]
        drawn[-1] = screens.found_too(turn.view, drawn[-1], sure[-1], turn.words, found)
    return drawn


def named(turn: Turn, screen: Screen) -> Screen:
    """The ordinary answer; where the words call for help, it says so before anything else.

    After sure words too: it may be all that a small screen shows of what was sent.
    """
    for danger in reversed(turn.dangers):
        screen = screens.named_first(turn.view, screen, danger)
    return screen
