"""The names of months and days and the numbers, English and Spanish, without accents."""

from collections.abc import Iterable


def _by_word(table: str) -> dict[str, int]:
    """Each word of a table to the number of its group."""
    groups = enumerate(table.split("|"), start=1)
    return {word: number for number, group in groups for word in group.split()}


def either(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


MONTHS = _by_word("""
january jan enero ene | february feb febrero | march mar marzo | april apr abril abr | may mayo
| june jun junio | july jul julio | august aug agosto ago | september sept sep septiembre setiembre
| october oct octubre | november nov noviembre | december dec diciembre dic""")
WEEKDAYS = _by_word("""
monday mon lunes lun | tuesday tues tue martes | wednesday weds wed miercoles mie
| thursday thurs thur thu jueves jue | friday fri viernes vie | saturday sat sabado sab
| sunday sun domingo dom""")
NUMBERS = _by_word("""
one un una uno | two dos | three tres | four cuatro | five cinco | six seis | seven siete
| eight ocho | nine nueve | ten diez | eleven once | twelve doce | thirteen trece | fourteen catorce
| fifteen quince | sixteen dieciseis | seventeen diecisiete | eighteen dieciocho
| nineteen diecinueve | twenty veinte | veintiuno | veintidos | veintitres | veinticuatro
| veinticinco | veintiseis | veintisiete | veintiocho | veintinueve""")
