import subprocess
import sys
from decimal import Decimal

import pytest

from relinfra.plan.language import Language

EN = Language("en_GB", {"long": "d MMMM y", "short": "d MMM y"})
RU = Language("ru", {"long": "d MMMM y 'года'", "short": "dd.MM.y"})


def test_a_date_is_written_as_prose_or_a_table_has_it() -> None:
    """A month's name stands in prose, in the case the day asks for."""
    assert [EN.date("2026-12-08"), EN.date("2026-12-08", "short")] == ["8 December 2026", "8 Dec 2026"]
    assert [RU.date("2026-12-08"), RU.date("2026-12-08", "short")] == ["8 декабря 2026 года", "08.12.2026"]


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("09:05", "09:05"),
        ("21:30:59", "21:30"),
        ("09:05Z", "09:05 UTC"),
        ("09:05+03:00", "09:05 UTC+3"),
        ("09:05-02:30", "09:05 UTC\N{MINUS SIGN}2:30"),
    ],
)
def test_a_time_is_written_to_the_minute_with_its_distance_from_utc(iso: str, written: str) -> None:
    """Both languages count 24 hours."""
    assert EN.time(iso) == RU.time(iso) == written


def test_a_datetime_is_a_date_and_a_time() -> None:
    """They stand one after the other."""
    assert EN.datetime("2026-12-08T21:30:00+00:00") == "8 December 2026, 21:30 UTC"
    assert RU.datetime("2026-12-08T21:30:00+03:00") == "8 декабря 2026 года, 21:30 UTC+3"


def test_a_day_of_the_week_has_a_name() -> None:
    """Of a date, and of a datetime."""
    assert [EN.weekday("2026-12-08"), RU.weekday("2026-12-08T01:00")] == ["Tuesday", "вторник"]


def test_a_number_has_the_decimal_sign_of_its_language() -> None:
    """No digit is lost, none is grouped."""
    number = Decimal("120000.0625")
    assert [EN.number(number), RU.number(number)] == ["120000.0625", "120000,0625"]


def test_the_last_of_a_series_is_joined_by_a_word_where_one_is_asked_for() -> None:
    """Neither language sets a comma before it."""
    assert [RU.series(["web"], "and"), RU.series(["web", "api"], "or")] == ["web", "web или api"]
    assert [EN.series(["a", "b", "c"], ", "), EN.series(["a", "b", "c"], "and")] == ["a, b, c", "a, b and c"]


def test_each_language_tells_its_plural_categories_apart() -> None:
    """A fraction is of another category than a whole number."""
    assert [EN.categories, RU.categories] == [{"one", "other"}, {"one", "few", "many", "other"}]
    assert [RU.category(Decimal(text)) for text in ("1", "2", "5", "11", "21", "0.5")] == [
        "one", "few", "many", "many", "one", "other",
    ]  # fmt: skip


def test_reading_the_program_loads_no_babel() -> None:
    """Babel is loaded when a document is written, not for help and not for a matrix."""
    program = "import sys, relinfra.cli, relinfra.api, relinfra.plan; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
