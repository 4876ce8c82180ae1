import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

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
    assert [rule.get("helpUri") for rule in rules] == ["https://example.com/57", "https://example.com/backups"]


def test_every_report_is_what_code_scanning_takes(report: Report) -> None:
    """By a schema of what GitHub reads of SARIF 2.1.0, with its limits; nothing beside it is written."""
    schema = json.loads(Path(__file__).with_name("sarif.schema.json").read_text("utf-8"))

    Draft202012Validator(schema).validate(json.loads(render(report, "sarif")))
    Draft202012Validator(schema).validate(json.loads(render(replace(report, findings=()), "sarif")))


def test_every_report_is_sarif(report: Report) -> None:
    """By the schema of OASIS, in which each value that is an address is one."""
    schema = json.loads((Path(__file__).parent / "oasis" / "sarif-schema-2.1.0.json").read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    for found in (report, replace(report, findings=())):
        validator.validate(json.loads(render(found, "sarif")))
    assert not validator.is_valid(json.loads(render(report, "sarif").replace('"level": "error"', '"level": "bad"')))


def test_a_result_stands_where_it_can_be_changed(report: Report) -> None:
    """In the matrix, where that decides; the lines of the stack, relative to the synthesized folder, are related."""
    secret, _, database = _run(report)["results"]
    stack = {
        "artifactLocation": {"uri": "stacks/shop-staging-data/cdk.tf.json", "uriBaseId": "SYNTHESIS"},
        "region": {"startLine": 12, "endLine": 20},
    }

    assert database["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "relinfra.yaml"},
        "region": {"startLine": 25},
    }
    assert [one["physicalLocation"] for one in database["relatedLocations"]] == [stack]
    assert [one["fullyQualifiedName"] for one in database["locations"][0]["logicalLocations"]] == [
        "shop-staging-data/aws_db_instance.main",
        "shop-staging-data/database-main/aws_db_instance.main",
    ]
    assert secret["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] == "SYNTHESIS"


def test_a_fingerprint_survives_an_added_line(report: Report) -> None:
    """It is of policy, stack and address; GitHub reads the one it knows."""
    moved = replace(report, findings=tuple(replace(one, lines=(90, 99)) for one in report.findings))
    before, after = ([one["partialFingerprints"] for one in _run(one)["results"]] for one in (report, moved))

    assert before == after
    assert len({one["primaryLocationLineHash"] for one in before}) == 3
    assert before[2]["address/v1"] == "CKV_RELINFRA_8/shop-staging-data/aws_db_instance.main"


def test_a_rule_helps_and_says_how_bad_it_is(report: Report) -> None:
    """GitHub takes the number where the tag `security` stands; Checkov's own policies have none."""
    foreign, ours = _run(report)["tool"]["driver"]["rules"]

    assert ours["properties"] == {
        "tags": ["policy", "data", "security"],
        "precision": "very-high",
        "security-severity": "9.5",
    }
    assert "**Remedy**: Raise `databases.KEY.backup_days`" in ours["help"]["markdown"]
    assert "security-severity" not in foreign["properties"]


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
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error", "error", "error", "note"]
