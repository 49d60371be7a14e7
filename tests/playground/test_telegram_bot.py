"""python-telegram-bot, unchanged, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter

from playground import groups
from playground.actions import Somebody
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN, MIRA, SUPERGROUP_ID
from playground.server import Playground


@pytest.fixture
async def bot(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # its errors warn without it
    async with Bot(
        playground.token, base_url=playground.api_url, base_file_url=playground.file_url
    ) as running:
        yield running


async def test_it_starts_sends_edits_and_answers(bot: Bot, ana: Somebody) -> None:
    button = InlineKeyboardButton("Tap", callback_data="tap")
    sent = await bot.send_message(
        ANA, "<b>Hi</b>", "HTML", reply_markup=InlineKeyboardMarkup([[button]])
    )
    polling = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.02)
    ana.taps(sent.message_id, "tap")
    [update] = await polling
    assert update.callback_query is not None
    assert await update.callback_query.answer("Done")
    edited = await update.callback_query.edit_message_text("Bye")
    assert getattr(edited, "text", None) == "Bye"


async def test_it_reads_everything_people_send(bot: Bot, ana: Somebody) -> None:
    for kind in ("sticker", "photo", "voice", "document", "location", "contact"):
        ana.sends(kind)
    ana.blocks()
    updates = await bot.get_updates()
    assert [bool(update.message) for update in updates] == [True] * 6 + [False]
    member = updates[-1].my_chat_member
    assert member is not None
    assert member.new_chat_member.status == "kicked"


async def test_it_sends_a_file_and_fetches_it(bot: Bot, ana: Somebody) -> None:
    sent = await bot.send_document(ana.person.id, b"%PDF\r\n", filename="card.pdf", caption="Card")
    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)
    assert await file.download_as_bytearray() == b"%PDF\r\n"


async def test_it_asks_about_chats_and_itself(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    assert (await bot.get_my_commands())[0].command == "help"
    [mira] = await bot.get_chat_administrators(SUPERGROUP_ID)
    assert mira.user.id == MIRA
    assert (await bot.get_chat(SUPERGROUP_ID)).title == "Support group"
    assert (await bot.get_webhook_info()).url == ""


async def test_each_refusal_becomes_its_own_error(
    bot: Bot, playground: Playground, ana: Somebody
) -> None:
    faults, world = playground.world.faults, playground.world
    with pytest.raises(Forbidden):
        await bot.send_message(BEN, "x")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ana.person.id, " ")
    old = groups.open_basic_group(world, "Old", {MIRA: "administrator"})
    groups.upgrade(world, old)
    with pytest.raises(ChatMigrated):
        await bot.send_message(old.id, "x")
    faults.switch_on(Fault(FaultKind.FLOOD))
    with pytest.raises(RetryAfter):
        await bot.send_message(ANA, "x")
    for kind in (FaultKind.SERVER, FaultKind.TORN_BEFORE, FaultKind.TORN_AFTER):
        faults.switch_on(Fault(kind))
        with pytest.raises(NetworkError):
            await bot.send_message(ANA, "x")


@pytest.mark.slow
async def test_a_second_poller_is_a_conflict(bot: Bot, playground: Playground) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    async with Bot(playground.token, base_url=playground.api_url) as other:
        await other.get_updates()
    with pytest.raises(Conflict):
        await first
