"""Prints how good the rules are on records that were labelled by reading them.

`python -m tools.labels_table`; it needs the public records beside the project.
"""

from pathlib import Path

from tests.trials.records import SHARED
from tests.trials.test_rules import (
    LETTERS,
    SECOND,
    UNSEEN,
    hidden_and_extra,
    is_wanted,
    labelled,
)


def main() -> None:
    """One block for each set of labels."""
    if SHARED is None:
        raise SystemExit("The public records are not here.")
    sets = {"labels.tsv": SHARED / "labels.tsv", "kept apart": UNSEEN, "second": SECOND}
    for name, path in sets.items():
        show(name, path)


def show(name: str, path: Path) -> None:
    pairs = labelled(path)
    hidden, extra, shown = hidden_and_extra(path)
    wanted = sum(is_wanted(row) for row, _ in pairs)
    right = shown - len(extra)
    print(f"{name}: {len(pairs)} records, {wanted} wanted")
    print(f"  metastatic  precision {right / shown:.2f} ({right} of {shown} shown), "
          f"recall {1 - len(hidden) / wanted:.2f}")  # fmt: skip
    print(f"    hidden {hidden or 'none'}, shown and not wanted {extra or 'none'}")
    for type_id, letter in LETTERS.items():
        told = [
            (letter in row["groups"], type_id in sorting.types)
            for row, sorting in pairs
            if is_wanted(row) and sorting.is_shown
        ]
        both = sum(label and found for label, found in told)
        labels, founds = sum(label for label, _ in told), sum(found for _, found in told)
        print(f"  {type_id:<10}  precision {both / founds:.2f}, recall {both / labels:.2f}"
              f" ({labels} labelled)")  # fmt: skip


if __name__ == "__main__":
    main()
