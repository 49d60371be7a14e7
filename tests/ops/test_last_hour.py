"""How often something happened in the last hour."""

from bot.ops.metrics import LastHour


def test_the_last_hour_forgets() -> None:
    now = 0.0
    hour = LastHour(lambda: now)
    hour.add()
    hour.add()
    now = 30 * 60
    hour.add()
    assert hour.total() == 3
    now = 61 * 60
    assert hour.total() == 1
