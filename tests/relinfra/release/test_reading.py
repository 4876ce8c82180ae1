from datetime import date
from pathlib import Path

import pytest

from relinfra.errors import ReleaseError
from relinfra.release import parse_release, read_release, release_files, statements

SHOP = Path(__file__).parents[3] / "examples" / "shop"
FILE = "releases/2.5.0.yaml"


def problems(content: str) -> list[str]:
    """Return what is wrong with a release file."""
    with pytest.raises(ReleaseError) as caught:
        parse_release(content.encode(), FILE, "2.5.0")
    return [str(problem).removeprefix(f"{FILE}:") for problem in caught.value.problems]


def test_the_version_alone_is_a_release() -> None:
    """Everything else may be left out; it becomes an open question."""
    file = parse_release(b"version: 2.5.0\n", FILE, "2.5.0")
    assert file.release.version == "2.5.0"
    assert [one.path for one in statements(file)] == ["version"]


def test_a_release_is_found_by_its_version() -> None:
    """The file is named after it."""
    assert release_files(SHOP) == ("2.5.0",)
    found = read_release(SHOP, "2.5.0")
    assert found is not None
    assert found.release.date == date(2026, 12, 8)


def test_every_value_keeps_its_line_and_its_unit() -> None:
    """A statement about a release leads to the line that says it."""
    found = read_release(SHOP, "2.5.0")
    assert found is not None
    values = {one.path: one for one in statements(found)}
    lines = (SHOP / FILE).read_text().splitlines()
    assert "amount: 6" in lines[values["costs.extra_tasks.amount"].line - 1]
    assert (values["date"].value, values["date"].unit) == ("2026-12-08", "date")
    assert values["window.minutes"].unit == "minutes"
    assert values["flags.one_page_checkout.rollout_percent"].value == ("5", "25", "50", "100")
    assert values["flags.one_page_checkout.rollout_percent"].unit == "percent"
    assert values["on_call.escalation.2.role"].value == "technical_lead"
    assert values["on_call.primary.from"].unit == "date"


def test_all_mistakes_come_in_one_report() -> None:
    """Each with its line, what was expected, what was found."""
    wrong = [
        "version: 2.5.0",
        "date: tomorrow",
        "people:",
        "  boss: {name: A}",
        "tests:",
        "  unit: {passed: a, total: 1}",
    ]
    found = problems("\n".join([*wrong, "nmae: x", ""]))
    assert [line.partition(":")[0] for line in found] == ["2", "4", "6", "7"]
    assert "a date such as 2027-06-30" in found[0]
    assert "`name`" in found[3]


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("version: 2.4.0\n", "1:10", "2.5.0, after which the file is named"),
        ("version: 2.5.0\nprevious: 2.5.0\n", "2:11", "a version below 2.5.0"),
        ("version: 2.5.0\ndate: 2026-12-12\n", "2:7", "a saturday"),
        (
            "version: 2.5.0\ndate: 2026-12-08\ncalendar: {freezes: {x: {from: 2026-12-07, to: 2026-12-09}}}\n",
            "2:7",
            "a day outside freeze `x`",
        ),
        (
            "version: 2.5.0\nabsences: {a: {name: A, from: 2026-12-03, to: 2026-12-01}}\n",
            "2:47",
            "not before 2026-12-03",
        ),
        ("version: 2.5.0\nfeatures: {a: {title: A, flag: b}}\n", "2:32", "an entry of `flags`"),
        ("version: 2.5.0\nfeatures: {a: {title: A, depends_on: [b]}}\n", "2:39", "an entry of `systems`"),
        ("version: 2.5.0\nmvp: {features: [a]}\n", "2:18", "an entry of `features`"),
        ("version: 2.5.0\ncriteria: {a: {title: A, category: security, owner: cto}}\n", "2:53", "an entry of `people`"),
        ("version: 2.5.0\ntests: {unit: {passed: 2, total: 1}}\n", "2:24", "at most 1"),
        ("version: 2.5.0\nflags: {a: {rollout_percent: [50, 5]}}\n", "2:13", "shares that rise"),
        ("version: 2.5.0\ncommunications: {a: {channel: email}}\n", "2:18", "either `days_before` or `days_after`"),
        ("version: 2.5.0\nhistory: {a: {context: a.json, since: v1}}\n", "2:11", "`context`, or `since` and `until`"),
    ],
)
def test_what_fits_together_is_checked(content: str, where: str, words: str) -> None:
    """Names lead somewhere, days are in order, counts add up, and nobody releases on a Saturday or in a freeze."""
    (problem,) = problems(content)
    assert problem.startswith(f"{where}: ")
    assert words in problem


@pytest.mark.parametrize("content", ["sumary:\n", "calendar: {freezez: null}\n", "features: {a: {title: A, flg: ~}}\n"])
def test_a_misspelt_key_is_found_without_a_value(content: str) -> None:
    """A known key without a value is left out; an unknown one says something else than was meant."""
    (problem,) = problems(f"version: 2.5.0\nname:\n{content}")
    assert "expected a known key" in problem


@pytest.mark.parametrize("content", ["", "- a\n", "version: [", "a: &a [*a]\n", "version: 2.5.0\nversion: 2.5.0\n"])
def test_no_file_is_a_traceback(content: str) -> None:
    """Whatever lies there, the answer is a position."""
    assert all(problem[0].isdigit() for problem in problems(content))


@pytest.mark.parametrize(
    "content",
    [
        "metrics: {a: {title: T, baseline: 10000000000000000.0}}",
        "metrics: {a: {title: T, alert_above: 999999999999999999}}",
        "metrics: {a: {title: T, alert_below: -0.00001}}",
        "costs: {a: {title: T, amount: 123456789012345678.5}}",
        "costs: {a: {title: T, amount: -1}}",
    ],
)
def test_a_figure_is_one_that_documents_can_say(content: str) -> None:
    """A float keeps 15 digits; of more, a document would say others."""
    (problem,) = problems(f"version: 2.5.0\n{content}\n")
    assert "expected a number of at most 15 digits, 4 of them after the point" in problem


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "3000-01-01", "9999-12-31"])
def test_days_lie_where_days_can_be_counted(day: str) -> None:
    """At the ends of the calendar no milestone can be counted."""
    (problem,) = problems(f"version: 2.5.0\ndate: {day}\n")
    assert f'expected a date of the years 1970 to 2999, found "{day}"' in problem


@pytest.mark.parametrize(
    "line",
    [
        'value: "key {0} for the door"',
        "out_of_scope: [a, '{0}']",
        "people: {{release_manager: {{name: A, contact: {0}}}}}",
        "channels: {{incidents: 'https://user:pa55word@chat.example.com'}}",
        "value: Run it with secret=hunter2!",
        "channels: {{incidents: 'https://chat.example.com/?api_key=s3cr3tkey'}}",
    ],
)
def test_a_secret_in_a_release_file_is_refused(line: str) -> None:
    """Documents would repeat it; the message does not."""
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    [problem] = problems(f"version: 2.5.0\n{line.format(secret)}\n")
    assert problem.startswith("2:")
    assert "expected text without a secret, found what looks like a secret" in problem
    assert secret not in problem
    assert "hunter2" not in problem
    assert "s3cr3tkey" not in problem


@pytest.mark.parametrize("text", ["token=$TOKEN", "secret=shop/stripe", "password=<yours>", "token=none", "secrets=2"])
def test_what_stands_for_a_secret_is_none(text: str) -> None:
    """A variable, a path, a placeholder, a word or a number names what somebody puts there."""
    assert parse_release(
        f'version: 2.5.0\nvalue: "Run it with {text} there"\n'.encode(), "releases/2.5.0.yaml", "2.5.0"
    )
