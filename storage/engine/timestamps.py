"""Instants in tables are whole milliseconds in UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_milliseconds(instant: datetime) -> int:
    """Milliseconds since 1970; a naive datetime is a TypeError."""
    return (instant - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """The instant, aware and in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND
