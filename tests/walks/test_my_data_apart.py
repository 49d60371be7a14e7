"""What one person keeps is shown to nobody else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.data_files import NAME, fill

SECRETS = ("my <secret> note", "travel", "Surgery\n\nYour note")
TYPED = ["/bookmarks", "/questions", "/mydata", "/delete", "/settings", "/start", "/cancel"]
TAPPED = ["marks:0", "qs:0", "mydata", "myfiles", "delete", "share:", "forvisit", "qtext", "card"]
WITH_ID = [
    "mark",
    "open",
    "note",
    "unmark",
    "remark",
    "share",
    "mvmark",
    "q",
    "editq",
    "tick",
    "unq",
]
doings = st.lists(st.sampled_from(TYPED + TAPPED + WITH_ID), min_size=1, max_size=4)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(doings=doings)
async def test_nobody_sees_what_somebody_else_keeps(
    ana: Chatter, ben: Chatter, store: Store, world: World, doings: list[str]
) -> None:
    if not await store.bookmarks.count(ana.chat_id):
        await fill(ana)
    before = await store.people.export(ana.chat_id)
    ids = [row["id"] for table in ("bookmarks", "questions") for row in before[table]]
    await ben.says("/start")
    for doing in doings:
        for id_ in ids if doing in WITH_ID else [""]:
            does = ben.says if doing in TYPED else ben.taps_wire
            await does(f"{doing}:{id_}" if id_ else doing)
            assert not [secret for secret in SECRETS if secret in ben.screen], doing
    files = [file.content.decode() for file in world.files.values() if file.name == NAME]
    assert not [secret for secret in SECRETS for file in files if secret in file]
    assert await store.people.export(ana.chat_id) == before


async def test_an_old_button_for_a_place_keeps_nothing_of_somebody_unknown(
    ana: Chatter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.starts()
    assert "Nothing is kept about you" in await ana.taps_wire("zone:Europe/Berlin|rems:0")
    assert await store.people.get(ANA) is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
