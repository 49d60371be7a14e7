"""What pack.yaml may say: ids that the bot uses itself are taken, and what it names is there."""

from collections.abc import Iterable, Iterator

from bot.library.load.message_keys import ROW
from bot.library.load.needed_messages import NEEDED
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.finder import OPEN_STUDIES, Finder
from bot.library.model.library import TALK, URGENT
from bot.library.model.pack import HELP_MENU, SOMEBODY_ELSE, Group, Pack

#: The commands that every pack has, in private and in groups.
COMMANDS = frozenset(
    (
        *("start", "find", "bookmarks", "questions", "visits", "reminders", "urgent", "settings"),
        *("privacy", "mydata", "delete", "help", "cancel", "status"),
        *("card", "topics", "commands", "schedule", "groupsettings"),
    )
)
#: What everybody can be reminded of, and the question after a visit.
KINDS = frozenset(("questions", "own", "followup", OPEN_STUDIES))
MOST_MENUS, MOST_ENTRIES = 6, 12  # two in a row, with what else stands on those screens


def broken_pack(pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """What would leave two things with one name, or a button that leads nowhere."""
    yield from _taken(pack, file)
    yield from _twice(pack, file)
    yield from _ungrouped(pack, file)
    yield from _too_many(pack, file)
    pages = {page_id for menu in pack.menus for page_id in menu.pages}
    for number, subject in enumerate(pack.reminders):
        if subject.page not in pages:
            sentence = f"No menu leads to “{subject.page}”, and a reminder is about it."
            yield file.problem(("reminders", number, "page"), "unknown", sentence)
    for old, new in pack.renamed.items():
        if new not in pages:
            sentence = f"No menu leads to “{new}”, which “{old}” is called now."
            yield file.problem(("renamed", old), "unknown", sentence)
    for number, menu in enumerate(pack.menus):
        for page_id in {URGENT, TALK}.intersection(menu.pages if menu.id != HELP_MENU else ()):
            sentence = f"“{page_id}” belongs into the menu “{HELP_MENU}”."
            yield file.problem(("menus", number, "pages"), "menu", sentence)
    if not pack.reading_menus:
        sentence = f"A pack needs a menu of pages to read, besides “{HELP_MENU}”."
        yield file.problem(("menus",), "menu", sentence)


def _groups(pack: Pack) -> Iterator[tuple[Path_, Group]]:
    for number, menu in enumerate(pack.menus):
        for place, group in enumerate(menu.groups):
            yield ("menus", number, "groups", place, "id"), group


def _ungrouped(pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """A group has pages of its own menu."""
    for number, menu in enumerate(pack.menus):
        for place, group in enumerate(menu.groups):
            for page_id in sorted(set(group.pages) - set(menu.pages)):
                sentence = f"“{page_id}” stands in the group “{group.id}”, and not in its menu."
                yield file.problem(("menus", number, "groups", place, "pages"), "menu", sentence)


def _too_many(pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """No screen has more than eight rows of buttons, so that people see what they tap."""
    if len(pack.reading_menus) > MOST_MENUS:
        sentence = (
            f"The first screen would have {len(pack.reading_menus)} menus; {MOST_MENUS} fit in"
            " its eight rows of buttons. Put pages together."
        )
        yield file.problem(("menus",), "too-many", sentence)
    for number, menu in enumerate(pack.menus):
        entries = pack.entries(menu.id)
        if len(entries) > MOST_ENTRIES and menu.id != HELP_MENU:
            sentence = (
                f"The menu “{menu.id}” would have {len(entries)} buttons; {MOST_ENTRIES} fit in"
                " its eight rows. Put its pages into groups."
            )
            yield file.problem(("menus", number, "pages"), "too-many", sentence)
    for path, group in _groups(pack):
        if len(group.pages) > MOST_ENTRIES:
            sentence = (
                f"The group “{group.id}” would have {len(group.pages)} buttons;"
                f" {MOST_ENTRIES} fit in its eight rows. Make two groups of it."
            )
            yield file.problem(path, "too-many", sentence)


def broken_finder(finder: Finder, pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """What would leave its command, its page or a type without effect."""
    taken = {*COMMANDS, *(menu.command for menu in pack.menus), *(s.id for s in pack.reminders)}
    if finder.command in taken:
        sentence = f"“{finder.command}” is the name of another command. Choose another."
        yield file.problem(("command",), "taken", sentence)
    if finder.page not in {page_id for menu in pack.menus for page_id in menu.pages}:
        sentence = f"No menu leads to “{finder.page}”, and the finder belongs to it."
        yield file.problem(("page",), "unknown", sentence)
    if finder.reminder and pack.subject(finder.reminder) is None:
        sentence = f"Nobody can be reminded of “{finder.reminder}”. See “reminders” in pack.yaml."
        yield file.problem(("reminder",), "unknown", sentence)
    for number, each in enumerate(finder.types):
        for signal in {word.removeprefix("-") for line in each.open for word in line.split()}:
            if signal not in finder.signals:
                sentence = f"There is no signal “{signal}” under “signals”."
                yield file.problem(("types", number, "open"), "unknown", sentence)


def _taken(pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """Names that the bot gives to things of its own."""
    buttons = {match[1] for match in ROW.finditer(NEEDED["buttons"])}
    for path, name, taken in (
        *((("menus", n, "id"), menu.id, buttons) for n, menu in enumerate(pack.menus)),
        *((path, group.id, buttons) for path, group in _groups(pack)),
        *((("menus", n, "command"), m.command, COMMANDS) for n, m in enumerate(pack.menus)),
        *((("reminders", n, "id"), s.id, COMMANDS | KINDS) for n, s in enumerate(pack.reminders)),
        *((("visits", n), whom, {SOMEBODY_ELSE}) for n, whom in enumerate(pack.visits)),
    ):
        if name in taken:
            sentence = f"“{name}” is a name of the bot's own. Choose another."
            yield file.problem(path, "taken", sentence)


def _twice(pack: Pack, file: YamlFile) -> Iterator[Problem]:
    """Menus, and everything that has a command; the pages are looked at in each language."""
    menus: list[tuple[Path_, str]] = [
        (("menus", n, "id"), menu.id) for n, menu in enumerate(pack.menus)
    ]
    menus += [(path, group.id) for path, group in _groups(pack)]
    grouped = [(path, page_id) for path, group in _groups(pack) for page_id in group.pages]
    commands = [
        *((("menus", n, "command"), m.command) for n, m in enumerate(pack.menus) if m.command),
        *((("reminders", n, "id"), subject.id) for n, subject in enumerate(pack.reminders)),
    ]
    visits = [(("visits", n), whom) for n, whom in enumerate(pack.visits)]
    series = [(("menus", n, "series"), "series") for n, m in enumerate(pack.menus) if m.series]
    for names in (menus, grouped, commands, visits, series):
        yield from _repeated(file, names)


def _repeated(file: YamlFile, names: Iterable[tuple[Path_, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            sentence = f"“{name}” stands here a second time. It can stand here only once."
            yield file.problem(path, "twice", sentence)
        seen.add(name)
