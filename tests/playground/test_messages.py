"""What the bot posts, edits, deletes and shows while it works."""

from datetime import timedelta
from typing import Any

import pytest

from playground.actions import Somebody
from playground.parameters import Upload
from playground.people import ANA, BEN, SUPERGROUP_ID
from tests.playground.conftest import START, Caller, keyboard

pytestmark = pytest.mark.usefixtures("ana")


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG, which is all that the playground looks at."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4)


async def test_a_sent_message_is_there_with_its_markup(call: Caller) -> None:
    sent = await call.sends(" <b>Hello</b> ", parse_mode="html", reply_markup=keyboard("x"))
    assert sent["text"] == "Hello"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert sent["date"] == int(START.timestamp())
    assert sent["from"]["is_bot"] is True
    assert sent["reply_markup"] == keyboard("x")
    assert call.world.last(ANA).text == "Hello"


async def test_a_keyboard_not_named_in_an_edit_goes_away(call: Caller) -> None:
    sent = await call.sends(reply_markup=keyboard("x"))
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    edited = await call.result("editMessageText", text="Bye", **place)
    assert (edited["text"], "reply_markup" in edited) == ("Bye", False)
    edited = await call.result("editMessageReplyMarkup", reply_markup=keyboard("y"), **place)
    assert edited["reply_markup"] == keyboard("y")


async def test_a_missing_message_can_be_answered_when_allowed(call: Caller) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await call.sends(reply_parameters=reply)


async def test_a_message_can_be_deleted_and_so_can_a_persons(call: Caller, ana: Somebody) -> None:
    sent, hers = (await call.sends())["message_id"], ana.says("oops").id
    await call.result("deleteMessage", chat_id=ANA, message_id=hers)
    await call.result("deleteMessages", chat_id=ANA, message_ids=[sent, 999])
    assert not {sent, hers} & call.world.chats[ANA].messages.keys()


async def test_in_a_group_only_its_own_words_can_be_deleted(
    call: Caller, ana_in_group: Somebody
) -> None:
    place = {"chat_id": SUPERGROUP_ID, "message_id": ana_in_group.says("/card").id}
    assert "can't be deleted" in await call.refusal("deleteMessage", **place)


async def test_a_document_is_kept_and_can_be_sent_again(call: Caller) -> None:
    upload = Upload("mydata.json", b"{}")
    sent = await call.result("sendDocument", chat_id=ANA, document=upload, caption="Yours")
    document = sent["document"]
    assert (document["file_name"], document["file_size"], sent["caption"]) == (
        "mydata.json",
        2,
        "Yours",
    )
    again = await call.result("sendDocument", chat_id=ANA, document=document["file_id"])
    assert again["document"] == document
    file = await call.result("getFile", file_id=document["file_id"])
    assert file["file_path"].endswith("mydata.json")


async def test_an_attached_file_is_found_by_its_name(call: Caller) -> None:
    given: dict[str, Any] = {"photo": "attach://one", "one": Upload("a.png", png(40, 30))}
    sent = await call.result("sendPhoto", chat_id=ANA, **given)
    size = sent["photo"][0]
    assert (size["width"], size["height"], size["file_size"]) == (40, 30, 24)


async def test_a_photo_is_sent_again_by_its_name_and_measured_as_a_jpeg_too(call: Caller) -> None:
    upload = Upload("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x08\x08\x00\x1e\x00\x28")
    sent = await call.result("sendPhoto", chat_id=ANA, photo=upload)
    size = sent["photo"][0]
    assert (size["width"], size["height"]) == (40, 30)
    again = await call.result("sendPhoto", chat_id=ANA, photo=size["file_id"], caption="Again")
    assert (again["photo"], again["caption"]) == (sent["photo"], "Again")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(9_000, 1_001), "PHOTO_INVALID_DIMENSIONS"),
        (png(420, 20), "PHOTO_INVALID_DIMENSIONS"),
        (png(9, 9) + bytes(10 * 1024 * 1024), "file is too big"),
    ],
)
async def test_a_photo_that_telegram_would_not_take(
    call: Caller, content: bytes, refusal: str
) -> None:
    photo = Upload("a.png", content)
    told = await call.refusal("sendPhoto", chat_id=ANA, photo=photo)
    assert told == f"400 Bad Request: {refusal}"


async def test_a_photo_is_named_by_no_other_name_than_that_of_a_photo(call: Caller) -> None:
    sent = await call.result("sendDocument", chat_id=ANA, document=Upload("a.png", png(9, 9)))
    told = await call.refusal("sendPhoto", chat_id=ANA, photo=sent["document"]["file_id"])
    assert told == "400 Bad Request: can't use file of type Document as Photo"
    told = await call.refusal("sendPhoto", chat_id=ANA, photo="unheard-of")
    assert told == "400 Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_long_caption_is_refused_and_the_text_of_a_document_can_not_be_edited(
    call: Caller,
) -> None:
    upload = Upload("a.txt", b"a")
    refusal = await call.refusal("sendDocument", chat_id=ANA, document=upload, caption="x" * 1025)
    assert refusal == "400 Bad Request: message caption is too long"
    sent = await call.result("sendDocument", chat_id=ANA, document=upload, caption="x" * 1024)
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    refusal = await call.refusal("editMessageText", text="x", **place)
    assert refusal == "400 Bad Request: there is no text in the message to edit"
    edited = await call.result("editMessageCaption", caption="New", **place)
    assert edited["caption"] == "New"


async def test_a_copy_has_no_origin_and_a_forward_has(call: Caller) -> None:
    Somebody(call.world, BEN).starts()
    sent = await call.sends("A card")
    source = {"chat_id": BEN, "from_chat_id": ANA, "message_id": sent["message_id"]}
    copied = await call.result("copyMessage", **source)
    assert list(copied) == ["message_id"]
    assert call.world.last(BEN).content == {"text": "A card"}
    forwarded = await call.result("forwardMessage", **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == call.world.bot.id


async def test_typing_ends_with_the_message_or_after_five_seconds(call: Caller) -> None:
    await call.result("sendChatAction", chat_id=ANA, action="typing")
    assert call.world.is_typing(ANA)
    await call.sends()
    assert not call.world.is_typing(ANA)
    await call.result("sendChatAction", chat_id=ANA, action="typing")
    call.world.clock.jump(timedelta(seconds=5))
    assert not call.world.is_typing(ANA)


async def test_a_reaction_is_kept_and_taken_back(call: Caller, ana: Somebody) -> None:
    place = {"chat_id": ANA, "message_id": ana.says("saved").id}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await call.result("setMessageReaction", **place, reaction=thumb)
    assert call.world.reactions[ANA, place["message_id"]] == ["👍"]
    await call.result("setMessageReaction", **place)
    assert call.world.reactions[ANA, place["message_id"]] == []
    odd = [{"type": "emoji", "emoji": "🥦"}]
    assert "REACTION_INVALID" in await call.refusal("setMessageReaction", **place, reaction=odd)


async def test_the_ledger_keeps_the_last_calls_and_their_outcome(call: Caller) -> None:
    await call.sends()
    await call.refusal("sendMessage", chat_id=ANA)
    sent, refused = call.world.ledger.after()
    assert (sent.status, refused.status) == (200, 400)
    assert refused.description == "Bad Request: message text is empty"
    for _ in range(600):
        call.world.ledger.note("getMe", {}, 200, "", START)
    assert len(call.world.ledger.after()) == 500
    assert len(call.world.ledger.after(600)) == 2
