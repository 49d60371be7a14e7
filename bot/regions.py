"""The regions: whose emergency numbers, paper and clock a person sees."""

#: No country is chosen: all numbers are shown, and none as the reader's own.
UNKNOWN = "unknown"
#: A country that has no text of its own.
ELSEWHERE = "elsewhere"
COUNTRIES = "US CA GB IE AU NZ EU MX AR BO CL CO CR CU DO EC ES GT HN NI PA PE PR PY SV UY VE"
REGIONS = (*COUNTRIES.split(" "), ELSEWHERE, UNKNOWN)
#: Places with another code that have the numbers of a region.
PARTS = {
    "EU": "AT BE BG HR CY CZ DK EE FI FR DE GR HU IT LV LT LU MT NL PL PT RO SK SI SE AX GF GP MQ"
    " RE YT MF",
    "GB": "GG IM JE",
    "US": "AS GU MP VI",
}


def region_of(country: str) -> str:
    """The region of a country code; a country without a text of its own is elsewhere."""
    if country in REGIONS:
        return country
    return next((region for region, codes in PARTS.items() if country in codes.split()), ELSEWHERE)
