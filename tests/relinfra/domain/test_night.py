import pytest

from relinfra.domain.night import Night
from relinfra_constructs.database.backup import SNAPSHOT_SCHEDULE
from relinfra_constructs.database.copied_snapshots import FIRST_HOUR


def test_without_a_time_zone_it_is_the_night_of_utc() -> None:
    """As constructs have it by default."""
    night = Night("UTC")
    assert (night.backup_window, night.maintenance_window) == ("03:00-04:00", "sun:04:30-sun:05:30")
    assert (night.snapshot_schedule, night.snapshot_hour) == (SNAPSHOT_SCHEDULE, FIRST_HOUR)


@pytest.mark.parametrize(
    ("timezone", "backup", "maintenance", "snapshot"),
    [
        ("Europe/Berlin", "02:00-03:00", "sun:03:30-sun:04:30", "cron(0 7 ? * SUN *)"),
        ("America/Los_Angeles", "11:00-12:00", "sun:12:30-sun:13:30", "cron(0 16 ? * SUN *)"),
        ("Asia/Kolkata", "21:30-22:30", "sat:23:00-sun:00:00", "cron(30 2 ? * SUN *)"),
        ("Asia/Tokyo", "18:00-19:00", "sat:19:30-sat:20:30", "cron(0 23 ? * SAT *)"),
        ("Australia/Sydney", "17:00-18:00", "sat:18:30-sat:19:30", "cron(0 22 ? * SAT *)"),
    ],
)
def test_a_night_is_that_of_its_people(timezone: str, backup: str, maintenance: str, snapshot: str) -> None:
    """By standard time, on both halves of the earth, over midnight and in zones of half an hour."""
    night = Night(timezone)
    assert (night.backup_window, night.maintenance_window, night.snapshot_schedule) == (backup, maintenance, snapshot)
