"""The writing rules, each of which finds the lines that break it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from bot.library.check.language_rules import Wording, wording
from bot.library.check.picture_rules import picture_problems
from bot.library.check.readability import Grade, grade, names_pattern, sentences, words
from bot.library.load.draft import Draft
from bot.library.load.message_keys import leaves, odd_sentences
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.library import URGENT
from bot.library.model.models import CHECK_TEXTS, SAFETY_TEXTS, HelpPage, Page, Sourced
from bot.library.model.pack import HELP_MENU, Menu
from bot.library.model.prose import paragraphs, plain

SENTENCES_A_PARAGRAPH = 3
LIMITS = {  # characters, without source marks
    "card": 900,
    "text": 780,
    "if_new": 780,
    "more": 780,
    "unknown": 560,  # the numbers of all countries
    "regions": 350,
    "alt": 700,
    "compare": 180,
    "used_for": 400,
    "warning": 500,
    "contraception": 300,
    "missed_dose": 300,
    "clashes": 400,
    "monitoring": 300,
    "approvals": 400,
    "meaning": 300,
    "advice": 400,
}
FIRST_SCREEN = 870  # of the 900 characters of urgent help; the name of the country takes the rest
A_SCREEN = 900  # characters of a medicine
#: The longest time until the next review, where pack.yaml does not say it for a menu.
HELP_REVIEW_DAYS, LIST_REVIEW_DAYS = 184, 366
SOON = timedelta(days=30)  # how long before a review is due the check reminds of it
#: Spanish and most others need more letters for the same; a card may not grow with them.
TYPED = (("find", "aspects"), ("find", "screens"), ("find", "polite_words"))
TRANSLATED = 1.15
MARKED_NUMBER = re.compile(r"([\d*][\d ()-]*)[.,;:]?\s*\[\^(?!-\])")
Text = tuple[YamlFile, Path_, str]


def find_problems(draft: Draft, today: date, graded: Mapping[str, Grade]) -> Iterator[Problem]:
    """Every broken writing rule of one language, as of `today`; `graded` is what `grades` said."""
    rules, outdated = wording(draft.language), _outdated(draft)
    for file, path, text in texts_of(draft):
        yield from _length(file, path, text, translated=draft.original is not None)
        yield from _sentences(rules, file, path, text)
        yield from _wording(rules, outdated, file, path, text)
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        if not file.borrows(()):
            yield from _survival_figures(rules, file, page)
            yield from _page_shape(file, page, _menu(draft, page))
            yield from _first_screen(file, page)
            if isinstance(page, HelpPage):
                yield from _marked_numbers(file, page)
    yield from _medicine_screens(draft)
    yield from picture_problems(draft)
    for file, path, title in _titles(draft):
        yield from _wording(rules, outdated, file, path, title)
    yield from odd_sentences(draft.interface, draft.pack)
    yield from _reviews(draft, today)
    yield from _reading_grades(draft, graded)


def grades(draft: Draft) -> dict[str, Grade]:
    """The reading grade of every page and collection, by its key in the draft.

    Empty where we have no scale for the language; words of the original are left out.
    """
    scale = wording(draft.language).scale
    if scale is None:
        return {}
    names = names_pattern(_explained_names(draft))
    keys = {file.name: key.removesuffix(".yaml") for key, file in draft.files.items()}
    texts: dict[str, list[str]] = {}
    for file, _, text in texts_of(draft):
        if keys[file.name] != "questions":
            texts.setdefault(keys[file.name], []).append(plain(text))
    return {key: grade(value, names, scale) for key, value in texts.items()}


def _explained_names(draft: Draft) -> Iterator[str]:
    for medicine in draft.medicines.medicines if draft.medicines else ():
        yield from medicine.names
        yield from (part for part in re.split(r"[\s+]+", medicine.name) if len(part) > 6)
    for word in draft.words.words if draft.words else ():
        yield from word.names
        yield from (part.strip() for part in re.split(r"[/,]", word.word))


def texts_of(draft: Draft) -> Iterator[Text]:
    """All prose of one language, with its place; not what it borrows from its original."""
    for file, path, text in _every_text(draft):
        if not file.borrows(path):
            yield file, path, text


def _every_text(draft: Draft) -> Iterator[Text]:
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        yield file, ("summary",), page.summary
        if isinstance(page, HelpPage):
            yield file, ("lead",), page.lead
        for path, text in page.prose():
            yield file, path, text
    if draft.medicines:
        for number, medicine in enumerate(draft.medicines.medicines):
            for field, text in medicine.prose():
                yield draft.files["medicines.yaml"], ("medicines", number, field), text
    if draft.words:
        for number, word in enumerate(draft.words.words):
            yield draft.files["words.yaml"], ("words", number, "meaning"), word.meaning
    if draft.questions:
        file = draft.files["questions.yaml"]
        yield file, ("advice",), draft.questions.advice
        for number, question in enumerate(draft.questions.questions):
            yield file, ("questions", number, "text"), question.text


def _titles(draft: Draft) -> Iterator[Text]:
    """Short texts without sentences: only their words are looked at."""
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        titles: list[tuple[Path_, str]] = [(("title",), page.title)]
        titles += [(("sections", n, "title"), s.title) for n, s in enumerate(page.sections)]
        yield from ((file, path, title) for path, title in titles if not file.borrows(path))
    for path, text in leaves(draft.interface):
        if path[:2] not in TYPED:  # what people type, not what we say
            yield draft.interface, path, text


def _length(file: YamlFile, path: Path_, text: str, *, translated: bool) -> Iterator[Problem]:
    name = next((str(part) for part in reversed(path) if part in LIMITS), "")
    if path[0] == "questions" or not name:
        return
    length, limit = len(plain(text)), LIMITS[name]
    if translated and name != "card":
        limit = int(limit * TRANSLATED)
    if length > limit:
        sentence = f"“{name}” is {length} characters long; at most {limit} fit on a screen."
        yield file.problem(path, "too-long", sentence)


def _medicine_screens(draft: Draft) -> Iterator[Problem]:
    """A medicine's names, use and dangers fit one screen; each layer of the rest fits another."""
    for number, medicine in enumerate(draft.medicines.medicines if draft.medicines else ()):
        names = ", ".join([medicine.name, *medicine.names, medicine.kind])
        layers = (("used_for", "warning"), SAFETY_TEXTS, CHECK_TEXTS)
        first, *others = (" ".join(getattr(medicine, f) or "" for f in layer) for layer in layers)
        for shown in (f"{names}\n{first}", *others):
            if (length := len(plain(shown))) > A_SCREEN:
                sentence = f"A screen of this medicine has {length} characters; {A_SCREEN} fit."
                file = draft.files["medicines.yaml"]
                yield file.problem(("medicines", number, "id"), "too-long", sentence)


def _sentences(rules: Wording, file: YamlFile, path: Path_, text: str) -> Iterator[Problem]:
    most = rules.words_a_sentence
    for paragraph in paragraphs(text):
        at = paragraph.offset
        for sentence in (s for line in paragraph.lines for s in sentences(line.text)):
            if (count := len(words(sentence))) > most:
                start = " ".join(sentence.split()[:5])
                problem = f"A sentence has {count} words; at most {most}: “{start} …”"
                yield file.problem(path, "long-sentence", problem, at)
        told = sum(len(sentences(line.text)) for line in paragraph.lines if not line.is_point)
        if told > SENTENCES_A_PARAGRAPH:
            problem = f"This paragraph has {told} sentences; at most {SENTENCES_A_PARAGRAPH}."
            yield file.problem(path, "long-paragraph", problem, at)


def _wording(
    rules: Wording, outdated: re.Pattern[str], file: YamlFile, path: Path_, text: str
) -> Iterator[Problem]:
    for paragraph in paragraphs(text):
        told = " ".join(line.text for line in paragraph.lines)
        at = paragraph.offset
        if hit := rules.hurts.search(told):
            sentence = f"“{hit[0]}” hurts people who read this. Say it in another way."
            yield file.problem(path, "banned-word", sentence, at)
        if hit := rules.dose.search(told):
            sentence = f"“{hit[0]}” is a dose or a schedule. The team decides those: take it out."
            yield file.problem(path, "dose", sentence, at)
        if hit := outdated.search(told):
            sentence = f"“{hit[0]}” is out of date: pack.yaml lists it under “outdated”."
            yield file.problem(path, "outdated", sentence, at)


def _outdated(draft: Draft) -> re.Pattern[str]:
    """What this pack lists as no longer true."""
    listed = draft.pack.outdated.get(draft.language, ())
    phrases = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in listed)
    return re.compile(rf"(?<!\w)(?:{phrases or '(?!)'})(?!\w)", re.IGNORECASE)


def _survival_figures(rules: Wording, file: YamlFile, page: Page) -> Iterator[Problem]:
    behind = {n for n, section in enumerate(page.sections) if section.ask_first}
    for path, text in page.prose():
        if path[0] == "sections" and path[1] in behind:
            continue
        for paragraph in paragraphs(text):
            for line in paragraph.lines:
                if rules.figure.search(line.text) and rules.length_of_life.search(line.text):
                    sentence = "A figure on length of life needs a section with “ask_first: true”."
                    yield file.problem(path, "survival-figure", sentence, paragraph.offset)


def _menu(draft: Draft, page: Page) -> Menu:
    return next(menu for menu in draft.pack.menus if menu.id == page.menu)


def _page_shape(file: YamlFile, page: Page, menu: Menu) -> Iterator[Problem]:
    if len(page.button) > 24:
        sentence = "The title is over 24 characters. Add a shorter “label” for buttons."
        yield file.problem(("title",), "label", sentence)
    ids = [section.id for section in page.sections]
    for needed in menu.sections:
        if needed not in ids:
            sentence = f"A page of “{menu.id}” needs a section “{needed}”."
            yield file.problem(("sections",), "section-missing", sentence)
    known = [section_id for section_id in ids if section_id in menu.sections]
    if known != [needed for needed in menu.sections if needed in ids]:
        sentence = "The sections stand in the order that pack.yaml lists for this menu."
        yield file.problem(("sections",), "section-order", sentence)
    if len({source.publisher for source in page.sources}) < menu.publishers:
        sentence = f"A page of “{menu.id}” needs sources from {menu.publishers} publishers or more."
        yield file.problem(("sources",), "one-publisher", sentence)


def _first_screen(file: YamlFile, page: Page) -> Iterator[Problem]:
    """Somebody in danger reads one screen: the signs and the number fit it in every country."""
    if not isinstance(page, HelpPage) or page.id != URGENT:
        return
    for code, text in page.regions.items():
        shown = "\n".join((page.title, page.lead, plain(page.card), plain(text)))
        if len(shown) > FIRST_SCREEN:
            told = f"The first screen of “{page.id}” has {len(shown)} characters in “{code}”"
            yield file.problem(("regions", code), "too-long", f"{told}; {FIRST_SCREEN} fit.")


def _marked_numbers(file: YamlFile, page: HelpPage) -> Iterator[Problem]:
    """A raised number right behind a telephone number is read aloud, or dialled, as part of it."""
    for path, text in page.prose():
        if not file.borrows(path) and (hit := MARKED_NUMBER.search(text)):
            sentence = f"A source mark stands right behind “{hit[1]}”. Let a word stand between."
            yield file.problem(path, "marked-number", sentence, text[: hit.start()].count("\n"))


def _reviews(draft: Draft, today: date) -> Iterator[Problem]:
    for key, item, file in draft.sourced():
        limit = timedelta(days=review_days(draft, item))
        if item.review_due > item.reviewed.on + limit:
            sentence = f"The next review is over {limit.days} days after the last one."
            yield file.problem(("review_due",), "review-too-late", sentence)
        if item.review_due < today:
            sentence = f"The review of “{key}” was due on {item.review_due}."
            yield file.problem(("review_due",), "overdue", sentence)
        elif item.review_due <= today + SOON:
            sentence = f"The review of “{key}” is due on {item.review_due}."
            yield file.problem(("review_due",), "due-soon", sentence)
        if item.reviewed.on > today:
            sentence = "The review has a date in the future."
            yield file.problem(("reviewed",), "future-review", sentence)
        if (item.reviewed.state == "clinician-reviewed") != bool(item.reviewed.by_role):
            sentence = "“by_role” says which clinician reviewed the page, and stands only there."
            yield file.problem(("reviewed",), "review-role", sentence)


def review_days(draft: Draft, item: Sourced) -> int:
    """The longest time, in days, until a page or a list has to be reviewed again."""
    if not isinstance(item, Page):
        return LIST_REVIEW_DAYS
    days = _menu(draft, item).review_days
    return min(days, HELP_REVIEW_DAYS) if item.menu == HELP_MENU else days


def _reading_grades(draft: Draft, graded: Mapping[str, Grade]) -> Iterable[Problem]:
    scale = wording(draft.language).scale
    for key, measured in graded.items():
        file = draft.files.get(key) or draft.files[f"{key}.yaml"]
        if scale and scale.too_hard(measured):
            than = "least" if scale.high_is_easy else "most"
            sentence = (
                f"{scale.name} {measured.masked} without names and {measured.raw} with them; at"
                f" {than} {scale.masked} and {scale.raw}. Use shorter words and shorter sentences."
            )
            yield file.problem((), "hard-to-read", sentence)
