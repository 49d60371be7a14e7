"""Whose pages a pack may cite: `publishers.yaml`, and what it says of an address."""

from pathlib import Path, PurePosixPath
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from bot.library.load.problems import Problem
from bot.library.load.validate import validate
from bot.library.load.yaml_file import read_yaml
from bot.library.model.fields import ItemId, Line, Model, PageId, Url

FILE = PurePosixPath("publishers.yaml")
ANY_BELOW = "*."  # stands before a host whose subdomains count too


class Publisher(Model):
    """Who publishes at some hosts, as readers see it named."""

    name: Line
    kind: ItemId
    hosts: Annotated[tuple[Line, ...], Field(min_length=1)]
    #: Many publish there, such as journals behind one kind of address; each source names its own.
    any_name: bool = False
    #: The pages that may cite it; empty for all.
    only_on: tuple[PageId, ...] = ()


class Publishers(Model):
    #: Each kind of publisher, and after how many days a source of it has to be read again.
    kinds: dict[ItemId, Annotated[int, Field(ge=1)]]
    publishers: tuple[Publisher, ...]
    #: Addresses that still stand under a text and wait for an original. Nobody may add to them.
    waiting: tuple[Url, ...] = ()
    #: Sites that were closed, and where their pages are now.
    closed: dict[str, Line] = Field(default_factory=dict)

    def of(self, url: str) -> Publisher | None:
        """Who publishes at an address; the one that names its host best."""
        host = host_of(url)
        whole = [publisher for publisher in self.publishers if host in map(bare, publisher.hosts)]
        below = [publisher for publisher in self.publishers if _is_below(host, publisher)]
        return next(iter((*whole, *below)), None)


def host_of(url: str) -> str:
    return bare(urlsplit(url).hostname or "")


def bare(host: str) -> str:
    """A host as it is compared: www says nothing."""
    return host.lower().removeprefix("www.")


def read_publishers(folder: Path) -> Publishers | list[Problem]:
    file = read_yaml(folder / FILE, FILE)
    if isinstance(file, Problem):
        return [file]
    listed = validate(file, Publishers)
    if isinstance(listed, list):
        return listed
    odd = [n for n, publisher in enumerate(listed.publishers) if publisher.kind not in listed.kinds]
    sentence = "“kind” should be one of those under “kinds”."
    problems = [file.problem(("publishers", n, "kind"), "unknown", sentence) for n in odd]
    return problems or listed


def _is_below(host: str, publisher: Publisher) -> bool:
    return any(
        f".{host}".endswith(f".{bare(known.removeprefix(ANY_BELOW))}")
        for known in publisher.hosts
        if known.startswith(ANY_BELOW)
    )
