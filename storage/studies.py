"""Reads the copy of public records: counts, lists, a card, its places. Nothing is a person's.

A reader is opened for each question, so that a new copy is in use as soon as it is there.
"""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from storage.files.atomic import put_in_place
from storage.study_answers import (
    Card,
    Copy,
    Counted,
    Entry,
    Gone,
    Listing,
    Places,
    Point,
    Site,
    Tried,
)
from storage.study_distances import FAR, Distances, from_point
from storage.study_file import COMING, PARTS

WHERE = "FROM open_in WHERE country = ? AND part = ? AND (? = 0 OR types & ?)"
IDS_IN_LIST = f"SELECT study {WHERE} ORDER BY place_in_list"
IN_LIST = f"SELECT phases = 1, study, places {WHERE} ORDER BY place_in_list"
NEW_IN = "FROM open_in WHERE country = ? AND open > 0 AND since > ? AND (? = 0 OR types & ?)"
OPEN_PLACES = "SELECT places FROM open_in WHERE country = ? AND open > 0 AND (? = 0 OR types & ?)"
LATER_FIRST = "ORDER BY phases = 1, changed DESC, study DESC"
COUNT_NEW = f"SELECT COUNT(*) {NEW_IN}"
LIST_NEW = f"SELECT study {NEW_IN} {LATER_FIRST}"
OF_ONE = "FROM open_in WHERE country = ? AND part IN (?, ?, ?, ?) AND study = ?"


class Studies:
    """Questions to the copy at a path; None or nothing where there is no copy, or a broken one."""

    def __init__(self, path: Path, *, takes_sample: bool = False) -> None:
        """Only who tries the bot out may see what is made up."""
        self.path, self._takes_sample = path, takes_sample

    @property
    def is_there(self) -> bool:
        """Whether there is something to look into; quick, and not yet a promise."""
        return self.path.exists()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            yield db
        finally:
            db.close()

    def copy(self) -> Copy | None:
        try:
            with self._reading() as db:
                meta = dict(db.execute("SELECT key, value FROM meta"))
                copy = Copy(meta["data_on"], meta.get("first_on", ""), "sample" in meta,
                             int(meta.get("shown", 0)))  # fmt: skip
        except (sqlite3.Error, KeyError, ValueError):
            return None
        return copy if self._takes_sample or not copy.is_sample else None

    def tried(self) -> Tried:
        """How the last looks went; as if there had been none, where that can't be read."""
        try:
            data: dict[str, Any] = json.loads(self._notes.read_text("utf-8"))
            instants = ("good", "last", "failing_since")
            read = {key: datetime.fromisoformat(data[key]) for key in instants if data.get(key)}
            return Tried(failure=str(data["failure"]), detail=str(data["detail"]), **read)
        except (OSError, ValueError, KeyError, TypeError):
            return Tried()

    def note(self, tried: Tried) -> None:
        """Remember it beside the copy, whole or not at all."""
        part = self._notes.with_name(self._notes.name + ".new")
        part.write_text(json.dumps(asdict(tried), default=datetime.isoformat), "utf-8")
        put_in_place(part, self._notes)

    @property
    def _notes(self) -> Path:
        return self.path.with_suffix(".json")

    def countries(self, types: int = 0) -> tuple[Counted, ...]:
        """Countries with open places, most studies first."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT country, SUM(studies) AS n FROM counted WHERE types = ? AND part != ?"
                " GROUP BY country ORDER BY n DESC, country",
                (types, COMING),
            )
            return tuple(Counted(*row) for row in rows)

    def groups(self, country: str, types: int = 0) -> dict[int, tuple[int, int]]:
        """By part: how many studies, and how many of them are in phase 1 alone."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT part, studies, first FROM counted WHERE types = ? AND country = ?",
                (types, country),
            )
            counts = {part: (n, first) for part, n, first in rows}
        return {part: counts.get(part, (0, 0)) for part in PARTS}

    def new_since(self, country: str, day: str, types: int = 0) -> int:
        """How many opened in a country after a day."""
        with self._reading() as db:
            row = db.execute(COUNT_NEW, (country, day, types, types)).fetchone()
        return int(row[0])

    def open_in(self, country: str, types: int = 0) -> int:
        """How many are open in a country now."""
        return sum(n for part, (n, _) in self.groups(country, types).items() if part != COMING)

    def new_ones(self, country: str, day: str, types: int, number: int, size: int) -> Listing:
        """A page of those that opened in a country after a day, later phases first."""
        with self._reading() as db:
            rows = db.execute(LIST_NEW, (country, day, types, types))
            return self._page(db, [id for (id,) in rows], None, country, number, size)

    def states(self, country: str, types: int = 0) -> tuple[Counted, ...]:
        """Parts of a country with an open place that has a point, those with most studies first."""
        with self._reading() as db:
            state_of = dict(
                db.execute(
                    "SELECT id, state FROM place WHERE country = ? AND lat NOT NULL", (country,)
                )
            )
            opened = db.execute(OPEN_PLACES, (country, types, types))
            n = Counter(
                chain.from_iterable(
                    set(map(state_of.get, array("I", places))) for (places,) in opened
                )
            )
        named = [Counted(state, count) for state, count in n.items() if state]
        return tuple(sorted(named, key=lambda each: (-each.studies, each.name)))

    def towns(self, country: str, types: int = 0, state: str = "") -> tuple[Counted, ...]:
        """Towns with an open place and a point, of states that begin so, most studies first."""
        with self._reading() as db:
            opened = db.execute(OPEN_PLACES, (country, types, types))
            n = Counter(chain.from_iterable(array("I", places) for (places,) in opened))
            known = db.execute(
                "SELECT id, name, lat, lon, state FROM place WHERE country = ? AND lat NOT NULL"
                " AND substr(state, 1, length(?)) = ?",
                (country, state, state),
            )
            towns = [
                Counted(name, n[id], (lat, lon), where)
                for id, name, lat, lon, where in known
                if id in n
            ]
        return tuple(sorted(towns, key=lambda town: (-town.studies, town.name)))

    def listed(
        self, country: str, part: int, types: int, at: Point | None, number: int, size: int
    ) -> Listing:
        """A page of a group: later phases first, then the nearest, or what changed last."""
        with self._reading() as db:
            where = (country, part, types, types)
            distances = _distances(db, country, at)
            if distances:
                ids = distances.order(db.execute(IN_LIST, where).fetchall())
            else:
                ids = [id for (id,) in db.execute(IDS_IN_LIST, where)]
            return self._page(db, ids, distances, country, number, size)

    def _page(
        self,
        db: sqlite3.Connection,
        ids: Sequence[int],
        distances: Distances | None,
        country: str,
        number: int,
        size: int,
    ) -> Listing:
        """Of a long list the page nearest to `number`."""
        pages = max(1, -(-len(ids) // size))
        number = min(max(number, 0), pages - 1)
        shown = ids[number * size : (number + 1) * size]
        entries = [self._entry(db, id, country, distances) for id in shown]
        return Listing(tuple(each for each in entries if each), number, pages, len(ids))

    def card(self, id: int, country: str, at: Point | None = None) -> Card | Gone | None:
        """One study; what is known of it when it has left; None when it was never here."""
        with self._reading() as db:
            entry = self._entry(db, id, country, _distances(db, country, at))
            if entry is None:
                left = db.execute("SELECT * FROM gone WHERE study = ?", (id,)).fetchone()
                return Gone(*left) if left else None
            types, is_open = db.execute(
                "SELECT types, is_open FROM study WHERE id = ?", (id,)
            ).fetchone()
            sponsor = db.execute("SELECT sponsor FROM study_text WHERE id = ?", (id,)).fetchone()[0]
            where = db.execute(
                "SELECT country FROM site JOIN place ON place.id = place WHERE study = ?"
                " AND status = 1 GROUP BY country ORDER BY COUNT(*) DESC, country",
                (id,),
            )
            return Card(entry, sponsor, types, bool(is_open), tuple(code for (code,) in where))

    def places(
        self, id: int, country: str, at: Point | None, number: int, size: int, status: int = 1
    ) -> Places:
        """The open places of a study in a country, the nearest first."""
        km = from_point(at) if at else None
        with self._reading() as db:
            rows = db.execute(
                "SELECT DISTINCT name, state, facility, lat, lon FROM site JOIN place"
                " ON place.id = place WHERE study = ? AND country = ? AND status = ?",
                (id, country, status),
            )
            sites = [
                Site(name, state, facility, None if not km or lat is None else km(lat, lon))
                for name, state, facility, lat, lon in rows
            ]
        sites.sort(key=lambda site: (site.km is None, site.km or 0, site.town, site.facility))
        pages = max(1, -(-len(sites) // size))
        number = min(max(number, 0), pages - 1)
        return Places(tuple(sites[number * size : (number + 1) * size]), number, pages, len(sites))

    def _entry(
        self, db: sqlite3.Connection, id: int, country: str, distances: Distances | None
    ) -> Entry | None:
        study = db.execute(
            "SELECT phases, changed, title, told FROM study JOIN study_text USING (id)"
            " WHERE id = ?",
            (id,),
        ).fetchone()
        if study is None:
            return None
        row = db.execute(
            f"SELECT open, coming, since, places {OF_ONE}", (country, *PARTS, id)
        ).fetchone()
        now, coming, since, places = row or (0, 0, "", b"")
        distance, place = distances.nearest(places) if distances else (FAR, 0)
        if distance >= FAR:
            place = next(iter(array("I", places)), 0)
        town = db.execute("SELECT name FROM place WHERE id = ?", (place,)).fetchone() or ("",)
        phases, changed, title, told = study
        known = distance if distance < FAR else None
        return Entry(
            id, phases, since, changed, now, coming, town[0], known, title, json.loads(told)
        )


def _distances(db: sqlite3.Connection, country: str, at: Point | None) -> Distances | None:
    if at is None:
        return None
    return Distances(at, db.execute("SELECT id, lat, lon FROM place WHERE country = ?", (country,)))
