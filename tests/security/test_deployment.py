"""The service and the container give the bot as little as it needs."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "waymark.service"
EXPOSED_AT_MOST = 1.2  # of 10, as systemd-analyze counts
#: What it finds, and why it stays: the bot speaks to Telegram and may speak to PostgreSQL here.
LEFT = {
    "RootDirectoryOrRootImage",
    "RestrictAddressFamilies_AF_UNIX",
    "RestrictAddressFamilies_AF_INET_INET6",
    "PrivateNetwork",
    "IPAddressDeny",
    "DeviceAllow",
}


def unit() -> list[tuple[str, str]]:
    lines = [line for line in UNIT.read_text().splitlines() if not line.startswith("#")]
    found = [line.partition("=") for line in lines if "=" in line]
    return [(name, value) for name, _, value in found]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_finds_little_to_say_against_the_service() -> None:
    ask = ["systemd-analyze", "security", "--offline=true", "--json=short", str(UNIT)]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)  # noqa: S603
    found: list[dict[str, Any]] = json.loads(done.stdout)
    exposed = {finding["json_field"] for finding in found if finding["set"] is False}
    assert exposed <= LEFT
    threshold = f"--threshold={EXPOSED_AT_MOST * 10:.0f}"
    subprocess.run([*ask, threshold], check=True, capture_output=True)  # noqa: S603


def test_the_service_has_its_secrets_from_files_only_it_can_read() -> None:
    found = unit()
    loaded = {value for name, value in found if name == "LoadCredential"}
    assert loaded == {
        "bot.token:/etc/waymark/bot.token",
        "data.key:/etc/waymark/data.key",
    }
    environment = " ".join(value for name, value in found if name == "Environment")
    assert "BOT_TOKEN_FILE=%d/bot.token" in environment
    assert "DATA_KEY_FILE=%d/data.key" in environment
    assert not re.search(r"\b(BOT_TOKEN|DATA_KEY|WEBHOOK_SECRET)=", environment)


def test_the_service_can_change_nothing_but_its_data() -> None:
    found = dict(unit())
    assert found["ProtectSystem"] == "strict"
    assert "ReadWritePaths" not in found
    assert (found["UMask"], found["StateDirectoryMode"]) == ("0077", "0700")
    assert (found["DynamicUser"], found["LimitCORE"]) == ("yes", "0")
    assert found["CapabilityBoundingSet"] == ""
    assert found["InaccessiblePaths"] == "/etc/waymark"


SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
OURS = sorted(name for name, service in SERVICES.items() if "waymark" in str(service.get("image")))


def test_the_bot_is_among_the_services() -> None:
    assert "bot" in OURS


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_has_no_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["ulimits"] == {"core": 0}
    assert not service.get("privileged")
    assert all("noexec" in place for place in service["tmpfs"])
    assert {"pids_limit", "mem_limit"} <= service.keys()


def test_only_the_proxy_is_open_to_the_world_and_passes_on_one_path() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {"proxy": ["443:8443"]}
    assert not any(service.get("network_mode") for service in SERVICES.values())
    rules = (ROOT / "deploy" / "haproxy.cfg").read_text()
    one_path = (
        'http-request deny deny_status 404 unless { path -m str "${WEBHOOK_PATH}" } METH_POST'
    )
    assert one_path in rules


def test_the_image_is_for_a_user_without_a_name_to_log_in() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER 10001:10001"]
    secret = re.compile(r"(ENV|ARG) .*(TOKEN|KEY|SECRET|PASSWORD)")
    assert not [line for line in lines if secret.match(line)]
    assert any("--require-hashes" in line for line in lines)


@pytest.mark.parametrize(
    ("pip_says", "told"),
    [
        ("ERROR: No matching distribution found for sqlcipher3==0.6.4", "Python 3.11 to 3.14"),
        ("Failed to establish a new connection: Name or service not known\n"
         "ERROR: No matching distribution found for babel", "is there a network?"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "failed: ERROR: THESE"),
    ],
)  # fmt: skip
def test_an_install_builds_nothing_from_source_and_says_what_to_do(
    tmp_path: Path, pip_says: str, told: str
) -> None:
    """A stand-in for Python, for no test may fetch packages."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/asked"\necho "{pip_says}"\nexit 1\n')
    python.chmod(0o755)
    run = ["sh", str(ROOT / "tools/install.sh"), "python3", str(tmp_path), "run.txt"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 1
    assert told in done.stderr
    asked = (tmp_path / "asked").read_text()
    assert "--only-binary=:all:" in asked
    assert "--require-hashes" in asked
