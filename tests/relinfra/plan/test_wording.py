from typing import Any

import pytest
from jinja2 import Environment

from relinfra.evidence import Fact, FileEvidence
from relinfra.plan.catalogue import load
from relinfra.plan.language import Language
from relinfra.plan.wording import Wording
from relinfra.release import parse_release, statements

WORDS: dict[str, Any] = {
    "unset": "не задано",
    "truth": {True: "да", False: "нет"},
    "between": " ",
    "weekdays": {"on": {"вторник": "во вторник"}},
    "units": {
        "minutes": {
            "one": "минута", "few": "минуты", "many": "минут", "other": "минуты",
            "accusative": {"one": "минуту"},
            "genitive": {"one": "минуты", "few": "минут"},
        },
    },
    "words": {"strategy": {"canary": "канареечная"}},
}  # fmt: skip
WORDING = Wording(WORDS, Language("ru", {"long": "d MMMM y 'года'", "short": "dd.MM.y"}))


def written(template: str, *given: Any, unit: str = "") -> str:
    """Return a sentence about `x`, which is one fact or, for several values, several."""
    facts = tuple(Fact("x", value, unit, (FileEvidence("x", 1, ""),)) for value in given)
    sentences = Environment(finalize=WORDING.shown, autoescape=False)  # noqa: S701 - finalize escapes
    sentences.filters |= WORDING.filters
    return sentences.from_string(template).render(x=None if not given else facts[0] if len(facts) == 1 else facts)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1 минута"), (3, "3 минуты"), (5, "5 минут"), (11, "11 минут"), (101, "101 минута"), (0.5, "0,5 минуты")],
)
def test_a_unit_takes_the_form_its_number_asks_for(value: float, text: str) -> None:
    """As does each of several."""
    assert written("{{ x }}", value, unit="minutes") == text
    assert written("{{ x }}", ("1", "0.5"), unit="minutes") == "1 минута, 0,5 минуты"


def test_a_unit_stands_in_the_case_of_its_sentence() -> None:
    """What the case says nothing of is as in the nominative."""
    told = "через {{ x | case('accusative') }}, до {{ x | case('genitive') }}"
    assert written(told, 1, unit="minutes") == "через 1 минуту, до 1 минуты"
    assert written(told, 2, unit="minutes") == "через 2 минуты, до 2 минут"
    assert written(told, 5, unit="minutes") == "через 5 минут, до 5 минут"


def test_a_word_goes_with_a_number_or_with_how_many_there_are() -> None:
    """A category left out takes the last form."""
    told = "{{ x | plural(one='остановит', many='остановят') }}"
    assert [written(told, 21), written(told, 3), written(told, 0)] == ["остановит", "остановят", "остановят"]
    assert [written(told, "alarm"), written(told, "a", "b"), written(told, ("a",))] == [
        "остановит", "остановят", "остановит",
    ]  # fmt: skip
    assert written("{{ x | count }} {{ x | count | plural(one='рубеж', few='рубежа', many='рубежей') }}", "a", "b") == (
        "2 рубежа"
    )


def test_a_number_without_a_unit_and_one_in_code_are_left_alone() -> None:
    """A port is no quantity, and a version is no fraction; a fraction is."""
    assert [written("{{ x }}", 8443), written("{{ x }}", "17.2"), written("{{ x }}", 0.5)] == ["8443", "17.2", "0,5"]
    assert written("{{ x | code('https://', x) }}", "a.example") == "`https://a.examplea.example`"
    assert [written("{{ x | code }}", 0.5), written("{{ x | bare }}", 0.5, unit="minutes")] == ["`0.5`", "0,5"]


def test_dates_and_days_are_written_in_words() -> None:
    """A date of a datetime too; text that is none is shown as it is."""
    assert written("{{ x }}", "2026-12-08", unit="date") == "8 декабря 2026 года"
    assert written("{{ x }}", "21:30", unit="time") == "21:30"
    assert written("{{ x }}", "2026-12-08T21:30Z", unit="datetime") == "8 декабря 2026 года, 21:30 UTC"
    assert written("{{ x | date('short') }}", "2026-12-08T21:30Z", unit="datetime") == "08.12.2026"
    assert written("{{ x | weekday }}, {{ x | weekday('on') }}", "2026-12-08", unit="date") == "вторник, во вторник"
    assert written("{{ x }} {{ x | weekday }}", "`soon`", unit="date") == "&#96;soon&#96; &#96;soon&#96;"


def test_a_series_ends_with_a_word() -> None:
    """In code, in words of the language, and as plain text, which stays text."""
    assert written("{{ x | code(joint='and') }}", "a", "b", "c") == "`a`, `b` и `c`"
    assert written("{{ x | word('strategy', joint='or') }}", "canary", "odd") == "канареечная или `odd`"
    assert written("{{ x | series }}", "a*", "b") == "a&#42; и b"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("Show it late", "Hold the flag."), "Show it late. Hold the flag."),
        (("Login", "payment.", "search"), "Login; payment; search."),
        (("Really?", "Yes"), "Really? Yes."),
    ],
)
def test_texts_of_people_are_joined_as_they_are_meant(texts: tuple[str, ...], said: str) -> None:
    """What begins as a sentence is one, and no sentence runs into the next."""
    assert written("{{ x | sentences }}", *texts) == said


@pytest.mark.parametrize(
    "shown", ["x", "x | case('genitive')", "x | bare", "x | capital", "x | code", "x | word('strategy')", "x | series",
              "x | date", "x | weekday", "x | path", "x | listed", "x | sentences"]
)  # fmt: skip
def test_what_is_not_known_says_so(shown: str) -> None:
    """Whatever the filter."""
    assert written(f"{{{{ {shown} }}}}").lower() == "не задано"


@pytest.mark.parametrize("figure", ["99999999999.9999", "999999999999999", "0.0001", "-12345.6789", "0", "1234567.25"])
def test_a_figure_of_a_release_is_said_as_it_is_written(figure: str) -> None:
    """To the last digit."""
    file = parse_release(f"version: 2.5.0\nmetrics: {{a: {{title: T, baseline: {figure}}}}}\n".encode(), "r", "2.5.0")
    (value,) = (one.value for one in statements(file) if one.path == "metrics.a.baseline")
    assert isinstance(value, float)
    assert load("en").value(Fact("a", value, "", ())) == figure


@pytest.mark.parametrize("value", [1e308, 1e300, 12345678901234567890, float("inf"), 1689.599999])
def test_any_number_can_be_said(value: float) -> None:
    """Whatever stands in a stack; what computing adds behind the fourth digit is left out."""
    assert load("ru").value(Fact("a", value, "", ())).startswith(("1", "inf"))
    assert load("en").value(Fact("a", 1689.599999, "", ())) == "1689.6"


@pytest.mark.parametrize(
    ("said", "sentence", "clause"),
    [
        ("Run it", "Run it.", "Run it"),
        ("Run it.", "Run it.", "Run it"),
        ("Who runs it?", "Who runs it?", "Who runs it?"),
    ],
)
def test_what_people_wrote_ends_as_where_it_stands(said: str, sentence: str, clause: str) -> None:
    """A sentence has one full stop, a part of one none of its own."""
    assert written("{{ x | sentence }}", said) == sentence
    assert written("{{ x | clause }}", said) == clause
