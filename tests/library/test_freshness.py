"""What `check --stale` says; labels are asked for over real HTTP at a stand-in for the record."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.library.check.freshness import stale
from bot.library.check.labels import asking
from tests.library.packs import TODAY, PackFolder

LABEL = "751e18d5-1d41-4b67-b1f3-10272ca5312d"
PENDING = (
    "pending:\n  - {medicine: a-medicine, where: US, due: 2026-12-18, url: 'https://a.example/'}\n"
)


@contextmanager
def record_of_labels(revised: str) -> Iterator[tuple[str, list[str]]]:
    """A server that knows one label; it notes what it was asked for."""
    asked: list[str] = []

    class Record(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(parse_qs(urlsplit(self.path).query)["search"][0])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": [{"effective_time": revised}]}).encode())

        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Record) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def kinds(pack: PackFolder, today: date, base: str = "") -> list[str]:
    return [problem.kind for problem in stale(pack.folder, today, asking(base) if base else None)]


def with_label(pack: PackFolder) -> None:
    address = f"https://one.example/?setid={LABEL}"
    for name in ("en/medicines.yaml", "readings/all.yaml"):
        pack.replace(name, "https://one.example/", address)


def test_an_awaited_decision_is_told_and_one_that_is_due_counts(pack: PackFolder) -> None:
    pack.path("pending.yaml").write_text(PENDING, "utf-8")
    found = stale(pack.folder, TODAY)
    assert [str(problem) for problem in found] == [
        "pending.yaml:2: (warning) a-medicine, US: a decision is due on 2026-12-18, in 25 days."
    ]
    assert kinds(pack, date(2026, 12, 19)) == ["decision-due"]


def test_a_source_is_old_after_the_days_of_its_kind(pack: PackFolder) -> None:
    assert not kinds(pack, date(2027, 11, 24))
    assert set(kinds(pack, date(2027, 11, 25))) == {"old-source"}


@pytest.mark.slow
def test_a_label_that_changed_after_our_reading_is_told(pack: PackFolder) -> None:
    with_label(pack)
    with record_of_labels("20261124") as (base, asked):
        assert kinds(pack, TODAY, base) == ["label-changed"]
        assert asked == [f'set_id:"{LABEL}"']
    with record_of_labels("20261123") as (base, _):
        assert not kinds(pack, TODAY, base)


@pytest.mark.slow
def test_nobody_is_asked_unless_the_host_wants_it(pack: PackFolder) -> None:
    with_label(pack)
    with record_of_labels("20261124") as (_, asked):
        assert not kinds(pack, TODAY)
        assert not asked


@pytest.mark.slow
def test_a_record_that_does_not_answer_is_told_and_stops_nothing(pack: PackFolder) -> None:
    with_label(pack)
    with record_of_labels("soon") as (base, _):
        assert kinds(pack, TODAY, base) == ["label-unknown"]
    assert kinds(pack, TODAY, "http://127.0.0.1:9") == ["label-unknown"]
