"""Words of danger: help comes first, whatever way they come, and nothing else is lost by it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.handlers import danger as handlers
from bot.library.danger.danger import Danger
from bot.library.model.library import TALK, URGENT, Library
from bot.screen import as_read
from bot.screens import home
from bot.screens.view import View
from bot.turns.turn import Turn
from playground.people import ANA, Message
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.walks.team_numbers import HEADING, NUMBER, keep

DESPAIR, DANGER = "I want to kill myself", "I have chest pain"
#: The part for what is felt, and below its name whom to call.
CRISIS = "Someone to talk to\nI want to die\n\nCall 911 if you are in danger now."
HELP = "Urgent help\nBreath, chest, faint\n\nCall 911 in an emergency."
LONG = "Good morning to everybody who is reading this here today:"
SHORT = 3  # rows of buttons
BLEEDING = "Urgent help\nBleeding\n\nCall 911 in an emergency."


@dataclass
class Sender:
    """Ana, who sends what no test has sent before; what comes back is all of it, in order."""

    ana: Chatter
    pump: Pump
    world: World

    async def brings(self, content: dict[str, Any], update: str = "message") -> list[str]:
        person = self.world.people[ANA].as_user()
        chat = {"id": ANA, "type": "private", "first_name": "Ana"}
        before = set(self.world.chats[ANA].messages)
        message = {"message_id": 900 + len(before), "date": 1, "chat": chat, "from": person}
        edited = {"edit_date": 2} if update == "edited_message" else {}
        self.world.inbox.put_raw({update: message | edited | content})
        await self.pump.flush()
        return [as_read(message.text) for message in self._new(before)]

    async def says(self, text: str) -> list[str]:
        before = set(self.world.chats[ANA].messages)
        await self.ana.says(text)
        return [as_read(message.text) for message in self._new(before)]

    def _new(self, before: set[int]) -> list[Message]:
        every = self.world.chats[ANA].messages.values()
        bot_id = self.world.bot.id
        return [
            message
            for message in every
            if message.id not in before and message.sender["id"] == bot_id
        ]


@pytest.fixture
async def sender(ana: Chatter, pump: Pump, world: World) -> Sender:
    await ana.says("/start")  # Telegram lets us write to her from now on
    return Sender(ana, pump, world)


FILE = {"file_id": "nothing", "file_unique_id": "nothing"}
FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
WAYS: dict[str, dict[str, Any]] = {
    "under a photo": {"photo": [FILE | {"width": 9, "height": 9}], "caption": DESPAIR},
    "under a voice message": {"voice": FILE | {"duration": 3}, "caption": DESPAIR},
    "under a video": {
        "video": FILE | {"duration": 3, "width": 9, "height": 9},
        "caption": DESPAIR,
    },
    "under a file": {"document": FILE | {"file_name": "a.pdf"}, "caption": DESPAIR},
    "passed on": {"text": DESPAIR, "forward_origin": FORWARDED},
    "quoted": {"text": "she wrote this", "quote": {"text": DESPAIR, "position": 0}},
    "an unknown command": {"text": "/suicide"},
    "no command at all": {"text": "/I want to die"},
}


@pytest.mark.parametrize("way", WAYS)
async def test_help_comes_first_whatever_way_the_words_come(sender: Sender, way: str) -> None:
    seen = await sender.brings(WAYS[way])
    assert seen[0].startswith(CRISIS)
    assert "988" in seen[0]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_edited_is_heard_too(sender: Sender, way: str) -> None:
    seen = await sender.brings(WAYS[way], "edited_message")
    assert seen[0].startswith(CRISIS)


async def test_an_edited_caption_without_danger_is_no_new_message(sender: Sender) -> None:
    photo = {"photo": [FILE | {"width": 9, "height": 9}], "caption": "my garden"}
    assert await sender.brings(photo, "edited_message") == []
    assert len(await sender.brings(photo)) == 1


async def test_what_we_have_said_ourselves_is_nobodys_danger(sender: Sender, world: World) -> None:
    us = world.bot.as_user()
    ours = {"message_id": 3, "date": 1, "chat": {"id": ANA, "type": "private"}, "from": us}
    quote = {"quote": {"text": "chest pain", "position": 0}, "reply_to_message": ours}
    [seen] = await sender.brings({"text": "what is letrozole"} | quote)
    assert seen.startswith("Letrozole")
    origin = {"type": "user", "date": 1, "sender_user": us}
    [seen] = await sender.brings({"text": DANGER, "forward_origin": origin})
    assert seen.startswith("I answer words")


@pytest.mark.parametrize(
    ("command", "own"),
    [
        ("start", "Hello."),
        ("help", "What I can do"),
        ("bookmarks", "My saved pages"),
        ("cancel", "There is nothing to cancel"),
        ("treatments", "Treatments"),
        ("delete", "What is saved about you"),
        ("settings", "Settings"),
        ("nothing", "I do not know that command"),
    ],
)
async def test_behind_any_command_help_comes_and_then_the_command(
    sender: Sender, command: str, own: str
) -> None:
    help_page, answer = await sender.says(f"/{command} {DESPAIR}")
    assert help_page.startswith(CRISIS)
    first_line, _, rest = answer.partition("\n\n")
    assert first_line == "If you feel unsafe: Someone to talk to."
    assert own in rest or command == "delete"
    assert sender.ana.labels[0] == "Someone to talk to"
    assert sender.ana.labels.count("Someone to talk to") == 1


async def test_a_link_of_ours_is_no_cry_for_help(sender: Sender) -> None:
    assert len(await sender.says("/start urgent-help")) == 1
    assert len(await sender.says("/start urgent-help__call-emergency-now")) == 1
    help_page, *_ = await sender.says("/start suicide")
    assert help_page.startswith(CRISIS)


async def asked_for_a_question(ana: Chatter) -> None:
    await ana.says("/questions")
    await ana.taps("Write my own")
    if "Yes, save this" in ana.labels:
        await ana.taps("Yes, save this")


async def test_an_own_question_is_kept_and_says_so_below_the_help(
    sender: Sender, store: Store
) -> None:
    await asked_for_a_question(sender.ana)
    help_page, kept = await sender.says(DANGER)
    assert help_page.startswith(HELP)
    assert kept.startswith("If this is happening now: Urgent help.")
    assert DANGER in kept
    assert [question.text for question in await store.questions.list(ANA)] == [DANGER]


async def test_an_answer_after_its_hour_is_heard(sender: Sender, world: World) -> None:
    await asked_for_a_question(sender.ana)
    world.clock.jump(timedelta(hours=2))
    help_page, late = await sender.says(DESPAIR)
    assert help_page.startswith(CRISIS)
    assert "took longer than an hour" in late


async def test_two_kinds_at_once_are_two_messages(sender: Sender) -> None:
    crisis, urgent = await sender.says("chest pain, and I want to die")
    assert crisis.startswith(CRISIS)
    assert urgent.startswith(HELP)


async def test_a_false_alarm_is_no_dead_end(sender: Sender) -> None:
    """One button leads to what the words find, and from there one leads back to the help."""
    [seen] = await sender.says("nosebleed and ibrance")
    assert seen.startswith(BLEEDING)
    assert sender.ana.keys[0] | {"callback_data": ""} == {
        "text": "Urgent help",
        "style": "danger",
        "callback_data": "",
    }
    assert (await sender.ana.taps("What else I found")).startswith("I found these")
    assert (await sender.ana.taps("‹ Back")).startswith(BLEEDING)
    await sender.says("nosebleed and ibrance")
    await sender.ana.taps("What else I found")
    assert (await sender.ana.taps("Palbociclib (Ibrance)")).startswith("Palbociclib")


@pytest.mark.parametrize("words", [DANGER, "fever 38.4", DESPAIR, "nosebleed and ibrance"])
async def test_a_phone_shows_whom_to_call_without_scrolling(sender: Sender, words: str) -> None:
    """It shows the end of a message: few rows of buttons, and whom to call right above them."""
    [seen] = await sender.says(words)
    first, *_ = seen.split("\n\n")[1:]
    assert first in seen.split("\n\n")[-2:]
    assert len(sender.ana.rows) <= SHORT


async def test_the_number_of_their_own_team_stands_at_both_ends(sender: Sender) -> None:
    await keep(sender.ana)
    [seen] = await sender.says(DANGER)
    parts = seen.split("\n\n")
    assert f"{HEADING}\n{NUMBER}" in parts[:3]
    assert parts[-1] == f"{HEADING}\n{NUMBER}"


async def test_what_fits_no_button_is_found_below_the_help(sender: Sender) -> None:
    [seen] = await sender.says(f"{LONG} nosebleed and ibrance")
    assert seen.startswith(BLEEDING)
    assert seen.endswith("What else I found is under these buttons.")
    assert "Palbociclib (Ibrance)" in sender.ana.labels[-3:]
    assert len(sender.ana.rows) <= SHORT + 3


async def test_what_else_is_found_is_not_the_same_help_again(sender: Sender) -> None:
    await sender.says(f"{LONG} emergency number, chest pain")
    assert len(sender.ana.labels) > 3
    assert not [label for label in sender.ana.labels[-3:] if label.startswith("Urgent help")]


async def test_words_that_may_be_danger_open_what_they_find_and_name_help_above_it(
    sender: Sender,
) -> None:
    [seen] = await sender.says("bleeding gums and ibrance")
    named, found = seen.split("\n\n", 1)
    assert named == "If this is happening now: Urgent help."
    assert found.startswith(("Palbociclib", "I found these"))
    assert (await sender.ana.taps("Urgent help")).startswith(BLEEDING)


async def test_words_for_help_end_a_wait_as_others_do(sender: Sender, store: Store) -> None:
    await asked_for_a_question(sender.ana)
    await sender.says(f"/find {DESPAIR}")
    assert await store.pending_inputs.get(ANA, ANA) is None


POLITE = (
    "Good afternoon, I am so sorry to disturb you, I am the daughter of a lady who comes to you,"
    " we have been coming for two years now and everybody there is so kind to us, and I wanted"
    " to ask you something if you have a minute,"
)


async def test_a_long_polite_message_is_read_to_its_end(sender: Sender) -> None:
    seen, *_ = await sender.says(
        f"{POLITE} because she has chest pain since this morning, thank you"
    )
    assert seen.startswith("Urgent help\n")
    [seen] = await sender.says(f"{POLITE} may she eat grapefruit together with ibrance, thank you")
    assert "I found these" in seen
    assert "Palbociclib (Ibrance)" in sender.ana.labels[:2]
    assert any("grapefruit" in label.casefold() for label in sender.ana.labels[:5])


async def test_nobody_who_typed_a_sentence_is_told_to_try_one_word(sender: Sender) -> None:
    [seen] = await sender.says("qqq zzz xxx www vvv")
    assert "one word" not in seen
    assert sender.ana.labels[:2] == ["Urgent help", "Someone to talk to"]
    [seen] = await sender.says("qqqzzzx")
    assert "one word works best" in seen
    assert sender.ana.labels[:2] == ["Urgent help", "Someone to talk to"]
    [seen] = await sender.says("palbosiklip")
    assert seen == "I could not find “palbosiklip”. Did you mean one of these?"


def turn_of(view: View, *dangers: Danger) -> Turn:
    return Turn(1, 1, view, NOW, words="letrozole", dangers=dangers)


def test_what_is_not_sure_names_help_in_the_ordinary_answer(view: View, library: Library) -> None:
    unsure = Danger(URGENT, "fever", sure=False), Danger(TALK, "", sure=False)
    turn = turn_of(view, *unsure)
    assert handlers.first(turn, library, finds=True) == []
    lines = as_read((drawn := handlers.named(turn, home.home(view))).text).split("\n\n")
    told = "If this is happening now: Urgent help.", "If you feel unsafe: Someone to talk to."
    assert tuple(lines[:2]) == told
    labels = [button.label for row in drawn.rows for button in row]
    assert labels[:2] == ["Urgent help", "Someone to talk to"]
    assert labels.count("Urgent help") == labels.count("Someone to talk to") == 1
    assert handlers.named(turn_of(view), home.home(view)) == home.home(view)


def test_a_known_kind_opens_its_part_with_the_way_to_the_whole_page(
    view: View, library: Library
) -> None:
    page = view.edition.help_page(URGENT)
    part = next(section for section in page.sections if "fever" in section.kinds)
    [drawn] = handlers.first(turn_of(view, Danger(URGENT, "fever", sure=True)), library, finds=True)
    assert as_read(drawn.text).startswith(f"{page.title}\n{part.title}")
    assert (drawn.rows[0][0].label, drawn.rows[0][0].tap) == ("Urgent help", "page:urgent-help")
    labels = [button.label for row in drawn.rows for button in row]
    assert (labels.count("Urgent help"), labels[-1]) == (1, "What else I found")
