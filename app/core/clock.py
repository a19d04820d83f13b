"""The only place that asks what time it is. UTC inside; Europe/Paris when shown."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime, zone: tzinfo = PARIS) -> datetime:
    """The same instant on the reader's clock."""
    return moment.astimezone(zone)


def end_of(day: date) -> datetime:
    """The last minute of a day on the reader's clock."""
    return datetime.combine(day, time(23, 59), tzinfo=PARIS).astimezone(UTC)
