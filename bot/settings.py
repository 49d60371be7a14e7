"""Every setting, its default, and what to say when it is wrong."""

import logging
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.regions import REGIONS, UNKNOWN

#: An address over TLS with nothing secret in it, and none of our own pages.
WEBHOOK = re.compile(r"https://[^\s?#@/]+(?!/(healthz|readyz|metrics)/?$)(/[^\s?#@]*)?")
IN_ADDRESS = re.compile(r"\d{5,}(:|%3A)[\w-]{6,}", re.IGNORECASE)  # what looks like a token there
TOKEN = re.compile(r"\d+:[\w-]{3,}", re.ASCII)


class SettingsError(Exception):
    """One line naming the setting, what it got and what it takes."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("a time zone such as Europe/London")
    return name


def _region(code: str) -> str:
    if code not in REGIONS:
        raise ValueError("a country such as GB")
    return code


class Settings(BaseSettings):
    """Read from the environment and from a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    bot_api_url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] = "https://api.telegram.org"
    database_url: Annotated[str, Field(pattern=r"^(sqlite:///.+|postgresql://.+)$")] = (
        "sqlite:///data/waymark.db"
    )
    data_key: SecretStr | None = None
    data_key_file: Path | None = None
    content_dir: Path = Path("content")
    watch_content: Literal["on", "off"] | None = None
    host_name: Annotated[str, Field(max_length=100)] = ""
    host_contact: Annotated[str, Field(pattern=r"^(@\w{4,32}|https://\S+|[^\s@]+@[^\s@]+)?$")] = ""
    privacy_url: Annotated[str, Field(pattern=r"^(https://\S+)?$")] = ""
    helpful: Literal["on", "off"] = "off"
    trials: Literal["on", "off"] | None = None
    trials_url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")] = (
        "https://clinicaltrials.gov/api/v2"
    )
    default_language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    default_time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    default_region: Annotated[str, AfterValidator(_region)] = UNKNOWN
    transport: Literal["aiohttp", "httpx"] = "aiohttp"
    proxy_url: SecretStr | None = None
    sends_per_second: Annotated[int, Field(ge=1, le=1000)] = 30
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    only_you: bool = False
    operator_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    report_url: Annotated[str, Field(pattern=r"^((https?://|mailto:)\S+)?$")] = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any, info: Any) -> Any:
        """`BOT_TOKEN=` in a file means that there is none."""
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].default
        return value.strip() if isinstance(value, str) else value

    @field_validator("operator_ids", mode="before")
    @classmethod
    def _several_numbers(cls, value: Any) -> Any:
        return (
            [part for part in re.split(r"[,\s]+", value) if part]
            if isinstance(value, str)
            else value
        )

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("a token such as 123456:ABC... from BotFather")
        return value

    @field_validator("proxy_url")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"https?://[^\s/]+/?", value.get_secret_value()):
            raise ValueError("an HTTP proxy")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str | None) -> str | None:
        """Where Telegram finds us: over TLS, and nothing secret is in an address."""
        if value and (not WEBHOOK.fullmatch(value) or IN_ADDRESS.search(value)):
            raise ValueError("an address that starts with https://")
        return value

    @field_validator("data_key")
    @classmethod
    def _key(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[0-9a-fA-F]{64}", value.get_secret_value()):
            raise ValueError("32 bytes as 64 hexadecimal digits")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("letters, digits, _ and -")
        return value


TAKES = {
    "bot_token": "a token such as 123456:ABC... from BotFather",
    "bot_token_file": "the path of a file that holds the token and nothing else",
    "bot_api_url": "an address such as https://api.telegram.org",
    "database_url": "sqlite:///data/waymark.db or postgresql://user@host/name",
    "data_key": "32 bytes as 64 hexadecimal digits",
    "data_key_file": "the path of a file",
    "content_dir": "the path of a folder",
    "watch_content": "on or off",
    "host_name": "up to 100 characters, such as the name of your group",
    "host_contact": "an e-mail address, @username, or an address that starts with https://",
    "privacy_url": "an address that starts with https://",
    "helpful": "on or off",
    "trials": "on or off",
    "trials_url": "an address such as https://clinicaltrials.gov/api/v2",
    "default_language": "two letters such as en",
    "default_time_zone": "a time zone such as Europe/London",
    "default_region": f"{', '.join(REGIONS[:-1])} or {REGIONS[-1]}",
    "transport": "aiohttp or httpx",
    "proxy_url": "an HTTP proxy such as http://127.0.0.1:3128",
    "sends_per_second": "a number from 1 to 1000",
    "webhook_url": "an address that starts with https://, without the token in it",
    "webhook_secret": "letters, digits, _ and -",
    "http_port": "a number from 0 to 65535",
    "only_you": "on or off",
    "operator_ids": "numbers with commas between them",
    "report_url": "an address such as https://waymark.example.org/faults",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
    "log_format": "console or json",
}
#: What can't be a secret that stands in the wrong setting: a number, a word, a name, an address.
PLAIN = re.compile(
    r"-?[\d.]{1,7}|[./]{0,6}[A-Za-z]{1,12}(?:[./_ -][A-Za-z]{1,12})*|[A-Za-z]+://[A-Za-z.-]+(?::\d{1,5})?/?"
)
#: An URL may hold a password.
SECRET = {"bot_token", "data_key", "webhook_url", "webhook_secret", "database_url", "proxy_url"}


#: It warns of a line in .env before we say which one it is, and what to write.
logging.getLogger("dotenv").addHandler(logging.NullHandler())


def read_settings(**given: Any) -> Settings:
    """The settings of this process; raises SettingsError with one line for the first wrong one."""
    try:
        return _with_token(Settings(**given))
    except ValidationError as error:
        detail = error.errors()[0]
        name = str(detail["loc"][0])
        told = str(detail["input"])
        is_shown = name not in SECRET and PLAIN.fullmatch(told)
        got = repr(detail["input"]) if is_shown else "a value that is not shown"
        raise SettingsError(f"{name.upper()} is {got}; it takes {TAKES[name]}.") from None


def _with_token(settings: Settings) -> Settings:
    """With the token from its file; one that is set itself comes first, as with the key."""
    file = settings.bot_token_file
    if settings.bot_token or file is None:
        return settings
    try:
        text = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not TOKEN.fullmatch(text):
        raise SettingsError(
            f"BOT_TOKEN_FILE is {str(file)!r}, where no token can be read;"
            f" it takes {TAKES['bot_token_file']}."
        )
    return settings.model_copy(update={"bot_token": SecretStr(text)})
