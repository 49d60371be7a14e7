"""Writes the preview: an index, a page for each page, and a sheet to sign for each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.library.check.language_rules import wording
from bot.library.check.readability import Grade, Scale
from bot.library.check.readings import Readings, read_readings
from bot.library.check.sign_rules import sign_problems
from bot.library.check.wording_rules import wording_problems
from bot.library.check.writing_rules import find_problems, grades
from bot.library.load.draft import Draft
from bot.library.load.load import BrokenContentError, read_drafts
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile
from bot.library.model.models import Page, Sourced
from bot.preview.changes import Change, changes, files_at
from bot.preview.claims import Claim, claims
from bot.preview.screens import HOME_FILE, Shown, address, shown
from bot.screens.view import View

STYLE = "style.css"
MARK = ".preview-of-waymark"  # stands in a folder whose files are ours to replace
TITLES = {"signs": "Danger signs"}  # of what no screen has a name for
TEMPLATES = Environment(
    loader=PackageLoader("bot.preview"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


class ForeignFolderError(ValueError):
    """The folder holds something that is no preview, and must not be overwritten or served."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds other files: name a new folder for the preview.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the preview shows of one page, or of all medicines or words."""

    id: str
    title: str
    menu: str
    file: PurePosixPath
    sourced: Sourced
    view: View
    screens: tuple[Shown, ...]
    claims: tuple[Claim, ...]
    grade: Grade | None
    #: What the grade is on; None where there is no scale for the language.
    scale: Scale | None
    problems: tuple[Problem, ...]
    #: None when nobody asked what changed.
    changes: tuple[Change, ...] | None

    @property
    def is_overdue(self) -> bool:
        return self.sourced.review_due < self.view.today


def write_site(folder: Path, out: Path, today: date, since: str = "") -> int:
    """Write the preview of a pack into a folder, to be read without a network; counts its sheets.

    Raises BrokenContentError when the pack can't be shown, UnknownRevisionError for `since`, and
    ForeignFolderError rather than write over files that are no preview.
    """
    drafts, problems = read_drafts(folder)
    if problems:
        raise BrokenContentError(problems)
    before = files_at(folder, since) if since else None
    _take(out)
    _write(out / STYLE, STYLE)
    _write(out / HOME_FILE, "languages.html", drafts=drafts, today=today)
    readings = read_readings(folder)
    return sum(
        _write_language(draft, drafts[0], out, today, since, before, readings) for draft in drafts
    )


def _take(folder: Path) -> None:
    """Make it ours: a new folder, an empty one, or one that was ours before."""
    mark = folder / MARK
    if folder.exists() and not mark.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ForeignFolderError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _write_language(
    draft: Draft,
    original: Draft,
    out: Path,
    today: date,
    since: str,
    before: Mapping[PurePosixPath, Any] | None,
    readings: Readings,
) -> int:
    place = out / draft.language
    place.mkdir(exist_ok=True)
    sheets = list(_sheets(draft, original, today, before, readings))
    named = {"draft": draft, "sheets": sheets, "since": since, "today": today}
    _write(place / HOME_FILE, "index.html", **named)
    for sheet in sheets:
        _write(place / f"{sheet.id}.html", "page.html", sheet=sheet, **named)
        _write(place / f"{sheet.id}-sign-off.html", "sign-off.html", sheet=sheet, **named)
    return len(sheets)


def _sheets(
    draft: Draft,
    original: Draft,
    today: date,
    before: Mapping[PurePosixPath, Any] | None,
    readings: Readings,
) -> Iterator[Sheet]:
    view = View(draft.edition(), draft.pack.default_region, "full", today)
    by_key = grades(draft)
    written = find_problems(draft, today, by_key)
    problems = [*written, *sign_problems(draft), *wording_problems(draft)]
    originals = {} if draft is original else {key: record for key, record, _ in original.sourced()}
    for key, record, file in _in_order(draft):
        page = record if isinstance(record, Page) else None
        yield Sheet(
            key,
            page.title if page else TITLES.get(key) or view.say(f"buttons.{key}"),
            page.menu if page else "",
            file.name,
            record,
            view,
            tuple(shown(view, page)) if page else (),
            claims(record, originals.get(key), readings),
            by_key.get(key),
            wording(draft.language).scale,
            tuple(problem for problem in problems if problem.file == file.name),
            None if before is None else tuple(changes(before.get(file.name), file.data)),
        )


def _in_order(draft: Draft) -> Iterable[tuple[str, Sourced, YamlFile]]:
    """As the menus have them, and then what is in no menu: medicines and words."""
    order = [page_id for menu in draft.pack.menus for page_id in menu.pages]
    place = {page_id: number for number, page_id in enumerate(order)}
    return sorted(draft.sourced(), key=lambda entry: place.get(entry[0], len(order)))


def _write(path: Path, template: str, **named: object) -> None:
    path.write_text(TEMPLATES.get_template(template).render(**named), "utf-8")


def _as_chat(shown: Shown) -> Markup:
    """The text of a screen, which is HTML of our own making."""
    return Markup(shown.screen.text)  # noqa: S704 - `bot.screen` has escaped what is content


TEMPLATES.filters["chat"] = _as_chat
TEMPLATES.globals["address"] = address
TEMPLATES.globals["READ"] = {"whole": "all of it", "excerpt": "an excerpt", "copy": "a copy of it"}
