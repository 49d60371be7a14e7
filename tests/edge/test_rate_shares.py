"""What one of several processes may say, and one that is about to end."""

from bot.edge.rate_limiter import Rates
from tests.edge.rate_limit_waiters import GROUP, Bench


async def test_a_share_keeps_to_its_part_and_remembers_what_was_said_before() -> None:
    bench = Bench(Rates(overall=4))
    for chat_id in range(1, 5):
        bench.asks(chat_id)
    await bench.clock.turn(0.5)
    bench.rate_limiter.share(2)
    for chat_id in range(5, 11):
        bench.asks(chat_id)
    await bench.clock.turn(10)
    assert bench.moments == [0, 0, 0, 0, 1, 1, 2, 2, 3, 3]


async def test_a_group_gets_its_part_too() -> None:
    bench = Bench()
    bench.rate_limiter.share(2)
    for _ in range(15):
        bench.asks(GROUP)
    await bench.clock.turn(30)
    assert len(bench.spoke) == 10


async def test_whoever_is_about_to_end_hurries_in_each_chat_but_not_over_all() -> None:
    bench = Bench(Rates(overall=4))
    for _ in range(12):
        bench.asks(1)
    bench.rate_limiter.hold(2, 2)
    bench.asks(2)
    await bench.clock.turn(0)
    bench.rate_limiter.hurry()
    await bench.clock.turn(10)
    assert bench.moments == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3]
    assert bench.spoke[-1] == ("2", 3), "who is held stays held, and then stands in line"
