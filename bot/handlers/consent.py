from dataclasses import replace

from bot import callback_data
from bot.screen import Screen
from bot.screens import consent
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Person


def question(turn: Turn, services: Services) -> Screen:
    """Asked in the language that is to be kept, where a language is: the other may not be read."""
    match callback_data.decode(turn.wire):
        case callback_data.Tapped(tap=callback_data.SET, args=("language", language)):
            edition = services.library.editions.get(language, turn.edition)
            return consent.ask(replace(turn.view, edition=edition), turn.wire)
    return consent.ask(turn.view, turn.wire)


async def on_agree(turn: Turn, services: Services) -> Person:
    """Stamp the agreement with the text's version; what the person wanted to keep comes next."""
    view = turn.view
    new = Person(
        id=turn.person_id,
        language=view.edition.language,
        region=view.region,
        text_length=view.text_length,
        time_zone=None,
        consent_version=None,
        consented_at=None,
        active_on=turn.now.date(),
    )
    version = services.library.consent_version
    return await services.store.people.give_consent(turn.person or new, version, turn.now)


async def on_decline(turn: Turn, services: Services) -> Screen:
    return consent.declined(turn.view)
