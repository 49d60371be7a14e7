"""Makes the copy of the register out of its pages; runs in a process of its own."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.study_copy import Made
from bot.domain.study_countries import NOT_KNOWN, code_of
from bot.domain.study_records import OPEN, StudyRecord, number_of, study_record
from bot.domain.study_rules import Sorting, sort
from bot.domain.study_words import Words
from storage.study_file import CARE, MAIN, WIDE, Former, NewSite, NewStudy, StudyFile

PREFIX = "NCT"


@dataclass
class Build:
    """One copy in the making; a page at a time is in memory."""

    words: Words
    file: StudyFile
    _countries: dict[str, int] = field(default_factory=dict)
    _unknown: dict[str, None] = field(default_factory=dict)
    _places: dict[tuple[object, ...], bool] = field(default_factory=dict)
    _sites: int = 0

    def take(self, pages: Iterable[Path]) -> None:
        for page in pages:
            for study in studies_in(page):
                self._take(study)

    def _take(self, study: Mapping[str, Any]) -> None:
        id = id_of(number_of(study))
        if id is None or id in self.file.ids:
            return
        record = study_record(study)
        sorting = sort(record.read, self.words)
        if sorting.is_shown:
            kept = self._kept(id, record, sorting)
            self.file.add(kept)
            for code in {site.country for site in kept.sites if site.is_open}:
                self._countries[code] = self._countries.get(code, 0) + 1

    def _kept(self, id: int, record: StudyRecord, sorting: Sorting) -> NewStudy:
        return NewStudy(
            id,
            record.title,
            record.is_open,
            record.phases,
            self.words.bits(sorting.types),
            CARE if sorting.is_care else WIDE if sorting.is_wide else MAIN,
            record.sponsor,
            record.changed,
            record.first_posted,
            _told(record, sorting),
            tuple(self._sites_of(record)),
        )

    def _sites_of(self, record: StudyRecord) -> Iterator[NewSite]:
        for site in record.sites:
            code = code_of(site.country)
            if code == NOT_KNOWN:
                self._unknown[site.country] = None
            self._sites += 1
            self._places[code, site.point or site.city] = site.point is not None
            yield NewSite(
                code, site.state, site.city, site.facility, site.status == OPEN, site.point
            )

    def made(self, totals: Iterable[int]) -> Made:
        return Made(
            tuple(totals),
            len(self.file.ids),
            self._sites,
            len(self._places),
            sum(self._places.values()),
            self._countries,
            tuple(self._unknown),
        )


def _told(record: StudyRecord, sorting: Sorting) -> dict[str, object]:
    """What a card says besides, without what there is nothing of."""
    every: dict[str, object] = {
        "given": record.given,
        "more": record.more_given,
        "random": record.is_random,
        "reach": int(sorting.reach),
        "stage": int(sorting.stage),
        "kinds": sorting.kinds,
        "marks": sorting.marks,
        "quotes": sorting.quotes,
    }
    return {key: value for key, value in every.items() if value}


def studies_in(page: Path) -> list[dict[str, Any]]:
    """The records of a file: of a page of ours, or of one that somebody fetched elsewhere."""
    data = json.loads(page.read_bytes())
    if isinstance(data, dict) and "protocolSection" in data:
        return [data]
    studies = data.get("studies", []) if isinstance(data, dict) else data
    return (
        [study for study in studies if isinstance(study, dict)] if isinstance(studies, list) else []
    )


def id_of(number: str) -> int | None:
    """The number of a study without its letters; None when it is none."""
    digits = number.removeprefix(PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 8 else None


def left(former: Former, file: StudyFile, on: date, statuses: Mapping[str, str]) -> dict[
    int, tuple[str, str, str]
]:  # fmt: skip
    """What stood in the copy before and stands in this one no more."""
    return {
        id: (title, on.isoformat(), statuses.get(f"{PREFIX}{id:08d}", ""))
        for id, title in former.titles.items()
        if id not in file.ids
    }
