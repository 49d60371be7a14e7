"""Records that somebody who may has reviewed a page: in its YAML file, and nowhere else."""

import json
import re
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

import yaml

from bot.library.check.writing_rules import review_days
from bot.library.load.draft import Draft
from bot.library.load.load import read_drafts
from bot.library.model.models import Sourced

#: A field at the left edge, with the lines set in below it.
FIELD = r"^{name}:[^\n]*\n(?:[ \t]+[^\n]*\n)*"
LONGEST_ROLE = 60  # characters


class ReviewRefusedError(ValueError):
    """The review can't be recorded; the file is as it was."""


def record_review(
    folder: Path, page_id: str, language: str, by_role: str, on: date, today: date
) -> tuple[Path, date]:
    """Write a clinician's review into the file of a page, or of all medicines or words.

    Nothing else in the file changes. Gives the file and the day of the next review, as late as
    the rules allow. Raises ReviewRefusedError.
    """
    role = by_role.strip()
    if not role or len(role) > LONGEST_ROLE or "\n" in role:
        raise ReviewRefusedError("--by-role takes a role such as “specialist nurse”, no name.")
    if on > today:
        raise ReviewRefusedError(f"--on is {on}, which is still to come.")
    draft, item, file = _found(folder, language, page_id)
    text = file.read_text("utf-8")
    due = on + timedelta(days=review_days(draft, item))
    state = (
        f"{{state: clinician-reviewed, by_role: {json.dumps(role, ensure_ascii=False)}, on: {on}}}"
    )
    changed = _with(_with(text, "reviewed", state), "review_due", str(due))
    _same_but_for_the_review(text, changed)
    part = file.with_suffix(".part")
    part.write_text(changed, "utf-8")
    part.replace(file)
    return file, due


def _found(folder: Path, language: str, page_id: str) -> tuple[Draft, Sourced, Path]:
    drafts, _ = read_drafts(folder)
    draft = next((draft for draft in drafts if draft.language == language), None)
    if draft is None:
        raise ReviewRefusedError(f"There is no language “{language}” in {folder}.")
    items = {key: (draft, item, folder / file.name) for key, item, file in draft.sourced()}
    if page_id not in items:
        near = get_close_matches(page_id, items, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else " Can its file be read?"
        raise ReviewRefusedError(f"There is no page “{page_id}” in {folder / language}.{hint}")
    return items[page_id]


def _with(text: str, name: str, value: str) -> str:
    changed, count = re.subn(
        FIELD.format(name=name), lambda _: f"{name}: {value}\n", text, flags=re.MULTILINE
    )
    if count != 1:
        raise ReviewRefusedError(f"The file should have one line “{name}:” at its left edge.")
    return changed


def _same_but_for_the_review(before: str, after: str) -> None:
    """The text was changed, not written anew; this proves that nothing else of it moved."""
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    for name in ("reviewed", "review_due"):
        old.pop(name), new.pop(name)
    if old != new:
        raise ReviewRefusedError("The file is written in a way that can't be changed safely.")
