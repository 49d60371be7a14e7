"""What places are called besides the names of zones, and which of them come first."""

#: Countries to offer first, by language.
COUNTRIES_FIRST = {
    "en": "US GB CA AU IE NZ IN ZA NG KE PH SG",
    "es": "ES MX US AR CO CL PE VE EC GT DO CU BO UY CR PY SV HN PA NI PR",
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
#: Large cities, states and abbreviations that give no zone its name.
PLACES = """
America/New_York: NYC, Boston, Philadelphia, Washington, Washington DC, Atlanta, Miami, Orlando
America/New_York: Tampa, Jacksonville, Charlotte, Raleigh, Baltimore, Pittsburgh, Cleveland
America/New_York: Columbus, Cincinnati, Buffalo, Florida, Georgia, Massachusetts, Pennsylvania
America/New_York: New Jersey, Virginia, North Carolina, South Carolina, Ohio, Maryland, Maine
America/New_York: Connecticut, Vermont, New Hampshire, Rhode Island, Delaware, West Virginia
America/New_York: EST, EDT, ET
America/Detroit: Michigan
America/Indiana/Indianapolis: Indiana
America/Kentucky/Louisville: Kentucky
America/Boise: Idaho
America/Chicago: Houston, Dallas, San Antonio, Austin, Fort Worth, Memphis, Nashville, Milwaukee
America/Chicago: Minneapolis, St Louis, Kansas City, New Orleans, Oklahoma City, Omaha, Texas
America/Chicago: Illinois, Wisconsin, Minnesota, Missouri, Tennessee, Alabama, Mississippi, Iowa
America/Chicago: Louisiana, Arkansas, Oklahoma, Kansas, Nebraska, North Dakota, South Dakota, CDT
America/Chicago America/Mexico_City Asia/Shanghai: CST
America/Denver: Salt Lake City, Albuquerque, El Paso, Colorado Springs, Colorado, Utah, Montana
America/Denver: Wyoming, New Mexico, MDT
America/Denver America/Phoenix: MST
America/Phoenix: Tucson, Arizona
America/Los_Angeles: LA, San Francisco, San Diego, San Jose, Sacramento, Oakland, Seattle, PDT
America/Los_Angeles: Portland, Las Vegas, California, Oregon, Washington State, Nevada, PST
America/Anchorage: Alaska
Pacific/Honolulu: Hawaii
America/Toronto: Montreal, Ottawa, Quebec, Hamilton, Ontario
America/Vancouver: Victoria, British Columbia
America/Edmonton: Calgary, Alberta
America/Winnipeg: Manitoba
America/Regina: Saskatoon, Saskatchewan
America/Halifax: Nova Scotia
America/St_Johns: Newfoundland
Europe/London: Manchester, Birmingham, Leeds, Glasgow, Edinburgh, Liverpool, Bristol, Sheffield
Europe/London: Cardiff, Belfast, Newcastle, Nottingham, Oxford, Cambridge, BST
Europe/London UTC: GMT
Europe/Dublin: Cork, Galway, Limerick, Waterford
Europe/Madrid: Barcelona, Valencia, Sevilla, Zaragoza, Malaga, Bilbao, Murcia, Granada, Palma
Europe/Madrid: Alicante, Cordoba, Valladolid, Vigo, Gijon, Mallorca, Salamanca, Santander, Seville
Atlantic/Canary: Las Palmas, Tenerife, Gran Canaria, Canarias, Islas Canarias
Europe/Berlin Europe/Madrid Europe/Paris Europe/Rome: CET, CEST
Europe/Athens Europe/Helsinki Europe/Bucharest: EET, EEST
Europe/Berlin: Munich, Hamburg, Cologne, Frankfurt
Europe/Paris: Lyon, Marseille, Toulouse
Europe/Rome: Milan, Naples, Turin, Florence
Europe/Lisbon: Porto, WET
Europe/Zurich: Geneva
Europe/Kyiv: Kiev
Australia/Sydney: Canberra, Newcastle, Wollongong, New South Wales, NSW, AEST, AEDT
Australia/Brisbane: Gold Coast, Cairns, Queensland, AEST
Australia/Adelaide: South Australia, ACST
Australia/Perth: Western Australia, AWST
Australia/Hobart: Tasmania
Pacific/Auckland: Wellington, Christchurch, Hamilton, Dunedin, NZST, NZDT
Asia/Kolkata: Calcutta, Delhi, New Delhi, Mumbai, Bombay, Bangalore, Bengaluru, Chennai, Madras
Asia/Kolkata: Hyderabad, Pune, Ahmedabad, Jaipur, Lucknow
Asia/Kolkata Europe/Dublin Asia/Jerusalem: IST
Asia/Karachi: Lahore, Islamabad, Rawalpindi, Faisalabad
Asia/Shanghai: Beijing, Pekin, Shenzhen
Asia/Ho_Chi_Minh: Saigon, Hanoi
Asia/Tokyo: Osaka, Kyoto, JST
Asia/Jerusalem: Tel Aviv
Africa/Johannesburg: Cape Town, Durban, Pretoria, SAST
Africa/Lagos: Abuja, Kano, Ibadan
America/Mexico_City: CDMX, Guadalajara, Puebla, Leon, Queretaro, Toluca, Veracruz, Oaxaca
America/Bogota: Medellin, Cali, Barranquilla, Cartagena
America/Caracas: Maracaibo, Valencia, Barquisimeto
America/Guayaquil: Quito, Cuenca
America/Argentina/Buenos_Aires: Rosario, La Plata, Mar del Plata
America/Santiago: Valparaiso, Concepcion
America/Sao_Paulo: Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba, Porto Alegre
"""
