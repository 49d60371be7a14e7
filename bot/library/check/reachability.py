"""What holds the pack together for people: ways to each thing, names, and buttons that fit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot import callback_data
from bot.library.check.readability import names_pattern
from bot.library.check.writing_rules import texts_of
from bot.library.load.draft import Draft
from bot.library.load.message_keys import leaves
from bot.library.load.pack_rules import COMMANDS, MOST_ENTRIES
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.library import URGENT
from bot.library.model.models import HelpPage, Page, Word
from bot.library.model.prose import plain
from bot.library.search.normalise import normalised

COMMAND = re.compile(r"(?<![\w/.])/([a-z]\w*)")
SHORT_NAME = 5  # letters; shorter words mean too much else


def linking_problems(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    yield from _name_clashes(draft)
    yield from _dead_commands(draft)
    yield from _unheard(draft)
    if draft.original:  # ids and lists are the original's, and told there
        return
    yield from _renamed(draft, pack_file)
    yield from _unasked(draft)
    yield from _unlisted_words(draft)
    for page_id, page in draft.pages.items():
        yield from _long_links(draft.files[page_id], page)
        yield from _too_many_ways(draft.files[page_id], page)


def _name_clashes(draft: Draft) -> Iterator[Problem]:
    """One name for two things of a kind: whoever types it can't get at both."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    named = list(_named(draft))
    for kind, item_id, name, _, _ in named:
        known[kind, "".join(normalised(name, draft.language))].add(item_id)
    for kind, item_id, name, file, path in named:
        others = known[kind, "".join(normalised(name, draft.language))] - {item_id}
        if others and path[-1] != "also_called":
            sentence = f"“{name}” is a name of “{min(others)}” too. A search can't tell them apart."
            yield file.problem(path, "name-clash", sentence)


def _named(draft: Draft) -> Iterator[tuple[str, str, str, YamlFile, Path_]]:
    """Every name: the kind and id of what has it, and where it stands."""
    for page_id, page in draft.pages.items():
        file = draft.files[page_id]
        yield "page", page_id, page.title, file, ("title",)
        for name in page.also_called:
            yield "page", page_id, name, file, ("also_called",)
    for number, medicine in enumerate(draft.medicines.medicines if draft.medicines else ()):
        file, path = draft.files["medicines.yaml"], ("medicines", number)
        yield "medicine", medicine.id, medicine.name, file, (*path, "name")
        for name in medicine.brands:
            yield "medicine", medicine.id, name, file, (*path, "brands")
        for name in medicine.also_called:
            yield "medicine", medicine.id, name, file, (*path, "also_called")
    for number, word in enumerate(draft.words.words if draft.words else ()):
        file, path = draft.files["words.yaml"], ("words", number)
        yield "word", word.id, word.word, file, (*path, "word")
        for name in word.also_called:
            yield "word", word.id, name, file, (*path, "also_called")


def _dead_commands(draft: Draft) -> Iterator[Problem]:
    """A text that sends people to a command that there is not."""
    pack = draft.pack
    known = {*COMMANDS, *(subject.id for subject in pack.reminders)}
    known |= {pack.finder_command, *(menu.command for menu in pack.menus if menu.command)}
    for path, _ in leaves((draft.original or draft).interface):
        if path[:2] in (("groups", "members"), ("groups", "moderators")):
            known.add(str(path[-1]))
    sentences = ((draft.interface, path, text) for path, text in leaves(draft.interface))
    for file, path, text in (*sentences, *texts_of(draft)):
        for name in COMMAND.findall(text):
            if name not in known:
                yield file.problem(path, "dead-link", f"There is no command /{name}.")


def _unheard(draft: Draft) -> Iterator[Problem]:
    """What has no word to look for."""
    for file, path, asked in _asked(draft):
        if not normalised(asked, draft.language):
            yield file.problem(path, "unheard", f"“{asked}” has no word. Take it out.")


def _asked(draft: Draft) -> Iterator[tuple[YamlFile, Path_, str]]:
    """All that people ask when a page or a section is what they need; not what is borrowed."""
    for page_id, page in draft.pages.items():
        lists: Iterable[tuple[Path_, tuple[str, ...]]] = (
            (("found_by",), page.found_by),
            *(
                (("sections", n, "found_by"), section.found_by)
                for n, section in enumerate(page.sections)
            ),
        )
        for path, found_by in lists:
            for number, asked in enumerate(found_by):
                yield draft.files[page_id], (*path, number), asked


def _renamed(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    for old in draft.pack.renamed:
        if old in draft.pages:
            sentence = f"“{old}” is a page again. Take it out here."
            yield pack_file.problem(("renamed", old), "dead-link", sentence)


def _unasked(draft: Draft) -> Iterator[Problem]:
    """Questions are asked on pages; one that no page names can't be found."""
    asked = {question for page in draft.pages.values() for question in page.questions}
    for number, question in enumerate(draft.questions.questions if draft.questions else ()):
        if question.id not in asked and not draft.unread:
            sentence = f"No page asks “{question.id}”. Add it to the “questions” of a page."
            path = ("questions", number, "id")
            yield draft.files["questions.yaml"].problem(path, "unreachable", sentence)


def _unlisted_words(draft: Draft) -> Iterator[Problem]:
    """A page that uses a word which we explain should list it under “words”."""
    explained = list(draft.words.words if draft.words else ())
    patterns = {word.id: names_pattern(_whole_names(word)) for word in explained}
    for page_id, page in draft.pages.items():
        told = "\n".join(plain(text) for _, text in page.prose())
        for word in explained:
            if word.id in page.words or word.page == page_id:
                continue
            if hit := patterns[word.id].search(told):
                sentence = f"“{hit[0]}” is explained in words.yaml. Add “{word.id}” to “words”."
                yield draft.files[page_id].problem(("words",), "word-unlisted", sentence)


def _whole_names(word: Word) -> list[str]:
    """A word with a bracket behind it is a special sense of it: "Side effects (late)"."""
    if "(" in word.word:
        return []
    return [name for name in re.split(r"\s*/\s*", word.word) if len(name) >= SHORT_NAME]


def _too_many_ways(file: YamlFile, page: Page) -> Iterator[Problem]:
    """No screen has more than eight rows of buttons; a page for reading has as many as it needs."""
    for name, ways in (
        ("sections", page.sections),
        ("related", [other for other in page.related if other != URGENT]),
    ):
        is_paged = name == "sections" and not isinstance(page, HelpPage)
        if len(ways) > MOST_ENTRIES and not is_paged:
            sentence = f"There are {len(ways)} “{name}”; {MOST_ENTRIES} fit in eight rows."
            yield file.problem((name,), "too-many", sentence)


def _long_links(file: YamlFile, page: Page) -> Iterator[Problem]:
    """What is tapped before consent waits in its button, and has to fit there."""
    agree = f"{callback_data.AGREE()}{callback_data.BACK}"
    for number, section in enumerate(page.sections):
        kept = f"{agree}{callback_data.KEEP.verb}:s:{page.id}:{section.id}:m"
        if max(len(kept), len(f"{page.id}__{section.id}")) > callback_data.WIRE_LIMIT:
            sentence = f"“{page.id}” and “{section.id}” are together too long for a button."
            yield file.problem(("sections", number, "id"), "link-too-long", sentence)
    for number, question in enumerate(page.questions):
        added = f"{agree}{callback_data.ADD_QUESTION.verb}:{question}:{page.id}:9"
        if len(added) > callback_data.WIRE_LIMIT:
            sentence = f"“{page.id}” and “{question}” are together too long for a button."
            yield file.problem(("questions", number), "link-too-long", sentence)
