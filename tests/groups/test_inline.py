"""The bot's name and some words, in any chat: cards to share there."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bot import callback_data
from bot.edge.inline import CACHED_FOR
from bot.handlers.inline import on_inline
from bot.library.model.library import Library
from bot.screens import cards
from bot.screens.view import View
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.markup import parse_html
from playground.people import ANA, BEN, SUPERGROUP_ID
from playground.refusals import Json
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.groups.cards import everything
from tests.groups.conftest import Group


class Asker:
    """Somebody who types the bot's name and some words in a chat's box."""

    def __init__(self, pump: Pump, person_id: int, chat_id: int) -> None:
        self.there = Chatter(pump, person_id, chat_id)
        self._pump, self._place = pump, (person_id, chat_id)

    async def asks(self, words: str, offset: str = "") -> list[Json]:
        self.there.me.asks_inline(words, offset)
        await self._pump.flush()
        return list(self._pump.world.inline_results[self._place]["results"])

    @property
    def answer(self) -> Json:
        """What the bot sent last, with how long Telegram may keep it."""
        params = self._pump.world.ledger.of("answerInlineQuery")[-1].params
        read = ("is_personal", "cache_time", "button")
        return params | {name: json.loads(params[name]) for name in read}


@pytest.fixture
def ana_asks(pump: Pump) -> Asker:
    return Asker(pump, ANA, SUPERGROUP_ID)


@pytest.fixture
def ben_asks(pump: Pump) -> Asker:
    return Asker(pump, BEN, SUPERGROUP_ID)


async def test_a_shared_card_unfolds_no_web_page(ana_asks: Asker) -> None:
    await ana_asks.asks("surgery")
    for result in json.loads(ana_asks.answer["results"]):
        assert result["input_message_content"]["link_preview_options"] == {"is_disabled": True}


def titles(results: Sequence[Json]) -> list[str]:
    return [str(result["title"]) for result in results]


async def saves(person: Chatter, payload: str) -> None:
    await person.starts(payload)
    await person.taps("☆ Save")
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")


async def test_no_words_offer_the_treatments(ben_asks: Asker, view: View) -> None:
    offered = titles(await ben_asks.asks(""))
    assert offered == [page.title for page in view.edition.menu("treatments")]


async def test_a_result_has_a_title_a_summary_and_the_card(ben_asks: Asker, view: View) -> None:
    result = (await ben_asks.asks("ibrance"))[0]
    shown = cards.item(view, "medicine", "palbociclib")
    assert shown is not None
    text, _ = parse_html(cards.card(view, shown, covered=True).text)
    assert (result["title"], result["description"]) == ("Palbociclib", "Brand names: Ibrance")
    assert result["content"]["text"] == text
    labels = [key["text"] for row in result["reply_markup"]["inline_keyboard"] for key in row]
    assert labels == ["Read privately", "Share", "Urgent help"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("palbocilcib", "Palbociclib"), ("chemotherpy", "Chemotherapy"), ("IBRANCE", "Palbociclib")],
)
async def test_slips_are_forgiven(ben_asks: Asker, typed: str, found: str) -> None:
    assert titles(await ben_asks.asks(typed))[0] == found


async def test_words_of_danger_bring_help_first(ben_asks: Asker) -> None:
    assert titles(await ben_asks.asks("chest pain"))[0] == "Urgent help"
    assert titles(await ben_asks.asks("want to die"))[0] == "Someone to talk to"


async def test_nothing_found_is_an_empty_list_with_a_way_in(ben_asks: Asker) -> None:
    assert await ben_asks.asks("qqqqqqqqqqqqqqqqqqqq") == []
    told = {"text": "Nothing found. Open privately", "start_parameter": "start"}
    assert ben_asks.answer["button"] == told


async def test_what_is_shared_is_the_card_and_its_link_works(
    ben_asks: Asker, group: Group, ana: Chatter
) -> None:
    result = (await ben_asks.asks("surgery"))[0]
    message = ben_asks.there.me.shares(result["id"])
    await group.pump.flush()
    assert message.text.startswith("Surgery")
    assert group.ours == [], "the bot does not answer what was shared"
    url = (message.reply_markup or {})["inline_keyboard"][0][0]["url"]
    assert (await ana.starts(url.partition("start=")[2])).startswith("Surgery")


async def test_the_button_share_finds_its_own_card_first(services: Services, view: View) -> None:
    for shown in everything(view):
        found = await on_inline(Turn(ANA, ANA, view, NOW, text=shown.title), services)
        namesakes = [
            item for item in found.items if item.title.casefold() == shown.title.casefold()
        ]
        assert shown.key in [item.key for item in namesakes]
        assert found.items[0] in namesakes


# Whose it is


async def test_what_a_person_saved_comes_first_and_only_for_them(
    ana: Chatter, ana_asks: Asker, ben_asks: Asker
) -> None:
    await saves(ana, "surgery__benefits")
    await saves(ana, "medicine__palbociclib")
    mine = titles(await ana_asks.asks(""))
    assert {"★ Surgery", "★ Palbociclib"} == set(mine[:2])
    assert "Surgery" not in mine
    assert (ana_asks.answer["is_personal"], ana_asks.answer["cache_time"]) == (True, 0)
    assert not any(title.startswith("★") for title in titles(await ben_asks.asks("")))
    assert ben_asks.answer["is_personal"], "or Telegram would show Ana this one"


async def test_saved_things_that_do_not_fit_the_words_stay_away(
    ana: Chatter, ana_asks: Asker
) -> None:
    await saves(ana, "surgery")
    assert "★ Surgery" not in titles(await ana_asks.asks("letrozole"))
    assert ana_asks.answer["cache_time"] == CACHED_FOR
    assert titles(await ana_asks.asks("surgery"))[0] == "★ Surgery"
    assert ana_asks.answer["is_personal"]


async def test_the_shared_card_is_the_same_for_everybody(
    ana: Chatter, ana_asks: Asker, ben_asks: Asker
) -> None:
    for page in ("surgery", "outlook", "word__hospice"):
        await saves(ana, page)
    await ana.says("/settings")
    await ana.taps_wire(callback_data.SET("region", "GB"))
    for words in ("surgery", "urgent help", "outlook", "hospice"):
        hers, his = await ana_asks.asks(words), await ben_asks.asks(words)
        assert {result["id"]: _posted(result) for result in hers} == {
            result["id"]: _posted(result) for result in his
        }


def _posted(result: Json) -> Any:
    return result["content"], result["reply_markup"]


# Pages, and what programs send


async def test_a_long_list_comes_in_parts(
    ana: Chatter, ana_asks: Asker, store: Store, library: Library
) -> None:
    await saves(ana, "surgery")
    for word in list(library.edition("en").words)[:30]:
        async with store.transaction():
            await store.bookmarks.save(ANA, "word", word, "", NOW)
    seen: list[str] = []
    offset = ""
    for _ in range(5):
        seen += [result["id"] for result in await ana_asks.asks("", offset)]
        offset = ana_asks.answer.get("next_offset", "")
        if not offset:
            break
    assert len(seen) == len(set(seen)) > 30
    assert offset == ""


@pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "²", "1e3", "' OR 1"])
async def test_a_forged_offset_is_harmless(ben_asks: Asker, offset: str) -> None:
    assert isinstance(await ben_asks.asks("cancer", offset), list)


@pytest.mark.parametrize("words", ["<b>", "x" * 256, "🙂" * 128, "\u202e", "{say}%s", "ما هو"])
async def test_odd_words_are_harmless(ben_asks: Asker, words: str) -> None:
    assert isinstance(await ben_asks.asks(words), list)


async def test_an_answer_that_comes_too_late_is_no_error(pump: Pump, world: World) -> None:
    there = Chatter(pump, BEN, SUPERGROUP_ID)
    there.me.asks_inline("surgery")
    world.inline_queries.clear()
    await pump.flush()
    assert world.inline_results == {}


async def test_nothing_is_kept_of_somebody_who_only_asks(
    ben_asks: Asker, services: Services, library: Library
) -> None:
    for words in ("", "ibrance", "chest pain"):
        await ben_asks.asks(words)
    assert not any(rows for _, rows in await services.store.panel())
