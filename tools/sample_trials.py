"""Writes the made-up register of the playground: `python -m tools.sample_trials`."""

import json
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).parents[1] / "content/sample-trials.json"
TOWNS = {
    "United States": [("Boston", "Massachusetts", 42.4, -71.1), ("Houston", "Texas", 29.8, -95.4),
                      ("Chicago", "Illinois", 41.9, -87.6),
                      ("Seattle", "Washington", 47.6, -122.3)],
    "United Kingdom": [("Leeds", "", 53.8, -1.5), ("London", "", 51.5, -0.1),
                       ("Cardiff", "", 51.5, -3.2), ("Glasgow", "", 55.9, -4.3)],
    "Mexico": [("Mexico City", "", 19.4, -99.1), ("Guadalajara", "", 20.7, -103.4)],
    "Spain": [("Madrid", "", 40.4, -3.7), ("Sevilla", "", 37.4, -6.0)],
    "Argentina": [("Buenos Aires", "", -34.6, -58.4), ("Rosario", "", -32.9, -60.6)],
    "Australia": [("Melbourne", "Victoria", -37.8, 145.0)],
}  # fmt: skip
SUBJECTS = [
    ("Examplinib in HR+/HER2- metastatic breast cancer", "PHASE3", "DRUG", "Examplinib"),
    ("Examplestrant in ESR1-mutated HR+/HER2- metastatic breast cancer", "PHASE2", "DRUG",
     "Examplestrant"),
    ("Examplimab in HER2+ metastatic breast cancer", "PHASE3", "BIOLOGICAL", "Examplimab"),
    ("Examplimab deruxtepretend in HER2-low metastatic breast cancer", "PHASE2", "BIOLOGICAL",
     "Examplimab deruxtepretend"),
    ("Examplumab in metastatic triple negative breast cancer", "PHASE2", "BIOLOGICAL",
     "Examplumab"),
    ("EXA-001 in advanced solid tumors", "PHASE1", "DRUG", "EXA-001"),
    ("Short radiation for oligometastatic breast cancer", "PHASE2", "RADIATION",
     "Example radiation"),
    ("Walking together for fatigue in metastatic breast cancer", "NA", "BEHAVIORAL",
     "Example walking programme"),
]  # fmt: skip
RULES = (
    "Inclusion Criteria:\n\n* Example rule: metastatic breast cancer\n* Example rule: at least 1"
    " prior line of treatment for metastatic disease\n* Example rule: stable brain metastases are"
    " allowed\n\nExclusion Criteria:\n\n* Example rule: prior treatment with the medicine of this"
    " example\n"
)


def main() -> None:
    random = Random(16)  # noqa: S311 - made-up data
    studies = [made_up(random, n) for n in range(40)]
    page = {"sample": True, "dataTimestamp": "2026-11-27T09:00:00", "studies": studies}
    FILE.write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", "utf-8")


def made_up(random: Random, n: int) -> dict[str, Any]:
    title, phase, kind, given = SUBJECTS[n % len(SUBJECTS)]
    is_open = n % 9 != 8
    sites = [site(random, is_open, n) for _ in range(random.randint(2, 9))]
    arms = [{"type": "EXPERIMENTAL", "interventionNames": [f"{kind.title()}: {given}"]}]
    section = {
        "identificationModule": {"nctId": f"NCT{99_000_001 + n}",
                                 "briefTitle": f"Example trial {n + 1} (made up): {title}"},
        "statusModule": {
            "overallStatus": "RECRUITING" if is_open else "NOT_YET_RECRUITING",
            "studyFirstPostDateStruct": {"date": f"2026-{1 + n % 9:02d}-10"},
            "lastUpdatePostDateStruct": {"date": f"2026-{1 + n % 11:02d}-15"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Example Institute (made up)"}},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": [phase],
                         "designInfo": {"allocation": "RANDOMIZED" if n % 2 else "NA"}},
        "armsInterventionsModule": {"armGroups": arms,
                                    "interventions": [{"type": kind, "name": given}]},
        "eligibilityModule": {"eligibilityCriteria": RULES},
        "contactsLocationsModule": {"locations": sites},
    }  # fmt: skip
    return {"protocolSection": section}


def site(random: Random, is_open: bool, n: int) -> dict[str, Any]:
    country = random.choice(list(TOWNS))
    city, state, lat, lon = random.choice(TOWNS[country])
    name = "Research Site" if random.random() < 0.3 else f"Example Hospital of {city}"
    made = {
        "facility": name,
        "city": city,
        "country": country,
        "geoPoint": {"lat": lat, "lon": lon},
    }
    made |= {"state": state} if state else {}
    status = "COMPLETED" if n % 5 == 4 and random.random() < 0.5 else "RECRUITING"
    return {**made, "status": status} if is_open else made


if __name__ == "__main__":
    main()
