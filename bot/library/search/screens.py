"""Screens of the bot itself that people ask for: "delete my data", "remind me tomorrow at 9"."""

from collections.abc import Iterable

from bot.library.search.phrases import Phrases

WORD_LIMIT = 24  # words; what is longer is a story, and no order


class ScreenWords:
    """How people ask for each screen of the bot, in one language."""

    def __init__(self, asked: Iterable[tuple[tuple[str, ...], str]], small: frozenset[str]) -> None:
        self._phrases = Phrases((words, name) for words, name in asked if words)
        self._small = small

    def found_in(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The screens that are named: by one word alone, or by a phrase anywhere."""
        if len(words) > WORD_LIMIT:
            return ()
        alone = {words, tuple(word for word in words if word not in self._small)}
        matches = self._phrases.found_in(words, frozenset(words))
        names = (name for _, phrase, name in matches if len(phrase) > 1 or phrase in alone)
        return tuple(dict.fromkeys(names))
