"""The whole bot in another language than the one it was written in."""

from datetime import timedelta

import pytest

from bot.edge.application import AnyApplication
from bot.edge.commands import register
from bot.jobs.reminders import ReminderWorker
from bot.library.model.library import Library
from bot.routes import COMMANDS
from bot.turns.services import Services
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.walks.spanish import SPANISH_HOME, speaks
from tests.walks.test_questions import document


@pytest.fixture
def lucia(world: World, pump: Pump) -> Chatter:
    """The patient, whose Telegram is Mexican Spanish."""
    speaks(world, ANA, "es-MX")
    return Chatter(pump, ANA)


async def test_a_person_whose_telegram_is_spanish_gets_a_spanish_bot(lucia: Chatter) -> None:
    assert "Mientras usted solo lee" in await lucia.says("/start")
    assert lucia.labels[:4] == SPANISH_HOME
    await lucia.taps("Tratamientos")
    page = await lucia.taps("Terapia hormonal")
    assert "Traducido del inglés por una máquina el 25 de noviembre de 2026." in page
    assert "estrógeno" in await lucia.taps("Cómo funciona")
    sources = await lucia.taps("Fuentes")
    assert "Lo leímos el " in sources
    assert (await lucia.taps("Inicio")).startswith("¿Qué le gustaría leer?")


async def test_who_chooses_a_language_is_asked_in_it(ben: Chatter) -> None:
    await ben.says("/settings")
    await ben.taps("Language: English")
    assert (await ben.taps("Español")).startswith("¿Guardo este ajuste")
    assert (await ben.taps("Sí, acepto guardarlo")).startswith("Guardado.")
    assert (await ben.taps("‹ Atrás")).startswith("¿Qué le gustaría leer?")


async def test_the_sources_screen_says_plainly_that_a_machine_translated_it(lucia: Chatter) -> None:
    await lucia.says("/start")
    await lucia.taps_wire("src:page:surgery:99")
    assert "Aún no lo ha revisado nadie que hable este idioma" in lucia.screen
    await lucia.taps_wire("src:word:biopsy:0")
    assert "Traducido del inglés por una máquina" in lucia.screen
    assert "Comparado" not in lucia.screen


async def test_search_understands_spanish(lucia: Chatter) -> None:
    assert (await lucia.says("quimioterapia")).startswith("Quimioterapia")
    assert "Quimioterapia\nEfectos secundarios" in await lucia.says(
        "efectos secundarios de la quimio"
    )
    assert (await lucia.says("que es el letrozol")).startswith("Letrozol")
    await lucia.says("tumores")
    plural = lucia.labels
    await lucia.says("tumor")
    assert plural == lucia.labels
    await lucia.says("xkcdqwz")
    assert "No encontré" in lucia.screen


async def test_names_in_another_language_find_their_thing_too(lucia: Chatter, ben: Chatter) -> None:
    await lucia.says("hair loss")
    assert lucia.labels[0] == "Boca, piel y cabello"
    assert (await ben.says("quimioterapia")).startswith("Chemotherapy")


async def test_danger_is_seen_in_every_language(lucia: Chatter, ben: Chatter) -> None:
    for typed in ("no puedo respirar", "can't breathe"):
        assert (await lucia.says(typed)).startswith("Ayuda urgente"), typed
        assert (await ben.says(typed)).startswith("Urgent help"), typed
    for typed in ("quiero morir", "I want to die"):
        assert (await lucia.says(typed)).startswith("Alguien con quien hablar"), typed
        assert (await ben.says(typed)).startswith("Someone to talk to"), typed


async def test_a_question_of_the_pack_is_found_and_can_be_added(lucia: Chatter) -> None:
    await lucia.says("nueva biopsia")
    found = next(label for label in lucia.labels if label.startswith("Pregunta: Si mi cáncer"))
    assert "¿me harán una nueva biopsia" in await lucia.taps(found)
    assert any(label.startswith("+ Agregar") for label in lucia.labels)
    shown = await lucia.says("¿Cómo sabremos que está funcionando?")
    assert "¿Cómo sabremos que está funcionando?" in shown


async def test_visits_are_typed_and_told_in_spanish(lucia: Chatter, store: Store) -> None:
    await lucia.says("/visits")
    await lucia.taps("Sí, acepto guardarlo")
    await lucia.says("12 de diciembre a las cuatro y media de la tarde")
    assert "sábado, 12 de diciembre de 2026" in lucia.screen.replace("\u202f", " ")
    await lucia.taps(next(label for label in lucia.labels if "oncólog" in label.lower()))
    await lucia.taps("No, cambiarla")
    await lucia.says("madrid")
    await lucia.taps(next(label for label in lucia.labels if "Madrid" in label))
    [visit] = await store.visits.upcoming(ANA, NOW)
    assert visit.local_start.isoformat() == "2026-12-12T16:30:00"


async def test_a_reminder_comes_in_spanish(
    lucia: Chatter, world: World, services: Services, application: AnyApplication
) -> None:
    await lucia.says("/reminders")
    await lucia.taps("+ Ensayos clínicos")
    await lucia.taps("Sí, acepto guardarlo")
    await lucia.taps(next(label for label in lucia.labels if label.startswith("Sí")))
    await lucia.taps("En una semana")
    world.clock.jump(timedelta(days=7, hours=9))
    await ReminderWorker(services, application.bot).deliver_due()
    assert lucia.screen.startswith("Un recordatorio suyo está listo.")
    assert "ensayos clínicos" in (await lucia.taps("Abrir")).lower()


async def test_what_is_kept_and_printed_is_in_spanish(lucia: Chatter, world: World) -> None:
    await lucia.starts("surgery")
    await lucia.taps("☆ Guardar")
    await lucia.taps("Sí, acepto guardarlo")
    kept = await lucia.says("/mydata")
    assert "Mis páginas guardadas\n• Cirugía" in kept
    await lucia.taps("Descargar mis datos")
    assert (
        "Qué se guarda de usted\n23 de noviembre de 2026"
        in document(lucia, world, "waymark-my-data.txt").decode()
    )


async def test_a_change_of_language_changes_all_of_it_at_once(ana: Chatter, store: Store) -> None:
    await ana.says("/settings")
    await ana.taps("Language: English")
    assert ana.labels[:2] == ["✓ English", "Español"]
    await ana.taps("Español")
    assert "Guardado." in await ana.taps("Sí, acepto guardarlo")
    assert "Idioma: Español" in ana.labels
    await ana.says("/start")
    assert ana.labels[:4] == SPANISH_HOME
    person = await store.people.get(ANA)
    assert person is not None
    assert person.language == "es"
    await ana.says("/settings")
    await ana.taps("Idioma: Español")
    await ana.taps("English")
    assert "Language: English" in ana.labels


async def test_commands_and_descriptions_are_registered_in_each_language(
    application: AnyApplication, library: Library
) -> None:
    await register(application.bot, library, COMMANDS)
    bot, say = application.bot, library.edition("es").texts
    assert (await bot.get_my_description("es")).description == say("bot.description")
    about = await bot.get_my_short_description("es")
    assert about.short_description == say("bot.short_description")
    assert (await bot.get_my_description()).description != say("bot.description")


async def test_a_group_speaks_its_own_language(
    pump: Pump, world: World, services: Services, application: AnyApplication
) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    await mira.says("/groupsettings")
    await mira.taps("Language: English")
    assert "Idioma: Español" in [await mira.taps("Español"), *mira.labels]
    card = await theo.says("/card quimioterapia")
    assert card.startswith("Quimioterapia")
    assert "Información, no consejo médico." in card
    await mira.says("/schedule")
    await mira.taps("Sí, así es")
    await mira.taps("+ Serie de tratamientos")
    await mira.taps("24")
    shown = await mira.taps(next(label for label in mira.labels if label.startswith("10:00")))
    assert "martes, 24 de noviembre de 2026" in shown
    world.clock.jump(timedelta(days=2))
    await ReminderWorker(services, application.bot).deliver_due()
    assert theo.screen.startswith("Tratamiento de la semana")


async def test_inline_cards_are_in_the_language_of_who_shares_them(
    pump: Pump, world: World, lucia: Chatter
) -> None:
    there = Chatter(pump, ANA, SUPERGROUP_ID)
    there.me.asks_inline("quimioterapia")
    await pump.flush()
    results = world.inline_results[ANA, SUPERGROUP_ID]["results"]
    assert results[0]["title"] == "Quimioterapia"
    assert "Traducido por una máquina el 25 de noviembre" in there.me.shares(results[0]["id"]).text
