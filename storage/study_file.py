"""Writes a copy of public records into one SQLite file, made whole beside the old one."""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from storage.files.atomic import put_in_place

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, country TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL,
    lat REAL, lon REAL
);
CREATE INDEX place_of_country ON place (country);
CREATE TABLE study (                -- the few numbers that lists are made of
    id INTEGER PRIMARY KEY, is_open INTEGER NOT NULL, phases INTEGER NOT NULL,
    types INTEGER NOT NULL, changed TEXT NOT NULL
);
CREATE TABLE study_text (           -- what one card says
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, sponsor TEXT NOT NULL, told TEXT NOT NULL
);
CREATE TABLE site (
    study INTEGER NOT NULL, n INTEGER NOT NULL, place INTEGER NOT NULL, status INTEGER NOT NULL,
    facility TEXT NOT NULL, PRIMARY KEY (study, n)
) WITHOUT ROWID;
CREATE TEMP TABLE opening (
    country TEXT, part INTEGER, study INTEGER, types INTEGER, phases INTEGER, changed TEXT,
    open INTEGER, coming INTEGER, since TEXT, places BLOB
);
CREATE TABLE open_in (              -- part: one of PARTS; places: ids of those that are open
    country TEXT NOT NULL, part INTEGER NOT NULL, place_in_list INTEGER NOT NULL,
    study INTEGER NOT NULL, types INTEGER NOT NULL, phases INTEGER NOT NULL, changed TEXT NOT NULL,
    open INTEGER NOT NULL, coming INTEGER NOT NULL, since TEXT NOT NULL, places BLOB NOT NULL,
    PRIMARY KEY (country, part, place_in_list)
) WITHOUT ROWID;
CREATE INDEX open_in_of_study ON open_in (study, country);
CREATE TABLE counted (              -- of open_in, for every choice of types; 0 is all of them
    types INTEGER NOT NULL, country TEXT NOT NULL, part INTEGER NOT NULL, studies INTEGER NOT NULL,
    first INTEGER NOT NULL, PRIMARY KEY (types, country, part)
) WITHOUT ROWID;
CREATE TABLE was_open (             -- what closes and opens again is not new twice
    country TEXT NOT NULL, study INTEGER NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (country, study)
) WITHOUT ROWID;
CREATE TABLE gone (                 -- what a saved one can still say
    study INTEGER PRIMARY KEY, title TEXT NOT NULL, left_on TEXT NOT NULL, status TEXT NOT NULL
);
"""
#: Later phases first, and then what changed last: lists are read as they lie there.
IN_ORDER = """
INSERT INTO open_in SELECT country, part, ROW_NUMBER() OVER (
    PARTITION BY country, part ORDER BY phases = 1, changed DESC, study DESC
), study, types, phases, changed, open, coming, since, places FROM opening
"""
TYPES_AT_MOST = 4  # of a pack; all choices of them are counted beforehand
#: Groups of a country's list, by their numbers in the file.
MAIN, CARE, WIDE, COMING = PARTS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class NewSite:
    country: str
    state: str
    city: str
    facility: str
    is_open: bool
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A record as it is kept; `told` is whatever its card says besides, in plain values."""

    id: int
    title: str
    is_open: bool
    phases: int
    types: int
    #: The group that it stands in where it is open.
    part: int
    sponsor: str
    changed: str
    first_posted: str
    told: Mapping[str, object]
    sites: tuple[NewSite, ...]


@dataclass
class Former:
    """What is carried on from the copy before."""

    meta: dict[str, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    was_open: dict[tuple[str, int], str] = field(default_factory=dict)
    gone: dict[int, tuple[str, str, str]] = field(default_factory=dict)


def read_former(path: Path) -> Former:
    """The copy before; nothing where there is none, or none that can be read."""
    if not path.exists():
        return Former()
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return Former(
                dict(db.execute("SELECT key, value FROM meta")),
                dict(db.execute("SELECT id, title FROM study_text")),
                {(c, s): since for c, s, since in db.execute("SELECT * FROM was_open")},
                {row[0]: row[1:] for row in db.execute("SELECT * FROM gone")},
            )
        finally:
            db.close()
    except sqlite3.DatabaseError:
        return Former()


@dataclass
class _Place:
    id: int
    names: Counter[str] = field(default_factory=Counter)


class StudyFile:
    """A new copy; nobody reads it before `swap`."""

    def __init__(self, path: Path, former: Former, since: str) -> None:
        """`since`: what opened after the copy before is new since then; empty at the first copy."""
        self._path, self._former, self._since = path, former, since
        self._part = path.with_name(path.name + ".new")
        self.drop()
        self._db = sqlite3.connect(self._part, isolation_level=None)
        self._db.executescript(SCHEMA)
        self._db.execute("BEGIN")
        self._places: dict[tuple[object, ...], _Place] = {}
        self._seen: dict[tuple[str, int], str] = dict(former.was_open)
        self.ids: set[int] = set()

    def drop(self) -> None:
        self._part.unlink(missing_ok=True)

    def add(self, study: NewStudy) -> None:
        if study.id in self.ids:
            return
        self.ids.add(study.id)
        self._db.execute(
            "INSERT INTO study VALUES (?, ?, ?, ?, ?)",
            (study.id, study.is_open, study.phases, study.types, study.changed),
        )
        told = json.dumps(study.told, ensure_ascii=False, separators=(",", ":"))
        self._db.execute(
            "INSERT INTO study_text VALUES (?, ?, ?, ?)",
            (study.id, study.title, study.sponsor, told),
        )
        places = [self._place(site) for site in study.sites]
        self._db.executemany(
            "INSERT INTO site VALUES (?, ?, ?, ?, ?)",
            (
                (study.id, n, place, 1 if site.is_open else 2, site.facility)
                for n, (site, place) in enumerate(zip(study.sites, places, strict=True))
            ),
        )
        self._open_in(study, places)

    def _open_in(self, study: NewStudy, places: list[int]) -> None:
        by_country: dict[str, tuple[list[int], list[int]]] = {}
        for site, place in zip(study.sites, places, strict=True):
            by_country.setdefault(site.country, ([], []))[not site.is_open].append(place)
        for country, (now, coming) in by_country.items():
            key = (country, study.id)
            since = self._seen.get(key) or self._since or study.first_posted
            if now:
                self._seen[key] = since
            ids = array("I", sorted(set(now))).tobytes()
            part = study.part if now else COMING
            self._db.execute(
                "INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(country, part, study.id, study.types, study.phases, study.changed),
                    *(len(now), len(coming), since, ids),
                ),
            )

    def _place(self, site: NewSite) -> int:
        """The point is the key where there is one: a town has many spellings."""
        key = (site.country, site.point or (site.state, site.city))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place(len(self._places) + 1)
        place.names[f"{site.state}\n{site.city}"] += 1
        return place.id

    def finish(self, meta: Mapping[str, object], gone: Mapping[int, tuple[str, str, str]]) -> None:
        """Write what is known only at the end, and look whether the file is whole."""
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", self._place_rows())
        self._db.executemany(
            "INSERT INTO was_open VALUES (?, ?, ?)", ((*key, on) for key, on in self._seen.items())
        )
        kept = {**self._former.gone, **gone}
        rows = ((study, *row) for study, row in kept.items() if study not in self.ids)
        self._db.executemany("INSERT INTO gone VALUES (?, ?, ?, ?)", rows)
        self._db.executemany(
            "INSERT INTO meta VALUES (?, ?)", ((key, str(value)) for key, value in meta.items())
        )
        self._db.execute(IN_ORDER)
        for types in range(1 << TYPES_AT_MOST):
            self._db.execute(
                "INSERT INTO counted SELECT ?1, country, part, COUNT(*), SUM(phases = 1)"
                " FROM open_in WHERE ?1 = 0 OR types & ?1 GROUP BY country, part",
                (types,),
            )
        self._db.execute("COMMIT")
        self._db.execute("ANALYZE")
        if self._db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the new copy is not whole")
        self._db.close()

    def _place_rows(self) -> Iterable[tuple[object, ...]]:
        for (country, where), place in self._places.items():
            state, _, name = place.names.most_common(1)[0][0].partition("\n")
            point = where if isinstance(where[0], float) else (None, None)  # type: ignore[index]  # JSON
            yield place.id, country, state, name, *point  # type: ignore[misc]  # JSON

    def swap(self) -> None:
        put_in_place(self._part, self._path)

    def close(self) -> None:
        """Leave nothing half made behind."""
        with suppress(sqlite3.Error):
            self._db.close()
        self.drop()
