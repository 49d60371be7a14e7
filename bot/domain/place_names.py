"""The form in which names of places are compared."""

import unicodedata

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})
#: How a first word is shortened: St Louis, Ft Worth.
SHORTENED = {"st": "saint", "ft": "fort", "mt": "mount", "sta": "santa", "sto": "santo"}


def unaccented(text: str) -> str:
    """Lower case without accents, the form in which typed words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def plain(text: str) -> str:
    """Without accents and punctuation, and with a shortened first word written out."""
    letters = unaccented(text).translate(LETTERS)
    first, *rest = "".join(c if c.isalnum() else " " for c in letters.replace("'", "")).split() or [
        ""
    ]
    return " ".join([SHORTENED.get(first, first) if rest else first, *rest])
