"""What a typed text must be to be kept exactly as it is."""

from storage.errors import TextRefusedError

TEXT_LIMIT = 300  # characters, of a note or a question


def checked_text(text: str) -> str:
    """The text itself; refused when it is empty, too long, or holds what cannot be kept."""
    if not text.strip():
        raise TextRefusedError("empty")
    if len(text) > TEXT_LIMIT:
        raise TextRefusedError("too long", TEXT_LIMIT)
    return text  # zero bytes and half surrogate pairs are refused at the door
