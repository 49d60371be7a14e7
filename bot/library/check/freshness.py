"""What `check --stale` says: decisions that are awaited, old sources, and labels that changed."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from bot.library.check.publishers import FILE, Publishers, read_publishers
from bot.library.check.readings import Readings, read_readings
from bot.library.load.draft import Draft
from bot.library.load.load import read_drafts
from bot.library.load.problems import Problem
from bot.library.load.validate import validate
from bot.library.load.yaml_file import YamlFile, read_yaml
from bot.library.model.fields import ItemId, Line, Model, Url
from bot.library.model.models import Source

PENDING = PurePosixPath("pending.yaml")
SET_ID = re.compile(r"[?&]setid=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
#: The day of a label's newest revision, by its set id; None when nobody could say.
Revision = Callable[[str], date | None]


class Decision(Model):
    medicine: ItemId
    where: Line
    due: date
    url: Url


class PendingFile(Model):
    pending: tuple[Decision, ...]


def stale(folder: Path, today: date, revision: Revision | None = None) -> list[Problem]:
    """Everything that time has changed, or soon will; labels are asked for only with `revision`."""
    drafts, problems = read_drafts(folder)
    if not drafts:
        return problems
    publishers, readings = read_publishers(folder), read_readings(folder)
    all_problems = [*_pending(folder, drafts[0], today)]
    if isinstance(publishers, Publishers):
        all_problems += _old(drafts[0], publishers, readings, today)
    elif (folder / FILE).exists():
        all_problems += publishers
    if revision:
        all_problems += _changed(drafts[0], readings, revision)
    return all_problems


def _pending(folder: Path, draft: Draft, today: date) -> Iterator[Problem]:
    if not (folder / PENDING).exists():
        return
    file = read_yaml(folder / PENDING, PENDING)
    pending = [file] if isinstance(file, Problem) else validate(file, PendingFile)
    if isinstance(pending, list) or isinstance(file, Problem):
        yield from pending if isinstance(pending, list) else ()
        return
    known = {medicine.id for medicine in draft.medicines.medicines} if draft.medicines else set()
    for number, decision in enumerate(pending.pending):
        path = ("pending", number)
        if decision.medicine not in known:
            yield file.problem(path, "unknown", f"There is no medicine “{decision.medicine}”.")
        about = f"{decision.medicine}, {decision.where}"
        if decision.due < today:
            sentence = f"{about}: a decision was due on {decision.due}. Look it up: {decision.url}"
            yield file.problem(path, "decision-due", sentence)
        else:
            days = (decision.due - today).days
            sentence = f"{about}: a decision is due on {decision.due}, in {days} days."
            yield file.problem(path, "decision-pending", sentence)


def _old(
    draft: Draft, publishers: Publishers, readings: Readings, today: date
) -> Iterator[Problem]:
    """Sources that were read longer ago than their kind allows."""
    for number, source, file in _sources(draft):
        publisher = publishers.of(source.url)
        days = publishers.kinds.get(publisher.kind) if publisher else None
        read = readings.last_read(source.url) or source.accessed
        if publisher and days and read + timedelta(days) < today:
            sentence = f"“{source.id}” was read on {read}; a {publisher.kind} again in {days} days."
            yield file.problem(("sources", number), "old-source", sentence)


def _changed(draft: Draft, readings: Readings, revision: Revision) -> Iterator[Problem]:
    """Labels with a revision that is newer than our reading of them; each is asked for once."""
    asked: dict[str, date | None] = {}
    for number, source, file in _sources(draft):
        if not (hit := SET_ID.search(source.url)):
            continue
        if hit[1] not in asked:
            asked[hit[1]] = revision(hit[1])
        newest = asked[hit[1]]
        read = readings.last_read(source.url) or source.accessed
        if newest is None:
            sentence = f"Nobody could say when the label of “{source.id}” was changed last."
            yield file.problem(("sources", number), "label-unknown", sentence)
        elif newest > read:
            sentence = f"The label of “{source.id}” changed on {newest}; we read it on {read}."
            yield file.problem(("sources", number), "label-changed", sentence)


def _sources(draft: Draft) -> Iterator[tuple[int, Source, YamlFile]]:
    for _, item, file in draft.sourced():
        yield from ((number, source, file) for number, source in enumerate(item.sources))
