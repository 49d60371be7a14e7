"""What has to be worked out before anybody waits for it."""

from functools import cached_property

from bot.library.model.library import Library


def assert_ready(library: Library) -> None:
    """Everything that an edition or a library works out once is there already."""
    for thing in (library, *library.editions.values()):
        once = {name for name, v in vars(type(thing)).items() if isinstance(v, cached_property)}
        assert once
        assert once <= vars(thing).keys(), once - vars(thing).keys()
