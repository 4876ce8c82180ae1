from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from relinfra.release import Release, milestones
from relinfra.release.calendar import OFFSETS

WEEKEND = 5


def days(release: Release) -> dict[str, date]:
    return {one.name: one.day for one in milestones(release)}


def release(day: date, **calendar: object) -> Release:
    return Release.model_validate({"version": "1.0.0", "date": day, "calendar": calendar})


def test_days_are_counted_from_the_release() -> None:
    """Two weeks of preparation, a week until the retrospective."""
    found = days(release(date(2026, 12, 8)))
    assert found["code_freeze"] == date(2026, 11, 24)
    assert found["release"] == date(2026, 12, 8)
    assert found["retrospective"] == date(2026, 12, 15)


def test_work_before_moves_earlier_and_work_after_later() -> None:
    """Nothing of the preparation slips behind what it prepares."""
    found = days(release(date(2026, 12, 8)))
    assert found["qa_start"] == date(2026, 11, 27)
    assert days(release(date(2026, 12, 9)))["stable"] == date(2026, 12, 14)


def test_a_freeze_holds_deployments_alone() -> None:
    """Testing goes on while nothing may be deployed."""
    freezes = {"peak": {"from": date(2026, 11, 25), "to": date(2026, 12, 2)}}
    found = {one.name: one for one in milestones(release(date(2026, 12, 8), freezes=freezes))}
    assert found["staging"].day == date(2026, 11, 24)
    assert found["staging"].freezes == ("peak",)
    assert found["qa_start"].freezes == ()


def test_a_release_without_a_day_has_none() -> None:
    """No day is invented."""
    assert list(milestones(Release.model_validate({"version": "1.0.0"}))) == []


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_milestone_is_a_working_day_on_its_side_of_the_release(day: date) -> None:
    """For any day of release, and never more than a weekend off."""
    assume(day.weekday() < WEEKEND)
    for one in milestones(release(day)):
        wanted = day + timedelta(days=OFFSETS[one.name])
        assert one.day.weekday() < WEEKEND
        assert (one.day <= wanted) if OFFSETS[one.name] < 0 else (one.day >= wanted)
        assert one.moved == abs((one.day - wanted).days) <= 2
