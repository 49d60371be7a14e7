"""What places are called besides the names of zones, and which of them come first."""

#: Countries to offer first, by language.
COUNTRIES_FIRST = {
    "en": "US GB CA AU IE NZ IN ZA NG KE PH SG",
    "es": "ES MX US AR CO CL PE VE EC GT DO CU BO UY CR PY SV HN PA NI PR",
}
#: Where a language is spoken most: of cities with one name, these come first.
SPOKEN_IN = {
    "en": frozenset(["US", "GB", "CA", "AU", "IE", "NZ"]),
    "es": frozenset(COUNTRIES_FIRST["es"].split()) - {"US"},
}
#: Zones to offer first, where the table of zones goes from east to west instead.
ZONES_FIRST = {
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth"
    " Australia/Adelaide Australia/Hobart Australia/Darwin",
    "BR": "America/Sao_Paulo America/Bahia America/Fortaleza America/Manaus America/Recife",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"
    " America/Regina America/St_Johns",
    "FM": "Pacific/Pohnpei",
    "RU": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Krasnoyarsk",
    "US": "America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix"
    " America/Anchorage Pacific/Honolulu America/Detroit",
}
#: Other names of countries; Unicode's are known already.
COUNTRY_NICKNAMES = """
GB: UK, Great Britain, Britain, England, Scotland, Wales, Northern Ireland, Inglaterra, Escocia
US: US, USA, America, United States of America, EEUU, EE UU
AE: UAE
CZ: Czech Republic
IE: Republic of Ireland
KR: Korea
NL: Holland, Holanda
TR: Turkey
"""
#: Regions, states, clocks and nicknames; cities stand in cities.txt.
PLACES = """
America/New_York: NYC, Washington DC, Florida, Georgia, Massachusetts, Pennsylvania, New Jersey
America/New_York: Virginia, North Carolina, South Carolina, Ohio, Maryland, Maine, Connecticut
America/New_York: Vermont, New Hampshire, Rhode Island, Delaware, West Virginia, EST, EDT, ET
America/Detroit: Michigan
America/Indiana/Indianapolis: Indiana
America/Kentucky/Louisville: Kentucky
America/Boise: Idaho
America/Chicago: Texas, Illinois, Wisconsin, Minnesota, Missouri, Tennessee, Alabama, Mississippi
America/Chicago: Iowa, Louisiana, Arkansas, Oklahoma, Kansas, Nebraska, North Dakota, CDT
America/Chicago: South Dakota
America/Chicago America/Mexico_City Asia/Shanghai: CST
America/Denver: Colorado, Utah, Montana, Wyoming, New Mexico, MDT
America/Denver America/Phoenix: MST
America/Phoenix: Arizona
America/Los_Angeles: LA, California, Oregon, Washington State, Nevada, PST, PDT
America/Anchorage: Alaska
Pacific/Honolulu: Hawaii
America/Toronto: Quebec, Ontario
America/Vancouver: British Columbia
America/Edmonton: Alberta
America/Winnipeg: Manitoba
America/Regina: Saskatchewan
America/Halifax: Nova Scotia
America/St_Johns: Newfoundland
Europe/London: Kent, Essex, Surrey, Sussex, Yorkshire, Lancashire, Devon, Cornwall, Norfolk, BST
Europe/London UTC: GMT
Europe/Madrid: Mallorca, Ibiza, Andalucia, Cataluña, Galicia, Pais Vasco, Asturias
Atlantic/Canary: Tenerife, Gran Canaria, Canarias, Islas Canarias, Lanzarote, Fuerteventura
Europe/Berlin Europe/Madrid Europe/Paris Europe/Rome: CET, CEST
Europe/Athens Europe/Helsinki Europe/Bucharest: EET, EEST
Europe/Lisbon: WET
Europe/Kyiv: Kiev
Australia/Sydney: New South Wales, NSW, AEST, AEDT
Australia/Brisbane: Queensland, AEST
Australia/Adelaide: South Australia, ACST
Australia/Perth: Western Australia, AWST
Australia/Hobart: Tasmania
Pacific/Auckland: NZST, NZDT
Asia/Kolkata: Calcutta, Bombay, Bangalore, Madras
Asia/Kolkata Europe/Dublin Asia/Jerusalem: IST
Asia/Ho_Chi_Minh: Saigon
Asia/Shanghai: Pekin
Asia/Tokyo: JST
Africa/Johannesburg: SAST
America/Mexico_City: CDMX
"""
