"""The night in which databases are backed up and maintained: that of their people, which AWS is told in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

__all__ = ["Night"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONDAY = datetime(2026, 1, 5)
_SUNDAY = _MONDAY + timedelta(days=6)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Night:
    """The night of a time zone, by its standard time: AWS knows no daylight saving, so in summer it is an hour later.

    The backup is from 3 to 4, maintenance on Sundays from 4:30 to 5:30. Snapshots of AWS Backup begin at 8, which keeps
    away from both by the hour that it demands.
    """

    timezone: str

    @property
    def backup_window(self) -> str:
        """The daily backup as RDS writes it: `03:00-04:00` in UTC."""
        begin = self._in_utc(_SUNDAY + 3 * _HOUR)
        return f"{begin:%H:%M}-{begin + _HOUR:%H:%M}"

    @property
    def maintenance_window(self) -> str:
        """The weekly maintenance as RDS writes it: `sun:04:30-sun:05:30` in UTC."""
        begin = self._in_utc(_SUNDAY + 4.5 * _HOUR)
        return f"{_moment(begin)}-{_moment(begin + _HOUR)}"

    @property
    def snapshot_schedule(self) -> str:
        """The weekly snapshot as AWS Backup writes it: `cron(0 8 ? * SUN *)` in UTC."""
        begin = self._in_utc(_SUNDAY + 8 * _HOUR)
        return f"cron({begin.minute} {begin.hour} ? * {_DAYS[begin.weekday()].upper()} *)"

    @property
    def snapshot_hour(self) -> int:
        """The hour in UTC in which snapshots begin."""
        return self._in_utc(_SUNDAY + 8 * _HOUR).hour

    @cached_property
    def _offset(self) -> timedelta:
        here = _MONDAY.replace(tzinfo=ZoneInfo(self.timezone))
        return (here.utcoffset() or timedelta()) - (here.dst() or timedelta())

    def _in_utc(self, local: datetime) -> datetime:
        return local - self._offset


def _moment(when: datetime) -> str:
    return f"{_DAYS[when.weekday()]}:{when:%H:%M}"
