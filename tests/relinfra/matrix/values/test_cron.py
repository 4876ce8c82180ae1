import pytest
from pydantic import TypeAdapter, ValidationError

from relinfra.matrix.values.cron import Cron, Timezone

CRON: TypeAdapter[str] = TypeAdapter(Cron)
TIMEZONE: TypeAdapter[str] = TypeAdapter(Timezone)


@pytest.mark.parametrize(
    "value",
    [
        "0 7 ? * MON-FRI *",
        "0/15 8-18 ? * 2-6 2026-2030",
        "0,30 0 1 JAN,JUL ? *",
        "5 0 L * ? *",
        "5 0 LW 2 ? *",
        "5 0 15W * ? *",
        "0 9 ? * FRIL *",
        "0 9 ? * 2#1,3#2 *",
        "0 0 29 2 ? *",
        "0 0 31 * ? *",
        "0 22-2 ? * SAT-SUN *",
        "*/5 * * * ? *",
    ],
)
def test_a_time_that_comes_again_is_taken(value: str) -> None:
    """Each sign that AWS documents, a range past the end, and the day of leap years."""
    assert CRON.validate_python(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "60 7 ? * MON *",
        "0 24 ? * MON *",
        "0 0 0 * ? *",
        "0 0 32 * ? *",
        "0 0 1 13 ? *",
        "0 0 ? * 0 *",
        "0 0 ? * MON#6 *",
        "0 0 ? * MON 2200",
        "*/0 0 ? * MON *",
        "0/60 0 ? * MON *",
        "0 0 30 FEB ? *",
        "0 0 31 2-2,4,6 ? *",
        "L 0 ? * MON *",
        "0 0 W * ? *",
        "0- 0 ? * MON *",
        "0,, 0 ? * MON *",
    ],
)
def test_a_time_that_never_comes_is_refused(value: str) -> None:
    """Fields out of range, days that no month has, and signs where they mean nothing."""
    with pytest.raises(ValidationError):
        CRON.validate_python(value)


def test_a_time_zone_is_one_of_the_database() -> None:
    """Aliases too; what is not there is refused with the nearest."""
    assert TIMEZONE.validate_python("UTC") == "UTC"
    assert TIMEZONE.validate_python("America/Argentina/Buenos_Aires") == "America/Argentina/Buenos_Aires"
    with pytest.raises(ValidationError) as caught:
        TIMEZONE.validate_python("America/Buenos_Aire")
    assert caught.value.errors()[0]["ctx"]["hint"] == "did you mean `America/Buenos_Aires`?"
