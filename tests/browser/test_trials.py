"""The way to a trial on a phone, in both languages, with pictures to look at."""

import re

import pytest

from bot.settings import Settings
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.test_screenshots import PHONE, PICTURES

WALKS = {
    "en": {
        "look": "Look for open trials",
        "where": "Where could you take part?",
        "which": "Which type is it?",
        "type": "HER2+",
        "groups": "Being listed is no advice",
        "treatments": "Treatments",
        "sort": "Sort by distance",
        "by_date": "What changed last comes first",
        "town": "Leeds",
        "which_town": "Near which town?",
        "near": "The nearest come first",
        "card": "The register's own words",
        "places": "Places",
        "open_places": "open places in",
        "words": "The register's words",
        "copied": "copied from the register",
        "back": "‹ Back",
        "ask": "Ask my doctor about it",
        "consent": "May I save something for you?",
        "keep": "Yes, save this",
        "asked": "On my list for the doctor",
        "save": "☆ Save",
        "saved": "★ Saved",
        "question": "Does it fit me?",
        "saved_list": "My saved pages",
        "mine": "Trials",
    },
    "es": {
        "look": "Buscar ensayos abiertos",
        "where": "¿Dónde podría participar?",
        "which": "¿Qué tipo es?",
        "type": "HER2+",
        "groups": "Estar en la lista no es un consejo",
        "treatments": "Tratamientos",
        "sort": "Ordenar por distancia",
        "by_date": "Primero lo que cambió hace menos",
        "town": "Leeds",
        "which_town": "¿Cerca de qué ciudad?",
        "near": "Primero lo más cercano",
        "card": "Palabras del registro",
        "places": "Lugares",
        "open_places": "lugares abiertos en",
        "words": "Palabras del registro",
        "copied": "se copiaron del registro",
        "back": "‹ Atrás",
        "ask": "Preguntar a mi médico",
        "consent": "¿Puedo guardar algo para usted?",
        "keep": "Sí, acepto guardarlo",
        "asked": "En mi lista para el médico",
        "save": "☆ Guardar",
        "saved": "★ Guardado",
        "question": "¿Me sirve?",
        "saved_list": "Mis páginas guardadas",
        "mine": "Ensayos",
    },
}


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, http_port=0, default_region="US")


async def look_until_there(chat: Chat, say: dict[str, str]) -> None:
    """The made-up register is read beside the bot's start."""
    for _ in range(40):
        await chat.says("/start clinical-trials", then="")
        if await chat.key(say["look"]).count():
            return
        await chat.page.wait_for_timeout(250)


@pytest.mark.parametrize("language", WALKS)
async def test_from_the_page_to_a_card_and_the_doctors_list(
    open_chat: OpenChat, language: str
) -> None:
    say, chat = WALKS[language], await open_chat(**PHONE)

    async def snap(state: str) -> None:
        path = PICTURES / f"trials-{language}-{state}.png"
        await chat.page.screenshot(path=path, animations="disabled")

    await chat.starts()
    if language == "es":
        await chat.says("/settings", then="Settings")
        await chat.keys.filter(has_text="English").first.click()
        await chat.reads("language")
        await chat.taps("Español", then="¿Guardo este ajuste para usted?")
        await chat.taps("Sí, acepto guardarlo", then="Ajustes")
    await look_until_there(chat, say)
    await snap("1-page")
    await chat.taps(say["look"], then=say["where"])
    await snap("2-countries")
    await chat.keys.filter(has_text=re.compile("United Kingdom|Reino Unido")).first.click()
    await chat.reads(say["which"])
    await snap("3-types")
    await chat.taps(say["type"], then=say["groups"])
    await snap("4-groups")
    await chat.taps(say["treatments"], then=say["by_date"])
    await snap("5-list")
    await chat.taps(say["sort"], then=say["which_town"])
    await snap("6-towns")
    await chat.taps(say["town"], then=say["near"])
    await snap("7-by-distance")
    await chat.taps("1", then=say["card"])
    await snap("8-card")
    await chat.taps(say["places"], then=say["open_places"])
    await snap("9-places")
    await chat.taps(say["back"], then=say["card"])
    await chat.taps(say["words"], then=say["copied"])
    await snap("10-words")
    await chat.taps(say["back"], then=say["card"])
    await chat.key(say["ask"]).click()
    if language == "en":
        await chat.reads(say["consent"])
        await snap("11-consent")
        await chat.key(say["keep"]).click()
    await chat.reads(say["card"])
    await chat.key(say["asked"]).wait_for()
    await chat.key(say["save"]).click()
    await chat.key(say["saved"]).wait_for()
    await snap("12-asked-and-saved")
    await chat.taps(say["asked"], then=say["question"])
    await snap("13-questions")
    await chat.says("/bookmarks", then=say["saved_list"])
    await chat.reads(say["mine"])
    await snap("14-saved")
