"""Secrets with odd signs are masked, and what is none is left."""

import pytest

from bot.ops.redaction import redact_secrets

BASE64 = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("postgresql://ana:pa/ss@w0rd@host/db is wrong", "pa/ss@w0rd"),
        ("postgresql://ana:pass@w0rd@host/db", "w0rd"),
        (f"a key file {BASE64!r} is not there", BASE64),
        (f"“{BASE64}”", BASE64),
    ],
)
def test_whatever_signs_a_secret_has_it_is_masked(said: str, secret: str) -> None:
    assert secret not in redact_secrets(said)


def test_a_long_path_is_no_secret() -> None:
    path = "There is no key file at /srv/patients/waymark/deploy/secrets/of/the/bot/waymark.key"
    assert redact_secrets(path) == path
