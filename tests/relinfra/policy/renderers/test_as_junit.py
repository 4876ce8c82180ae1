from dataclasses import replace
from xml.etree import ElementTree as ET

from relinfra.policy import Report, render


def test_each_verdict_is_a_case_of_its_stack(report: Report) -> None:
    """Failed ones as failures, waived ones as skipped; the counts agree."""
    suites = ET.fromstring(render(report, "junit"))  # noqa: S314 - our own document
    counted = {
        suite.get("name"): [suite.get(name) for name in ("tests", "failures", "skipped", "errors")] for suite in suites
    }

    assert counted == {
        "shop-production-data": ["2", "1", "0", "0"],
        "shop-staging-data": ["2", "1", "1", "0"],
        "the run itself": ["2", "1", "0", "1"],
    }
    skipped = suites.find(".//skipped")
    assert skipped is not None
    assert "Made anew <each> week" in skipped.get("message", "")


def test_a_failure_says_what_to_do(report: Report) -> None:
    """The line of the matrix and the remedy stand in its text, one a line."""
    suites = ET.fromstring(render(report, "junit"))  # noqa: S314 - our own document
    texts = [failure.text or "" for failure in suites.iter("failure")]

    assert "matrix: relinfra.yaml:25 databases.main.backup_days (not set)\n" in texts[1]
    assert "remedy: Raise `databases.KEY.backup_days`\n" in texts[1]


def test_a_run_that_cannot_be_trusted_is_one_error(report: Report) -> None:
    """Readers of JUnit expect at most one a case."""
    suites = ET.fromstring(render(report, "junit"))  # noqa: S314 - our own document

    assert [error.get("message") for error in suites.iter("error")] == [
        "no resource was checked; the pack holds no policy"
    ]


def test_what_xml_cannot_hold_is_replaced(report: Report) -> None:
    """A control character in a title must not break the document."""
    broken = replace(report, problems=("a\x07b\x00c\uffff",))

    suites = ET.fromstring(render(broken, "junit"))  # noqa: S314 - our own document

    assert [error.get("message") for error in suites.iter("error")] == ["a\ufffdb\ufffdc\ufffd"]
