"""The playground over real HTTP: every way to send parameters, torn connections, loopback only."""

import asyncio
import logging
import signal

import httpx
import pytest

from playground.actions import Somebody
from playground.faults import Fault, FaultKind
from playground.people import ANA
from playground.server import Playground
from playground.world import World


async def test_parameters_come_as_json_form_or_address(
    playground: Playground, http: httpx.AsyncClient, ana: Somebody
) -> None:
    path = f"/bot{playground.token}/sendMessage"
    wish = {"chat_id": str(ana.person.id), "text": "café 🏟"}
    answers = [
        await http.post(path, json=wish | {"chat_id": ana.person.id}),
        await http.post(path, data=wish),
        await http.get(path, params=wish),
        await http.post(path, files={name: (None, value) for name, value in wish.items()}),
    ]
    assert [response.json()["result"]["text"] for response in answers] == ["café 🏟"] * 4


async def test_an_uploaded_file_comes_back_byte_by_byte(
    playground: Playground, http: httpx.AsyncClient, ana: Somebody
) -> None:
    content = bytes(range(256)) + b"\r\n--\r\n\r\n"
    answer = await http.post(
        f"/bot{playground.token}/sendDocument",
        data={"chat_id": ana.person.id},
        files={"document": ("año.pdf", content)},
    )
    document = answer.json()["result"]["document"]
    assert document["file_name"] == "año.pdf"
    name = f"file/bot{playground.token}/{document['file_id']}/año.pdf"
    assert (await http.get(f"/{name}")).content == content
    assert (await http.get(f"/{name.replace(playground.token, '1:wrong')}")).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"text=%ff\xff", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
    ],
)
async def test_an_unreadable_body_is_refused(
    playground: Playground, http: httpx.AsyncClient, content: bytes, kind: str
) -> None:
    path = f"/bot{playground.token}/sendMessage"
    answer = await http.post(path, content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Bad Request: can't parse the request body")


@pytest.mark.parametrize("kind", [FaultKind.TORN_BEFORE, FaultKind.TORN_AFTER])
async def test_a_torn_connection_breaks_under_the_caller(
    playground: Playground, http: httpx.AsyncClient, kind: FaultKind
) -> None:
    playground.world.faults.switch_on(Fault(kind))
    with pytest.raises(httpx.RemoteProtocolError):
        await http.get(f"/bot{playground.token}/getMe")
    assert (await http.get(f"/bot{playground.token}/getMe")).status_code == 200


async def test_a_poller_that_left_does_not_disturb_the_next(
    playground: Playground, http: httpx.AsyncClient, ana: Somebody
) -> None:
    path = f"/bot{playground.token}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        await http.get(path, params={"timeout": 30}, timeout=0.05)
    ledger = playground.world.ledger
    await playground.world.until(lambda: ledger.of("getUpdates"))
    ana.says("still here")
    answer = await http.get(path, params={"timeout": 30})
    assert answer.json()["result"][0]["message"]["text"] == "still here"
    assert [call.status for call in ledger.of("getUpdates")] == [499, 200]


async def test_closing_ends_polls_and_event_streams(world: World) -> None:
    opened = asyncio.Event()

    async def events(url: str) -> bytes:
        async with client.stream("GET", f"{url}/playground/events") as answer:
            opened.set()
            return await answer.aread()

    async with httpx.AsyncClient(timeout=5) as client:
        async with Playground(world) as playground:
            path = f"{playground.api_url}{playground.token}/getUpdates?timeout=30"
            poll = asyncio.create_task(client.get(path))
            stream = asyncio.create_task(events(playground.url))
            await opened.wait()
            await world.inbox.bell.wait(heard=0, seconds=5)  # it rings for a poll
        assert (await poll).json() == {"ok": True, "result": []}
        assert b'data: {"version":' in await stream


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104
def test_only_this_computer_may_listen(world: World, host: str) -> None:
    with pytest.raises(ValueError, match="on this computer only"):
        Playground(world, host=host)


async def test_a_taken_port_is_an_os_error(world: World, playground: Playground) -> None:
    port = int(playground.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with Playground(world, port=port):
            pass


async def test_a_foreign_host_name_is_turned_away(http: httpx.AsyncClient) -> None:
    answer = await http.get("/playground/state", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_signals_and_the_console_are_left_alone(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGINT)
    async with Playground(world) as playground, httpx.AsyncClient() as client:
        await client.get(playground.url)
        assert signal.getsignal(signal.SIGINT) is before
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.INFO)


async def test_a_world_can_be_served_again(world: World) -> None:
    Somebody(world, ANA).starts()
    for _ in range(2):
        async with Playground(world) as playground, httpx.AsyncClient() as client:
            path = f"{playground.api_url}{playground.token}/getUpdates"
            answer = await client.get(path, params={"timeout": 5})
            assert len(answer.json()["result"]) == 1
