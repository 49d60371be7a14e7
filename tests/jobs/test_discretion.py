"""No reminder tells a bystander what it is about: not its first line, not its buttons."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from bot.domain.reminder_kinds import BRING, FOLLOW_UP, OWN
from bot.library.model.library import Edition, Library
from bot.screen import Screen, as_read
from bot.screens.reminder_due import arrived
from bot.screens.view import View
from storage.records import Reminder

WORD = re.compile(r"[^\W_]+")
SHORTEST = 4  # letters; "for" and "the" are in every title
#: What a bystander would understand, whatever the pack names: whole words, and parts of words.
TELLING = {"mbc", "her2", "brca", "pet", "cdk", "scan", "scans", "bone", "lump", "nurse", "talk"}
TELLING_PART = re.compile(
    "cancer|cáncer|krebs|tumou?r|on[ck]o|metast|chemo|quimio|trial|ensayo|pal+iat|hospi[czt]"
    "|radiat|radio|im?n?mun|hormon|th?erap|treat|tratam|biops|mamm|breast|brust|surg|cirug|doctor"
    "|cl[ií]nic|m[eé]dic|s[yií]n?m?ptom|síntom|disease|illness|enferm|dying|death|pa[tc]ient"
    "|question|pregunta|visit"
)
OWN_WORDS = "Ask about olaparib and the liver scan"


def banned_words(edition: Edition) -> set[str]:
    """Every name that the pack has for a medicine, a word or a page, word by word."""
    medicines = [name for medicine in edition.medicines.values() for name in medicine.names]
    words = [name for word in edition.words.values() for name in word.names]
    pages = [text for p in edition.pages.values() for text in (p.title, p.button, *p.also_called)]
    kinds = [*edition.texts.below("reminders.kinds").values()]
    banned = {
        word
        for text in (*medicines, *words, *pages, *kinds)
        for word in words_of(text)
        if len(word) >= SHORTEST
    }
    return TELLING | banned - words_of(edition.texts("buttons.help"))  # "Help" tells nothing


def words_of(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def telling(edition: Edition, screen: Screen) -> set[str]:
    """The words on a screen, its labels and links included, that say what it is about."""
    seen = [as_read(screen.text)]
    seen += [text for row in screen.rows for key in row for text in (key.label, key.url or "")]
    found = set().union(*(words_of(text) for text in seen))
    banned = banned_words(edition)
    return {w for w in found if w in banned or TELLING_PART.search(w)}


def kinds(edition: Edition) -> list[str]:
    return [*(kind.id for kind in edition.pack.reminders), BRING, OWN, FOLLOW_UP]


def reminder(number: int, kind: str) -> Reminder:
    text = OWN_WORDS if kind == OWN else None
    added = datetime(2026, 11, 23, tzinfo=UTC)
    rule = "1 before-visit 3 10:00"
    return Reminder(number, 1, kind, text, rule, None, "UTC", "active", None, added)


def companies(edition: Edition) -> Iterator[list[Reminder]]:
    """Every kind alone, every two together, all at once."""
    every = [reminder(n, kind) for n, kind in enumerate(kinds(edition), start=1)]
    yield from ([reminder] for reminder in every)
    yield from (list(pair) for pair in combinations(every, 2))
    yield every


@pytest.fixture(scope="session")
def editions(library: Library) -> list[Edition]:
    """Every language of the pack."""
    return list(library.editions.values())


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("doubt", [False, True])
def test_a_hidden_reminder_tells_nothing_in_any_language(
    editions: list[Edition], late: bool, doubt: bool
) -> None:
    for edition in editions:
        view = View(edition, "US", "full", date(2026, 11, 23))
        for due in companies(edition):
            screen = arrived(view, due, late=late, doubt=doubt, topic_shown=False)
            assert telling(edition, screen) == set(), [reminder.kind for reminder in due]


def test_the_first_line_and_the_buttons_tell_nothing_even_when_the_subject_shows(
    editions: list[Edition],
) -> None:
    for edition in editions:
        view = View(edition, "US", "full", date(2026, 11, 23))
        for due in companies(edition):
            screen = arrived(view, due, late=True, doubt=True, topic_shown=True)
            outside = Screen(screen.text.partition("\n")[0], screen.rows)
            assert telling(edition, outside) == set(), [reminder.kind for reminder in due]


def test_the_subject_would_be_noticed(editions: list[Edition]) -> None:
    """The list of words is good for something: it finds every subject of the pack once it shows."""
    for edition in editions:
        view = View(edition, "US", "full", date(2026, 11, 23))
        for number, kind in enumerate(kinds(edition), start=1):
            if kind != OWN:
                due = [reminder(number, kind)]
                screen = arrived(view, due, late=False, doubt=False, topic_shown=True)
                assert telling(edition, screen), kind


@pytest.mark.parametrize(
    "text",
    ["Time for your Ibrance", "Olaparib", "About your tumour", "HER2", "Your oncologist waits"],
)
def test_a_telling_line_is_noticed(library: Library, text: str) -> None:
    assert telling(library.edition("en"), Screen(text))
