"""What every command does first that works with the bot's data."""

import logging
from pathlib import Path

from bot.cli.env_file import unknown_names
from bot.ops.hardening import clear_environment, readable_by_others
from bot.ops.logging import start_logging
from bot.runtime.serve import key_places
from bot.settings import Settings, read_settings

log = logging.getLogger(__name__)


def start() -> Settings:
    """The settings; whatever is odd about them is told, and no secret is passed on."""
    settings = read_settings()
    start_logging(settings.log_level, settings.log_format)
    clear_environment()
    for sentence in unknown_names():
        log.warning("%s", sentence)
    files = (Path(".env"), settings.bot_token_file, key_places(settings).key_file)
    for file in readable_by_others(files):
        log.warning("%s is readable by other users: chmod 600 %s", file, file)
    return settings
