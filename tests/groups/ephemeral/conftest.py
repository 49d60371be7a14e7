"""A host who wants messages that one person alone sees."""

from dataclasses import replace

import pytest

from bot.edge.application import AnyApplication
from bot.edge.commands import introduce
from bot.routes import COMMANDS
from bot.turns.services import Services


@pytest.fixture
def services(services: Services) -> Services:
    """The host wants it."""
    settings = services.settings.model_copy(update={"only_you": True})
    return replace(services, settings=settings)


@pytest.fixture
async def introduced(application: AnyApplication, services: Services) -> Services:
    """The bot has looked at the server, as it does at its start."""
    await introduce(application.bot, services, COMMANDS)
    return services
