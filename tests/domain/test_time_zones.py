"""Places and their time zones."""

import zoneinfo

import pytest

from bot.domain.time_zones import (
    City,
    Country,
    UnknownZoneError,
    cities,
    countries,
    find_city,
    guess_zone,
    zone_named,
)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("new york", "America/New_York"),
        ("Nueva York", "America/New_York"),
        ("new yrok", "America/New_York"),
        ("NYC", "America/New_York"),
        ("kolkata", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Mumbai, India", "Asia/Kolkata"),
        ("Madrid", "Europe/Madrid"),
        ("  madrid ", "Europe/Madrid"),
        ("Barcelona", "Europe/Madrid"),
        ("sao paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("London UK", "Europe/London"),
        ("Londres", "Europe/London"),
        ("London, Ontario", "America/Toronto"),
        ("Paris, Texas", "America/Chicago"),
        ("Paris France", "Europe/Paris"),
        ("Valencia Venezuela", "America/Caracas"),
        ("san fran", "America/Los_Angeles"),
        ("Houston", "America/Chicago"),
        ("Melborne", "Australia/Melbourne"),
        ("España", "Europe/Madrid"),
        ("USA", "America/New_York"),
        ("Arizona", "America/Phoenix"),
        ("america/argentina/cordoba", "America/Argentina/Cordoba"),
        ("UTC", "UTC"),
        ("EST", "America/New_York"),
        ("IST", "Asia/Kolkata"),
        ("Preston", "Europe/London"),
        ("Wichita", "America/Chicago"),
        ("Norfolk VA", "America/New_York"),
        ("Portland OR", "America/Los_Angeles"),
        ("Portland, Maine", "America/New_York"),
        ("Almería", "Europe/Madrid"),
        ("Ciudad Juarez", "America/Ciudad_Juarez"),
        ("New York City", "America/New_York"),
        ("St Louis", "America/Chicago"),
        ("Doha", "Asia/Qatar"),
        ("Múnich", "Europe/Berlin"),
    ],
)
def test_a_typed_place_is_found(typed: str, zone: str) -> None:
    assert find_city(typed)[0] == zone


def test_an_ambiguous_name_gives_every_zone_it_may_mean() -> None:
    assert find_city("CET") == ["Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome"]
    cordobas = ["America/Argentina/Cordoba", "Europe/Madrid", "America/Mexico_City"]
    assert find_city("Cordoba") == cordobas
    assert find_city("Cordoba", "es", "ES")[0] == "Europe/Madrid"
    assert find_city("Birmingham", "en", "US")[0] == "America/Chicago"
    assert find_city("Georgia") == ["America/New_York", "Asia/Tbilisi"]


@pytest.mark.parametrize(
    "typed", ["", "a", "🙂", "qxzvw", "UTC+2", "GMT+2", "Europe/Nowhere", "x" * 5000]
)
def test_a_place_that_is_not_known_gives_nothing(typed: str) -> None:
    assert find_city(typed) == []


def test_no_more_are_found_than_fit_a_screen() -> None:
    assert len(find_city("Russia")) == 8


@pytest.mark.parametrize(
    ("language", "region", "zone"),
    [
        ("en", "US", "America/New_York"),
        ("en", "GB", "Europe/London"),
        ("en", "CA", "America/Toronto"),
        ("en", "AU", "Australia/Sydney"),
        ("es", "US", "America/New_York"),
        ("es", "EU", "Europe/Madrid"),
        ("de", "EU", "Europe/Berlin"),
        ("en", "EU", "Europe/Brussels"),
        ("es", "MX", "America/Mexico_City"),
        ("es", "AR", "America/Argentina/Buenos_Aires"),
        ("en", "PR", "America/Puerto_Rico"),
        ("es", "elsewhere", None),
        ("es-AR", "elsewhere", None),
        ("en-ZA", "elsewhere", "Africa/Johannesburg"),
        ("hi", "elsewhere", "Asia/Kolkata"),
        ("en", "elsewhere", None),
        ("es", None, "Europe/Madrid"),
        ("es-419", None, "America/Mexico_City"),
        ("pt_BR", None, "America/Sao_Paulo"),
        ("rubbish", None, None),
        ("", None, None),
    ],
)
def test_a_zone_is_guessed_from_language_and_region(
    language: str, region: str | None, zone: str | None
) -> None:
    assert guess_zone(language, region) == zone


def test_countries_come_in_the_persons_language_with_the_likely_ones_first() -> None:
    spanish = countries("es")
    assert spanish[:2] == (Country("ES", "España"), Country("MX", "México"))
    assert Country("DE", "Alemania") in spanish[20:]
    assert countries("en")[0] == Country("US", "United States")
    assert [c.name for c in countries("en")[12:15]] == ["Afghanistan", "Åland Islands", "Albania"]
    assert len(spanish) == len(countries("en")) == len(countries("zz")) > 240


def test_cities_come_in_the_persons_language_with_the_large_ones_first() -> None:
    assert cities("US", "es")[:2] == (
        City("America/New_York", "Nueva York"),
        City("America/Chicago", "Chicago"),
    )
    assert cities("AU", "en")[0].zone == "Australia/Sydney"
    assert cities("ES", "es")[2].name == "Canarias"
    assert cities("XX", "en") == ()


@pytest.mark.slow
def test_every_city_of_every_country_has_a_zone_that_works() -> None:
    offered = [city.zone for country in countries("en") for city in cities(country.code, "en")]
    assert [zone for zone in offered if zone_named(zone).key != zone] == []


@pytest.mark.parametrize("name", ["", "localtime", "Factory", "Mars/Phobos", "../zone.tab", "utc"])
def test_names_of_no_zone_are_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone_named(name)


def test_the_zones_of_the_tests_are_those_of_the_locked_database_alone() -> None:
    assert zoneinfo.TZPATH == ()
