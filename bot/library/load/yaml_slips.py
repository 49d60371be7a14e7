"""Finds where a mistake in a YAML file begins: its parser may stumble only many lines later."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Slip = tuple[int, str]  # the line, and what to do

ROW = re.compile(r"""(- +)?(?:("[^"]*"|'[^']*'|[\w./-]+):(?=\s|$))? *(.*)""")
BLOCK = re.compile(r"[|>][+-]?\d?\s*(#.*)?")
DASH_WITHOUT_SPACE = re.compile(r"-(?=[^\W\d])(\w*:(?=\s|$))?")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' r"|'(?:[^']|'')*'", re.DOTALL)
OPENS, CLOSES, BEFORE_QUOTE = "[{", "]}", " \n[{,:"
PASSED_OVER = ("#", "---", "? ", ": ")  # comments, and what the parser refuses in good time
ENDS = ".:?!]"  # of a line of text
MOSTLY = 0.6  # of the steps in a file: the few others may be slips

NAMELESS = "A field needs a name, a colon and a space. Text stands further in than its name."
SIGN = "Put “|” behind the colon: the text below it has several lines."
DASH = "Put a dash and a space before it, as in the list around it."
BRACKET = "A bracket is opened here and never closed."
QUOTE = "A quote is opened here and never closed."
STEP = "This line is not valid YAML. Indent it as the lines around it."


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that is no comment and stands in no text: `- name: value`, or a part of it."""

    number: int
    indent: int
    dash: str
    name: str
    value: str

    @property
    def column(self) -> int:
        """Where what follows the dash begins."""
        return self.indent + len(self.dash)

    @property
    def edge(self) -> int:
        """What belongs to it stands further in."""
        if self.name:
            return self.column
        return self.indent if self.dash else self.indent - 1

    @property
    def is_open(self) -> bool:
        """Whether what it is about stands below it."""
        return bool(self.name) and not self.value

    def holds(self, row: "_Row") -> bool:
        return row.indent > self.edge or (bool(row.dash) and row.indent == self.edge)


TOP = _Row(0, -1, "", "the file", "")


def first_slip(text: str, told: int) -> Slip | None:
    """The first slip up to the line where the parser stumbled, if it is of a kind known here."""
    found = (slip for slip in _slips(text.splitlines()) if slip[0] <= told)
    return min(found, default=None)


def _slips(lines: Sequence[str]) -> Iterator[Slip]:
    above, loose, steps = TOP, list[_Row](), list[tuple[_Row, bool, int]]()
    for row in _rows(lines):
        yield from _alone(lines, row)
        if not (row.dash or row.name):
            if row.indent <= above.edge:
                yield row.number, DASH if above.dash and not above.name else NAMELESS
            loose.append(row)
            continue
        yield from _below(above, loose, row)
        if above.is_open and above is not TOP and row.indent > above.edge:
            steps.append((row, bool(row.dash), row.indent - above.edge))
        above, loose = row, []
    yield from _odd_steps(steps)


def _rows(lines: Sequence[str]) -> Iterator[_Row]:
    number = 0
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        if not line.strip() or line.lstrip().startswith(PASSED_OVER):
            continue
        dash, name, value = ROW.fullmatch(line.strip()).groups("")  # type: ignore[union-attr]  # it takes any line
        row = _Row(number, len(line) - len(line.lstrip()), dash, name, value)
        yield row
        number += _lines_of_value(lines, row)


def _lines_of_value(lines: Sequence[str], row: _Row) -> int:
    """How many more lines the value of a row goes on for, if it says itself where it ends."""
    within = _further_in(lines, row)
    if BLOCK.fullmatch(row.value):
        return len(within)
    end = _end_of_value(row, within)
    return 0 if end is None else end


def _further_in(lines: Sequence[str], row: _Row) -> list[str]:
    """The lines below a row, as long as they can belong to its value."""
    within = []
    for line in lines[row.number :]:
        if line.strip() and len(line) - len(line.lstrip()) <= row.edge:
            break
        within.append(line)
    return within


def _end_of_value(row: _Row, within: Sequence[str]) -> int | None:
    """After how many lines a value in quotes or brackets ends; None where it never does."""
    if row.value[:1] not in ("'", '"', "[", "{"):
        return 0
    text, at, depth = "\n".join([row.value, *within]), 0, 0
    while at < len(text):
        if text[at] in "\"'" and (at == 0 or text[at - 1] in BEFORE_QUOTE):
            quoted = QUOTED.match(text, at)
            if not quoted:
                return None
            at = quoted.end()
        else:
            depth += (text[at] in OPENS) - (text[at] in CLOSES)
            at += 1
        if depth <= 0:
            return text.count("\n", 0, at)
    return None


def _alone(lines: Sequence[str], row: _Row) -> Iterator[Slip]:
    """Slips that a row shows by itself, or with its own value."""
    hit = DASH_WITHOUT_SPACE.match(row.name + ":" if row.name else row.value)
    if hit and not row.dash:
        yield row.number, f"Put a space after the dash: “- {(hit[1] or '…')}”."
    if _end_of_value(row, _further_in(lines, row)) is None:
        yield row.number, BRACKET if row.value[0] in OPENS else QUOTE


def _below(above: _Row, loose: Sequence[_Row], row: _Row) -> Iterator[Slip]:
    """Slips that show in what stands between two rows, or in where the second one stands."""
    if above is TOP and row.indent > 0 and not loose:
        yield row.number, STEP
    if loose and above.is_open:
        ends = loose[0].value[-1] in ENDS and row.number > loose[0].number + 1
        listed = bool(row.dash) and loose[0].value[0] not in "-{["
        is_text = above is not TOP and (len(loose) > 1 or ends or listed)
        if is_text and (above.holds(row) or any(": " in line.value for line in loose)):
            yield above.number, SIGN
        elif above.holds(row):
            yield loose[0].number, NAMELESS
    is_plain = above.dash and not above.name and above.value[0] not in "\"'[{|>"
    if is_plain and row.name and row.indent == above.column and not loose:
        yield above.number, NAMELESS


def _odd_steps(steps: Sequence[tuple[_Row, bool, int]]) -> Iterator[Slip]:
    """Rows that stand further in than others do below what they belong to."""
    for is_item in (True, False):
        these = [(row, step) for row, dash, step in steps if dash is is_item]
        for usual, times in Counter(step for _, step in these).most_common(1):
            if times >= MOSTLY * len(these):
                yield from ((row.number, STEP) for row, step in these if step != usual)
