"""What a search brings first."""

from bot.library.model.library import Edition


def first(edition: Edition, typed: str, count: int = 3) -> list[str]:
    return [f"{hit.kind} {hit.id}" for hit in edition.index.find(typed)[:count]]
