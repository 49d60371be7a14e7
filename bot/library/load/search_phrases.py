"""Reads what people type when they need a page or a section, from search_phrases.yaml."""

from collections.abc import Callable, Iterator, Mapping

from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile
from bot.library.search.normalise import normalised

BETWEEN = ";"


def search_phrases(
    file: YamlFile, is_known: Callable[[str], bool], language: str, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """The phrases for each thing that is known; what is wrong with them is added."""
    if not isinstance(file.data, dict):
        problems.append(file.problem((), "shape", "Here stand ids, each with its phrases."))
        return {}
    by_ref = {str(ref): _phrases(told) for ref, told in file.data.items()}
    problems += _broken(file, by_ref, is_known, language)
    return by_ref


def _phrases(told: object) -> tuple[str, ...]:
    phrases = (" ".join(phrase.split()) for phrase in str(told).split(BETWEEN))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _broken(
    file: YamlFile,
    by_ref: Mapping[str, tuple[str, ...]],
    is_known: Callable[[str], bool],
    language: str,
) -> Iterator[Problem]:
    for ref, phrases in by_ref.items():
        if not is_known(ref):
            yield file.problem((ref,), "unknown", f"There is nothing that is called “{ref}”.")
        for phrase in phrases:
            if not normalised(phrase, language):
                yield file.problem((ref,), "unheard", f"“{phrase}” has no word. Take it out.")
