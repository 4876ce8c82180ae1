import json
from typing import Any

from relinfra.policy import Report, render


def _run(report: Report) -> dict[str, Any]:
    body = json.loads(render(report, "sarif"))
    assert body["version"] == "2.1.0"
    (run,) = body["runs"]
    return dict(run)


def test_each_result_belongs_to_a_rule(report: Report) -> None:
    """By id and by index; what passed has no result."""
    run = _run(report)
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["CKV2_AWS_57", "CKV_RELINFRA_8"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert len(run["results"]) == 3
    assert [rule.get("helpUri") for rule in rules] == ["https://example.com/57", None]


def test_a_result_names_address_file_and_lines(report: Report) -> None:
    """Relative to the synthesized folder, wherever that lies; the fingerprint survives an added line."""
    result = _run(report)["results"][2]
    (location,) = result["locations"]

    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "stacks/shop-staging-data/cdk.tf.json", "uriBaseId": "SYNTHESIS"},
        "region": {"startLine": 12, "endLine": 20},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "shop-staging-data/aws_db_instance.main"
    assert result["partialFingerprints"] == {"address/v1": "CKV_RELINFRA_8/shop-staging-data/aws_db_instance.main"}


def test_a_waived_failure_is_an_accepted_suppression(report: Report) -> None:
    """With reason, owner, date and ticket as its justification."""
    suppressions = [result.get("suppressions") for result in _run(report)["results"]]

    assert suppressions == [
        None,
        [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "Made anew <each> week [daily] (platform-team, until 2027-06-30, OPS-1)",
            }
        ],
        None,
    ]


def test_a_run_that_cannot_be_trusted_says_so(report: Report) -> None:
    """Problems are notifications of the tool, not results."""
    (invocation,) = _run(report)["invocations"]

    assert not invocation["executionSuccessful"]
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error", "error", "note"]
