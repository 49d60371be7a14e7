"""What the check asks of the words of each language.

These are tables in code and no content: they belong to a language and not to an illness, they are
patterns with their own tests, and whoever writes a pack should not loosen them to pass the check.
What only one pack must not say any more stands in its pack.yaml, under `outdated`.
"""

import re
from dataclasses import dataclass

from bot.library.check.readability import ENGLISH, SPANISH, Scale

NOTHING = r"(?!)"
UNITS = r"\d+\s?(?:mg|mcg|µg|ml|Gy|grays?|IU|UI)\b"  # the same in all languages that we know


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules of one language, as patterns that find what breaks them."""

    words_a_sentence: int = 20
    #: What hurts people who read it.
    hurts: re.Pattern[str] = re.compile(NOTHING)
    dose: re.Pattern[str] = re.compile(UNITS, re.IGNORECASE)
    #: A number about people and time; with a word about length of life it needs a cover.
    figure: re.Pattern[str] = re.compile(r"\d\s?%")
    length_of_life: re.Pattern[str] = re.compile(NOTHING)
    #: What promises too much, or ranks one choice above others.
    promise: re.Pattern[str] = re.compile(NOTHING)
    #: A sentence that helps once and tires after that: at most one on a page.
    refrain: re.Pattern[str] = re.compile(NOTHING)
    scale: Scale | None = None


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


def wording(language: str) -> Wording:
    """The rules of a language; of one that we have no table for, only what holds in all."""
    return TABLES.get(language, ANY)


ANY = Wording()
TABLES = {
    "en": Wording(
        hurts=_pattern(
            r"\b(?:battl\w*|fight(?:s|ing|er)?|failed|terminal\w*|last resort|victims?|sufferers?"
            r"|nothing more can be done|blitz\w*|incredibly aggressive"
            r"|losing (?:her|his|their) \w+)\b"
        ),
        dose=_pattern(
            UNITS,
            r"\d\s?milligrams?\b",
            r"\b(?:once|twice|three times) (?:a|per) day\b",
            r"\b(?:take|taken|tablets?|pills?|doses?) (?:\w+ )?daily\b",
        ),
        figure=_pattern(r"\d\s?%", r"\b\d+ (?:in|out of) \d+\b", r"\b\d+ (?:months|years)\b"),
        length_of_life=_pattern(r"\b(?:surviv\w+|alive|lived?|living|lifespan|die[ds]?)\b"),
        promise=_pattern(
            r"(?<!not )\balways works?\b",
            r"(?<!not )\bworks? for every(?:one|body)\b",
            r"\b(?:never fails?|guarantee\w*|miracles?|no side effects"
            r"|(?:completely|perfectly|totally) safe|100\s?% (?:safe|effective))\b",
            r"\bwill (?:surely |certainly )?(?:cure|heal|save)\b",
            r"\bthe (?:very )?best (?:of (?:all|them)|treat\w+|medicines?|drugs?|options?)\b",
            r"\b(?:the )?most effective (?:of|treat\w+|medicines?|drugs?|options?)\b",
            r"\bbetter than (?:all|any|every)\b",
        ),
        refrain=_pattern(
            r"\byour (?:own )?(?:team|doctor|nurse|pharmacist|\w+ologist)"
            r"(?:,? (?:or|and) (?:your )?\w+)? (?:can|will) tell you\b"
        ),
        scale=ENGLISH,
    ),
    "es": Wording(
        words_a_sentence=22,  # Spanish says the same in more and shorter words: "de la", "se lo"
        hurts=_pattern(
            r"\b(?:batall\w*|luch(?:a|as|ó|ar|ando|adora?s?)|guerr\w+|combat(?:e|ir)\w*|venc(?:er|ió)"
            r"|fracas\w+|fall[óo] (?:el|la|su) \w+|(?:tratamiento|medicamento) fall[óo]"
            r"|terminal(?:es)?|últim[oa] (?:recurso|opción|esperanza)|desahuci\w+|víctimas?"
            r"|(?:no hay |ya no queda )?nada (?:más )?que hacer|increíblemente agresiv\w+)\b"
        ),
        dose=_pattern(
            UNITS,
            r"\d\s?miligramos?\b",
            r"\b(?:una vez|(?:dos|tres|cuatro|\d) veces) (?:al|por) día\b",
            r"\bcada \d+ horas\b",
            r"\b(?:una|dos|\d) (?:pastillas?|tabletas?|cápsulas?) (?:al|por) día\b",
        ),
        figure=_pattern(
            r"\d\s?%", r"\bpor ciento\b", r"\b\d+ de cada \d+\b", r"\b\d+ (?:meses|años)\b"
        ),
        length_of_life=_pattern(
            r"\b(?:superviv\w+|sobreviv\w+|esperanza de vida|con vida|viv(?:ir|en|ían|ieron|e)"
            r"|muer(?:en|e|tes?)|muri(?:ó|eron)|morir|fallec\w+)\b"
        ),
        promise=_pattern(
            r"(?<!no )\bsiempre (?:funciona|sirve)n?\b",
            r"(?<!no )\bfunciona para tod[oa]s\b",
            r"\b(?:nunca fallan?|garanti(?:za\w*|ce\w*)|milagr\w+|sin efectos secundarios"
            r"|(?:completa|total)mente segur\w+|100\s?% (?:segur|efica)\w+)\b",
            r"\b(?:l[oae]s? (?:va a curar|curará|sanará|salvará)n?|va a curarl[oae])\b",
            r"\b(?:el|la|lo) mejor (?:de (?:tod|ell)[oa]s|tratamiento|medic\w+|opción)\b",
            r"\b(?:el|la|lo) más efica(?:z|ces)\b",
            r"\bmejor que (?:todos|todas|cualquier\w*)\b",
        ),
        refrain=_pattern(
            r"\bsu (?:propio )?(?:equipo|\w+ólog[oa]|médic[oa]|farmacéutic[oa]|enfermer[oa])"
            r"(?: \w+){0,4} (?:puede|podrá) (?:decirle|contarle|explicarle)\b"
        ),
        scale=SPANISH,
    ),
}
