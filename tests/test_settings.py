"""A wrong setting is one line that names it, what it got, and what it takes."""

from pathlib import Path

import pytest

from bot.settings import SECRET, TAKES, Settings, SettingsError, read_settings

HIDDEN = "a value that is not shown"
WRONG = [
    ("REPORT_URL", "our forum", "an address such as https://waymark.example.org/faults"),
    ("BOT_TOKEN", "123456", "BotFather"),
    ("BOT_TOKEN", "https://t.me/my_bot", "BotFather"),
    ("BOT_TOKEN", "123:with a space", "BotFather"),
    ("BOT_API_URL", "api.telegram.org", "https://api.telegram.org"),
    ("BOT_API_URL", "ftp://api.telegram.org", "https://api.telegram.org"),
    ("DATABASE_URL", "mysql://somebody:password@host/name", "postgresql://"),
    ("DATABASE_URL", "waymark.db", "sqlite:///"),
    ("DATA_KEY", "ab" * 31, "64 hexadecimal digits"),
    ("DATA_KEY", "xy" * 32, "64 hexadecimal digits"),
    ("WATCH_CONTENT", "perhaps", "on or off"),
    ("HELPFUL", "1", "on or off"),
    ("HOST_NAME", "x, " * 50, "up to 100"),
    ("HOST_CONTACT", "ask-us", "@username"),
    ("HOST_CONTACT", "http://example.org", "https://"),
    ("PRIVACY_URL", "http://example.org/", "https://"),
    ("TRIALS", "yes", "on or off"),
    ("TRIALS_URL", "our mirror", "https://clinicaltrials.gov/api/v2"),
    ("DEFAULT_LANGUAGE", "English", "two letters"),
    ("DEFAULT_LANGUAGE", "EN", "two letters"),
    ("DEFAULT_TIME_ZONE", "London", "Europe/London"),
    ("DEFAULT_TIME_ZONE", "../../etc/passwd", "Europe/London"),
    ("DEFAULT_REGION", "UK", "GB"),
    ("WEBHOOK_URL", "http://example.org", "https://"),
    ("WEBHOOK_URL", "example.org", "https://"),
    ("WEBHOOK_URL", "https://example.org/123456:AAsecret", "without the token"),
    ("WEBHOOK_URL", "https://example.org/123456%3aAAsecret", "without the token"),
    ("WEBHOOK_URL", "https://ana:pass@example.org/", "https://"),
    ("WEBHOOK_URL", "https://example.org/healthz", "https://"),
    ("TRANSPORT", "requests", "aiohttp or httpx"),
    ("PROXY_URL", "socks5://127.0.0.1:1080", "http://127.0.0.1:3128"),
    ("PROXY_URL", "127.0.0.1:3128", "http://127.0.0.1:3128"),
    ("SENDS_PER_SECOND", "0", "1 to 1000"),
    ("SENDS_PER_SECOND", "fast", "1 to 1000"),
    ("WEBHOOK_SECRET", "with a space", "letters, digits"),
    ("WEBHOOK_SECRET", "é" * 8, "letters, digits"),
    ("HTTP_PORT", "http", "0 to 65535"),
    ("HTTP_PORT", "-1", "0 to 65535"),
    ("HTTP_PORT", "65536", "0 to 65535"),
    ("HTTP_PORT", "80.5", "0 to 65535"),
    ("ONLY_YOU", "sometimes", "on or off"),
    ("OPERATOR_IDS", "ana", "numbers with commas"),
    ("OPERATOR_IDS", "7001, ben", "numbers with commas"),
    ("LOG_LEVEL", "chatty", "DEBUG, INFO"),
    ("LOG_FORMAT", "xml", "console or json"),
]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a file of this machine has a say."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("name", "value", "takes"), WRONG)
def test_a_wrong_value_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, takes: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{name} is ")
    assert takes in line.partition("; it takes ")[2]
    got, is_secret = line.partition("; it takes ")[0], name.lower() in SECRET
    assert (value in got) == (not is_secret and "," not in value)
    assert (HIDDEN in got) == (is_secret or len(value) > 100)


def test_every_setting_that_can_be_wrong_is_tried() -> None:
    always_right = {
        "data_key_file",
        "content_dir",
        "bot_token_file",
    }  # what lies there is another matter
    assert {name.lower() for name, _, _ in WRONG} | always_right == set(TAKES)
    assert set(TAKES) | {"http_host"} == set(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
@pytest.mark.parametrize("nothing", ["", "   "])
def test_an_empty_value_means_the_default(
    monkeypatch: pytest.MonkeyPatch, name: str, nothing: str
) -> None:
    monkeypatch.setenv(name.upper(), nothing)
    assert read_settings() == Settings(_env_file=None)
    assert getattr(read_settings(), name) == Settings.model_fields[name].default


def test_the_file_beside_it_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=8090\nLOG_LEVEL=DEBUG\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("HTTP_PORT", " 8091 ")
    settings = read_settings()
    assert (settings.http_port, settings.log_level) == (8091, "DEBUG")


def test_several_operators_are_separated_by_commas_or_spaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPERATOR_IDS", "7001,7002  7003,")
    assert read_settings().operator_ids == {7001, 7002, 7003}


def test_printing_the_settings_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "BOT_TOKEN": "123456:AAbbCC",
        "DATA_KEY": "0123456789abcdef" * 4,
        "WEBHOOK_SECRET": "open-sesame",
        "PROXY_URL": "http://ana:pass@127.0.0.1:3128",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    shown = repr(read_settings())
    assert not [value for value in secrets.values() if value in shown]


def test_the_token_can_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bot.token"
    file.write_text("123456:from-a-file\n")
    token = read_settings(_env_file=None, bot_token_file=file).bot_token
    assert token is not None
    assert token.get_secret_value() == "123456:from-a-file"


@pytest.mark.parametrize("text", [None, "", "no token", "123456:é"])
def test_a_file_without_a_token_is_told_in_one_line(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "bot.token"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingsError, match="where no token can be read"):
        read_settings(_env_file=None, bot_token_file=file)


@pytest.mark.parametrize("name", ["HTTP_PORT", "LOG_LEVEL", "DEFAULT_TIME_ZONE", "BOT_API_URL"])
@pytest.mark.parametrize("secret", ["s3cret", "pa/ss@w0rd", "'q83vASNF+Z4mrze8=", "x9-Y_2"])
def test_a_secret_in_the_wrong_setting_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, secret: str
) -> None:
    monkeypatch.setenv(name, secret)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert secret not in str(caught.value)
    assert HIDDEN in str(caught.value)
