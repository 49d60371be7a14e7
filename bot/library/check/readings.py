"""What was read of each source, and how much: the files in `readings/`.

A source stands in several files of a pack, so a reading is found by the address.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from bot.library.load.problems import Problem
from bot.library.load.validate import validate
from bot.library.load.yaml_file import Path_, YamlFile, read_yaml
from bot.library.model.fields import Line, Model, Url

FOLDER = PurePosixPath("readings")


class Reading(Model):
    url: Url
    #: What it says, in words of our own.
    says: Line
    #: A copy is the same text somewhere else; the address is the original's all the same.
    read: Literal["whole", "excerpt", "copy"]
    #: Which part, or where the copy was.
    how: Line | None = None
    on: date


class ReadingsFile(Model):
    readings: tuple[Reading, ...] = ()
    #: Sources from before readings were noted. Nobody may add to them.
    not_recorded: tuple[Url, ...] = ()


@dataclass(slots=True)
class Readings:
    """All readings of a pack by address, and what is wrong with their files."""

    by_url: dict[str, list[Reading]] = field(default_factory=lambda: defaultdict(list))
    not_recorded: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _places: list[tuple[YamlFile, Path_, str, bool]] = field(default_factory=list)

    def of(self, url: str) -> tuple[Reading, ...]:
        return tuple(self.by_url.get(url, ()))

    def last_read(self, url: str) -> date | None:
        return max((reading.on for reading in self.of(url)), default=None)

    def unused(self, cited: set[str]) -> Iterator[Problem]:
        """Readings that nothing rests on, and sources called unread that are not."""
        for file, path, url, is_reading in self._places:
            if url not in cited:
                yield file.problem(path, "unused-reading", f"Nothing cites {url}. Take it out.")
            elif not is_reading and url in self.by_url:
                sentence = f"{url} has a reading. Take it out of “not_recorded”."
                yield file.problem(path, "recorded", sentence)

    def add(self, file: YamlFile, added: ReadingsFile) -> None:
        for number, reading in enumerate(added.readings):
            self.by_url[reading.url].append(reading)
            self._places.append((file, ("readings", number), reading.url, True))
        for number, url in enumerate(added.not_recorded):
            self.not_recorded.add(url)
            self._places.append((file, ("not_recorded", number), url, False))


def read_readings(folder: Path) -> Readings:
    """A pack may have none; then each of its sources lacks one."""
    readings = Readings()
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        file = read_yaml(path, FOLDER / path.name)
        read = [file] if isinstance(file, Problem) else validate(file, ReadingsFile)
        if isinstance(read, list):
            readings.problems += read
        elif isinstance(file, YamlFile):
            readings.add(file, read)
    return readings
