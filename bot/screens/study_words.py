"""What screens of the finder say alike: where the data are from, countries, phases, distances."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale

from bot.domain.finder import distance
from bot.domain.study_copy import Age, age_of
from bot.domain.study_countries import NOT_KNOWN
from bot.library.model.finder import Finder
from bot.screen import TEXT_LIMIT, as_read, bold, italic, paragraphs
from bot.screens.view import View

PHASE_ONE = 1
WIDER = "EU"  # a region of emergency numbers, and no country
SAME_TOWN = 12.0  # km; points are tenths of a degree
RECORD = "https://clinicaltrials.gov/study/"


@dataclass(frozen=True, slots=True)
class Source:
    """What every screen says of the copy: the pack's own part, and the day of the data."""

    finder: Finder
    data_on: date
    #: Made up for trying out: every screen says so.
    is_sample: bool = False


def number_of(id: int) -> str:
    """The register's number of a study."""
    return f"NCT{id:08d}"


def record_of(id: int) -> str:
    return RECORD + number_of(id)


def home_country(view: View) -> str:
    """The country that the person set, where it is one."""
    return view.region if len(view.region) == 2 and view.region != WIDER else ""


def framed(view: View, source: Source, *parts: str) -> str:
    """First what must not be missed, and the day of the data at the end; the rest as it fits."""
    return within([caution(view, source), *parts, data_line(view, source)])


def within(parts: Sequence[str], limit: int = TEXT_LIMIT) -> str:
    """Paragraphs from the first on, as many as fit; the last one always does."""
    *rest, last = [part for part in parts if part]
    kept: list[str] = []
    for part in rest:
        if len(as_read(paragraphs(*kept, part, last))) > limit:
            break
        kept.append(part)
    return paragraphs(*kept, last)


def data_line(view: View, source: Source) -> str:
    day = view.date(source.data_on)
    if source.is_sample:
        return italic(view.say("finder.data_made_up", date=day))
    return italic(view.say("finder.data_of", date=day))


def caution(view: View, source: Source) -> str:
    if source.is_sample:
        return bold(view.say("finder.sample"))
    if age_of(source.data_on, view.today) is not Age.FRESH:
        return bold(view.say("finder.old", date=view.date(source.data_on)))
    return ""


def country_name(view: View, code: str) -> str:
    if code == NOT_KNOWN:
        return view.say("finder.unknown_country")
    names = Locale(view.edition.language).territories
    return str(names.get(code) or view.say("finder.unknown_country"))


def phase(view: View, bits: int) -> str:
    """In words; a study of two phases says both."""
    known = [str(n) for n in range(1, 5) if bits & 1 << n - 1]
    if not known:
        return ""
    return view.say("finder.phase" if len(known) == 1 else "finder.phases", phases="/".join(known))


def distance_to(view: View, km: float | None, country: str) -> str:
    if km is None or km < SAME_TOWN:
        return ""
    unit, n = distance(km, country)
    return view.say("finder.miles" if unit == "miles" else "finder.km", n=n)


def types_of(view: View, finder: Finder, bits: int) -> str:
    """The names of some types; nothing where it is all of them or none."""
    ids = [each.id for n, each in enumerate(finder.types) if bits & 1 << n]
    names = [view.say(f"finder.types.{id}") for id in ids]
    return "; ".join(names) if len(names) < len(finder.types) else ""


def fitting(names: Sequence[str], limit: int) -> str:
    """Whole names, as many as fit; of one that is too long, nothing is made up."""
    told = ""
    for name in names:
        longer = f"{told} + {name}" if told else name
        if told and len(longer) > limit:
            break
        told = longer
    return told
