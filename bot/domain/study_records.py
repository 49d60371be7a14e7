"""A record as a register gives it; nothing in it is sure to be there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.study_rules import Record, cut, plain

Json = Mapping[str, Any]
PHASES = {"EARLY_PHASE1": 1, "PHASE1": 1, "PHASE2": 2, "PHASE3": 4, "PHASE4": 8}
OPEN, COMING = 1, 2
#: Nothing of it is told: how much is given is for the people of the study.
DOSE = re.compile(r"\s*\(?\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|g|ml|iu|gy)\b[^,;+)]*\)?", re.IGNORECASE)
NAMES_GIVEN, NAME_LENGTH, TITLE_LENGTH = 3, 60, 400
#: What stands in place of the name of a hospital.
UNNAMED = (
    "site", "research facility", "local institution", "investigational", "investigative", "unnamed",
    "study center", "study centre", "for additional information",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteRecord:
    country: str
    state: str
    city: str
    #: Empty where the register does not name it.
    facility: str
    status: int
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """What is shown of a study, as the register says it."""

    number: str
    title: str
    is_open: bool
    phases: int
    sponsor: str
    is_random: bool
    #: Names of what is tested, and whether there are more.
    given: tuple[str, ...]
    more_given: bool
    first_posted: str
    changed: str
    sites: tuple[SiteRecord, ...]
    read: Record


def number_of(study: Json) -> str:
    """The number of a study; empty when it has none."""
    return str(_part(study, "identificationModule").get("nctId", ""))


def study_record(study: Json) -> StudyRecord:
    names, status = _part(study, "identificationModule"), _part(study, "statusModule")
    design = _part(study, "designModule")
    brief, official = (str(names.get(key) or "") for key in ("briefTitle", "officialTitle"))
    is_open = status.get("overallStatus") == "RECRUITING"
    read = _read(study, (brief, official))
    given = _tested(study, read)
    return StudyRecord(
        number_of(study),
        cut(plain(brief or official), TITLE_LENGTH),
        is_open,
        _phases(design),
        str(_part(study, "sponsorCollaboratorsModule").get("leadSponsor", {}).get("name", "")),
        design.get("designInfo", {}).get("allocation") == "RANDOMIZED",
        given[:NAMES_GIVEN],
        len(given) > NAMES_GIVEN,
        _date(status, "studyFirstPostDateStruct"),
        _date(status, "lastUpdatePostDateStruct"),
        tuple(_sites(study, is_open)),
        read,
    )


def _part(study: Json, module: str) -> Json:
    fields: Json = study.get("protocolSection", {}).get(module) or {}
    return fields


def _date(status: Json, key: str) -> str:
    return str((status.get(key) or {}).get("date", ""))


def _phases(design: Json) -> int:
    bits = 0
    for phase in design.get("phases") or ():
        bits |= PHASES.get(phase, 0)
    return bits


def _read(study: Json, titles: tuple[str, ...]) -> Record:
    about, arms = _part(study, "conditionsModule"), _part(study, "armsInterventionsModule")
    return Record(
        titles,
        tuple(about.get("conditions") or ()),
        tuple(about.get("keywords") or ()),
        str(_part(study, "descriptionModule").get("briefSummary") or ""),
        str(_part(study, "eligibilityModule").get("eligibilityCriteria") or ""),
        tuple(
            (str(intervention.get("type", "")), str(intervention.get("name", "")))
            for intervention in arms.get("interventions") or ()
        ),
        str(_part(study, "designModule").get("designInfo", {}).get("primaryPurpose", "")),
    )


def _tested(study: Json, read: Record) -> tuple[str, ...]:
    """What is in an experimental arm and in no other; without arms, nothing is said."""
    new: dict[str, None] = {}
    others = set()
    for arm in _part(study, "armsInterventionsModule").get("armGroups") or ():
        names = [str(n).partition(": ")[2] or str(n) for n in arm.get("interventionNames") or ()]
        if arm.get("type") == "EXPERIMENTAL":
            new.update(dict.fromkeys(names))
        else:
            others.update(names)
    known = {name for _, name in read.given}
    tested = [name for name in new if name not in others and (name in known or not known)]
    named = (DOSE.sub("", plain(name)).strip(" ,;") for name in tested)
    return tuple(dict.fromkeys(cut(name, NAME_LENGTH) for name in named if name))


def _sites(study: Json, is_open: bool) -> Iterator[SiteRecord]:
    """Places that take people now, or will; only in an open study does a site have a status."""
    for site in _part(study, "contactsLocationsModule").get("locations") or ():
        if is_open:
            status = {"RECRUITING": OPEN, "NOT_YET_RECRUITING": COMING}.get(site.get("status", ""))
        else:
            status = COMING
        if status:
            at = site.get("geoPoint") or {}
            point = (at["lat"], at["lon"]) if "lat" in at and "lon" in at else None
            yield SiteRecord(
                str(site.get("country") or ""),
                str(site.get("state") or ""),
                str(site.get("city") or ""),
                _facility(str(site.get("facility") or "")),
                status,
                point,
            )


def _facility(name: str) -> str:
    low = name.lower()
    return "" if any(word in low for word in UNNAMED) else cut(name, TITLE_LENGTH)
