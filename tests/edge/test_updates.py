"""Everything that people, and programs that pretend to be people, can send."""

import pytest
from telegram import Chat, Message

from bot.edge.application import AnyApplication
from bot.edge.updates import command_in, names_another_bot
from playground.people import ANA, SUPERGROUP_ID
from playground.refusals import Json
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("without_errors")
OUR_NAME, SORRY = "waymark_local_bot", "Something went wrong"
CHANNEL = {"id": -1002000000001, "type": "channel", "title": "News"}


async def answered(person: Chatter, pump: Pump, world: World) -> str:
    """What one update brings: a single new message of the bot."""
    before = person.sent if world.chats[person.chat_id].messages else 0
    await pump.flush()
    assert person.sent == before + 1
    return person.screen


@pytest.mark.slow
async def test_what_is_no_text_is_answered_and_not_looked_at(ana: Chatter, store: Store) -> None:
    for kind in ("photo", "voice", "sticker", "location", "contact", "document"):
        await ana.says("/start")
        assert "I answer words that you type" in await ana.sends(kind), kind
    assert not any(rows for _, rows in await store.panel())


async def test_a_forwarded_text_is_not_taken_for_a_search(ana: Chatter, pump: Pump) -> None:
    await ana.says("letrozole")
    ana.me.forwards(ana.message.id)
    await pump.flush()
    assert "I answer words that you type" in ana.screen


async def test_an_edited_text_is_a_new_search(ana: Chatter, pump: Pump) -> None:
    typed = ana.me.says("ibrance")
    ana.me.edits(typed.id, "femara")
    await pump.flush()
    assert ana.screen.startswith("Letrozole")


async def test_an_edited_command_is_ignored(ana: Chatter, pump: Pump) -> None:
    typed = ana.me.says("/start")
    await pump.flush()
    ana.me.edits(typed.id, "/urgent")
    await pump.flush()
    assert ana.sent == 1


async def test_a_command_for_another_bot_is_ignored(ana: Chatter, pump: Pump) -> None:
    await ana.says("/start")
    for text in ("/start@other_bot", "/delete@other_bot now", "/nothing@other"):
        ana.me.says(text)
    await pump.flush()
    assert ana.sent == 1


async def test_a_command_with_our_name_is_ours(ana: Chatter) -> None:
    for name in (OUR_NAME, OUR_NAME.upper()):
        assert (await ana.says(f"/help@{name}")).startswith("What I can do")
        assert (await ana.says(f"/start@{name}")).startswith("Hello.")


@pytest.mark.slow
async def test_an_unknown_command_is_told(ana: Chatter) -> None:
    for text in ("/nothing", "//", "/@", f"/@{OUR_NAME}", "/стоп", "/start-x"):
        assert "I do not know that command" in await ana.says(text), text
        assert "Treatments" in ana.labels
    assert "I could not find" in await ana.says("/")


ODD_ARGUMENTS = [
    ("/start\nhormone-therapy", "Hormone therapy"),
    ("/start   hormone-therapy  more words", "Hormone therapy"),
    ("/START hormone-therapy", "Hormone therapy"),
    ("/start __", "Hello."),
    ("/start medicine__", "Hello."),
    ("/start medicine__nothing", "Hello."),
    ("/start hormone-therapy__nothing", "Hormone therapy"),
    ("/start hormone-therapy__benefits__x", "Hormone therapy"),
    ("/start " + "x" * 64, "Hello."),
    ("/start ../../etc/passwd", "Hello."),
    ("/start \u200b", "Hello."),
    ("/start \x1c\x1f", "Hello."),
    ("/find\nibrance", "Palbociclib"),
    ("/find\n\nibrance\n", "Palbociclib"),
    ("/find     ", "Search"),
    ("/treatments of every kind", "Treatments"),
    ("/cancel everything", "There is nothing to cancel"),
]


@pytest.mark.slow
async def test_odd_arguments_lead_to_a_sensible_screen(ana: Chatter) -> None:
    for text, start in ODD_ARGUMENTS:
        assert (await ana.says(text)).startswith(start), text


ODD_TEXTS = [
    "x" * 4096,
    "ibrance " * 512,
    "🙂" * 2048,
    "ما هو علاج سرطان الثدي",
    "מה זה אימונותרפיה",
    "\u202eecnarbi\u202c",
    "i\u200bb\u200cr\u200da\u2060n\ufeffce",
    "a\x00b\x07c\x1bd",
    "?\u0301\u0301\u0301",
    "<b>&amp;</script>{say}%s{0}",
    "' OR 1=1; DROP TABLE people; --",
]


@pytest.mark.slow
async def test_odd_texts_are_searched_without_harm(ana: Chatter, store: Store) -> None:
    for text in ODD_TEXTS:
        assert SORRY not in await ana.says(text), text
        assert "Urgent help" in ana.labels, text
    assert not any(rows for _, rows in await store.panel())


NOT_ASKED_FOR: list[Json] = [
    {"channel_post": {"message_id": 5, "date": 1, "chat": CHANNEL, "text": "/start"}},
    {"edited_channel_post": {"message_id": 5, "date": 1, "chat": CHANNEL, "text": "ibrance"}},
    {"a_kind_of_next_year": {"id": 7, "text": "/start"}},
    {"message": {"message_id": 5, "date": 1, "chat": CHANNEL, "text": "/start"}},
    {"poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": []}},
    {},
]


async def test_what_nobody_asked_for_is_passed_over(ana: Chatter, pump: Pump, world: World) -> None:
    for update in NOT_ASKED_FOR:
        world.inbox.put_raw(update)
    await pump.flush()
    assert not world.ledger.of("sendMessage")
    assert (await ana.says("/start")).startswith("Hello.")


async def test_somebody_who_blocks_the_bot_and_returns_is_greeted(ana: Chatter, pump: Pump) -> None:
    await ana.says("/start")
    ana.me.blocks()
    await pump.flush()
    assert ana.sent == 1
    assert (await ana.starts()).startswith("Hello.")


async def test_a_tap_on_a_message_too_old_to_read_is_answered(
    ana: Chatter, pump: Pump, world: World
) -> None:
    await ana.says("/start")
    query = ana.me.taps(ana.message.id, "menu:treatments", inaccessible=True)
    await pump.flush()
    assert query not in world.taps
    assert ana.screen.startswith("Treatments")


async def test_a_tap_on_a_message_that_is_gone_brings_a_new_one(ana: Chatter, world: World) -> None:
    await ana.says("/start")
    gone = ana.message.id
    await ana.says("/help")
    del world.chats[ANA].messages[gone]
    seen = await ana.taps_wire("menu:treatments", message_id=gone)
    assert seen.startswith("Treatments")
    assert ana.message.id > gone


async def test_a_tap_on_a_shared_message_is_answered_and_nothing_more(
    ana: Chatter, pump: Pump, world: World
) -> None:
    await ana.says("/start")
    world.inline_messages["shared"] = ANA, ana.message.id
    before = ana.screen
    query = ana.me.taps(ana.message.id, "menu:treatments")
    await pump.flush()
    assert query not in world.taps
    assert ana.screen == before


async def test_a_tap_without_data_is_an_old_button(ana: Chatter, pump: Pump, world: World) -> None:
    await ana.says("/start")
    query = ana.me.taps(ana.message.id, "x", forced=True)
    update = world.inbox.pending()[-1]
    del update["callback_query"]["data"]
    await pump.flush()
    assert query not in world.taps
    assert ana.screen.startswith("This menu is out of date")


async def test_one_update_brings_one_message(ana: Chatter, pump: Pump, world: World) -> None:
    ana.me.says("femara")
    assert (await answered(ana, pump, world)).startswith("Letrozole")


async def test_updates_that_nobody_could_have_sent_are_passed_over(
    pump: Pump, world: World, store: Store
) -> None:
    """All of them came up among generated ones, and none comes from Telegram."""
    sender = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    group = {"id": SUPERGROUP_ID, "type": "supergroup", "title": "x"}
    said = {"message_id": 1, "date": 0, "chat": {"id": ANA, "type": "private"}, "text": "/start"}
    tap = {"id": "1", "chat_instance": "1", "data": "home"}
    for update in (
        {"message": said | {"from": sender | {"id": 10**30}}},
        {"callback_query": tap | {"from": sender, "message": {"message_id": 1, "date": 0}}},
        {"callback_query": tap | {"message": said}},
        {"inline_query": {"id": "1", "query": "", "offset": ""}},
        {"my_chat_member": {"chat": group, "from": sender, "date": 0}},
    ):
        world.inbox.put_raw(update)
    await pump.flush()
    assert not world.ledger.of("sendMessage")
    assert not any(rows for _, rows in await store.panel())


COMMANDS = [
    ("/card", ("card", "")),
    ("/Card Surgery", ("card", "Surgery")),
    ("/card@Waymark_Local_Bot surgery", ("card", "surgery")),
    ("/card\tsurgery", ("card", "surgery")),
    ("/card\nsurgery  and more\n", ("card", "surgery  and more")),
    ("/i-want-to-die", ("i-want-to-die", "")),
    ("/ card", ("", "card")),
    ("/card@ surgery", ("card", "surgery")),
    ("/card@waymark_local_bot, please", ("card", ", please")),
    ("/card@other_bot surgery", None),
    ("/", None),
    ("", None),
    ("card", None),
    (" /card", None),
]


@pytest.mark.parametrize(("text", "command"), COMMANDS)
def test_a_command_is_its_name_and_its_words(
    application: AnyApplication, text: str, command: tuple[str, str] | None
) -> None:
    message = Message(1, NOW, Chat(1, "private"), text=text)
    assert command_in(message, application.bot) == command
    assert names_another_bot(message, application.bot) == ("@other" in text)


@pytest.mark.parametrize("typed", ["/stop", "STOP", "stop reminders", "no more reminders please"])
async def test_stop_leads_to_the_reminders(ana: Chatter, typed: str) -> None:
    """As with every service that reminds; what is stopped is chosen there."""
    seen = await ana.says(typed)
    assert "My reminders" in (seen.splitlines()[0], *ana.labels)
