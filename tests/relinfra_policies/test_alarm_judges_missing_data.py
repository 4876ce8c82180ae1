from typing import Any

from relinfra_policies.alarm_judges_missing_data import check

SILENCE = {"treat_missing_data": "notBreaching"}


def _queries(*returned: bool) -> list[dict[str, Any]]:
    return [{"id": f"m{number}", "return_data": returns} for number, returns in enumerate(returned)]


def test_an_alarm_judges_silence_and_compares_one_series(judge: Any) -> None:
    """`missing` is the default, and leaves the alarm without an answer when nothing reports."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_cloudwatch_metric_alarm": {
                "good": {"metric_name": "CPUUtilization", "treat_missing_data": "breaching"},
                "good_expression": SILENCE | {"metric_query": _queries(True, False)},
                "good_band": SILENCE | {"threshold_metric_id": "m1", "metric_query": _queries(True, True)},
                "bad_unsaid": {"metric_name": "CPUUtilization"},
                "bad_missing": {"metric_name": "CPUUtilization", "treat_missing_data": "missing"},
                "bad_two_series": SILENCE | {"metric_query": _queries(True, True)},
                "bad_no_series": SILENCE | {"metric_query": _queries(False, False)},
            }
        },
    )

    assert passed == {f"aws_cloudwatch_metric_alarm.{name}" for name in ("good", "good_expression", "good_band")}
    assert failed == {
        f"aws_cloudwatch_metric_alarm.bad_{name}" for name in ("unsaid", "missing", "two_series", "no_series")
    }
