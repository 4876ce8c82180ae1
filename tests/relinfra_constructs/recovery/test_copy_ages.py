import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.recovery import copy_ages
from relinfra_constructs.recovery.copy_ages import CopyAges, CopyAgesProps, ReplicatedBackup, VaultCopy
from tests.support import policy, resource, synthesize

PLACEMENT = Placement(account="111111111111", region="us-west-2")
CLUSTER = "arn:aws:rds:us-east-1:111111111111:cluster:shop-books"


def ago(**passed: int) -> datetime:
    return datetime.now(UTC) - timedelta(**passed)


def props(**changed: Any) -> CopyAgesProps:
    given: dict[str, Any] = {
        "name": "shop-production-copies",
        "terraform_name": "copies",
        "placement": PLACEMENT,
        "topic_arn": "arn:topic",
        "backups": {"main": ReplicatedBackup(identifier="shop-main", limit_minutes=15)},
        "recovery_points": {
            "books": VaultCopy(identifier="shop-books", arn=CLUSTER, vault="shop-copies", limit_minutes=480)
        },
    }
    return CopyAgesProps(**{**given, **changed})


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    return synthesize(lambda stack: CopyAges(stack, "ages", props()))


def step(synthesized: dict[str, Any]) -> Mapping[str, Any]:
    content = json.loads(resource(synthesized, "aws_ssm_document.copies")["content"])
    assert content["assumeRole"] == "${aws_iam_role.copies_run.arn}"
    [only] = content["mainSteps"]
    inputs: Mapping[str, Any] = only["inputs"]
    return inputs


@pytest.mark.parametrize(("key", "copy", "seconds"), [("main", "shop-main", 900), ("books", "shop-books", 28800)])
def test_an_alarm_for_each_copy(synthesized: dict[str, Any], key: str, copy: str, seconds: int) -> None:
    """An age that is not known is as bad as it can be."""
    alarm = resource(synthesized, f"aws_cloudwatch_metric_alarm.{key}_copy_late")
    assert (alarm["dimensions"], alarm["threshold"]) == ({"Copy": copy}, seconds)
    assert alarm["treat_missing_data"] == "breaching"
    assert alarm["alarm_actions"] == alarm["ok_actions"] == ["arn:topic"]
    assert (alarm["namespace"], alarm["metric_name"]) == (
        copy_ages.COPY_NAMESPACE,
        step(synthesized)["InputPayload"]["metric"],
    )


def test_the_clock_starts_the_measurement(synthesized: dict[str, Any]) -> None:
    """More often than an alarm takes to fire."""
    assert resource(synthesized, "aws_cloudwatch_event_rule.copies")["schedule_expression"] == "rate(5 minutes)"
    target = resource(synthesized, "aws_cloudwatch_event_target.copies")
    definition = "arn:aws:ssm:us-west-2:111111111111:automation-definition/shop-production-copies"
    assert target["arn"] == f"{definition}:$DEFAULT"
    assert target["role_arn"] == "${aws_iam_role.copies_event.arn}"


def test_the_measurement_reads_and_publishes_and_nothing_else(synthesized: dict[str, Any]) -> None:
    """Each right is for what is measured."""
    statements = policy(synthesized, "aws_iam_role_policy.copies_run")
    assert {action for one in statements for action in one["Action"]} == {
        "backup:DescribeBackupVault",
        "backup:ListRecoveryPointsByBackupVault",
        "cloudwatch:PutMetricData",
        "rds:DescribeDBInstanceAutomatedBackups",
    }
    [publish] = [one for one in statements if one["Action"] == ["cloudwatch:PutMetricData"]]
    assert publish["Condition"] == {"StringEquals": {"cloudwatch:namespace": "relinfra/Copies"}}


def test_nothing_to_measure_is_refused() -> None:
    """A rule that measures nothing costs, and says that all is well."""
    with pytest.raises(ConstructError, match="found none"):
        props(backups={}, recovery_points={})


class Pages:
    """A paginator that answers by its arguments, in pages."""

    def __init__(self, key: str, answers: Mapping[tuple[str, ...], list[list[dict[str, Any]]]]) -> None:
        self._key, self._answers = key, answers

    def paginate(self, **asked: str) -> list[dict[str, Any]]:
        """Return the pages for what is asked."""
        return [{self._key: page} for page in self._answers.get(tuple(asked.values()), [[]])]


class Aws:
    """The answers of RDS, AWS Backup and CloudWatch, and what was published."""

    def __init__(self, backups: Any, points: Any) -> None:
        self.published: dict[str, float] = {}
        self._pages = {
            "describe_db_instance_automated_backups": Pages("DBInstanceAutomatedBackups", backups),
            "list_recovery_points_by_backup_vault": Pages("RecoveryPoints", points),
        }

    def client(self, service: str) -> "Aws":
        """Return itself for every service."""
        return self

    def get_paginator(self, name: str) -> Pages:
        """Return the pages of an operation."""
        return self._pages[name]

    def describe_backup_vault(self, **_: str) -> dict[str, Any]:
        """Return a vault that was made an hour ago."""
        return {"CreationDate": ago(hours=1)}

    def put_metric_data(self, **given: Any) -> None:
        """Remember what is published."""
        assert given["Namespace"] == "relinfra/Copies"
        for datum in given["MetricData"]:
            assert (datum["MetricName"], datum["Unit"]) == ("CopyAge", "Seconds")
            self.published[datum["Dimensions"][0]["Value"]] = datum["Value"]


def measured(monkeypatch: pytest.MonkeyPatch, synthesized: dict[str, Any], aws: Aws) -> dict[str, Any]:
    """Run the script as the document has it, with these answers of AWS."""
    boto3 = ModuleType("boto3")
    monkeypatch.setattr(boto3, "client", aws.client, raising=False)
    monkeypatch.setitem(sys.modules, "boto3", boto3)
    inputs, names = step(synthesized), {}
    exec(compile(inputs["Script"], "script", "exec"), names)  # noqa: S102
    result: dict[str, Any] = names[inputs["Handler"]](inputs["InputPayload"], None)
    return result


def test_the_newest_copy_counts(monkeypatch: pytest.MonkeyPatch, synthesized: dict[str, Any]) -> None:
    """Of several pages, and of those that are complete."""
    window = {"RestoreWindow": {"LatestTime": ago(minutes=7)}}
    points = [
        [{"Status": "COMPLETED", "CreationDate": ago(hours=9)}],
        [
            {"Status": "COMPLETED", "CreationDate": ago(hours=5)},
            {"Status": "PARTIAL", "CreationDate": ago(hours=1)},
        ],
    ]
    aws = Aws({("shop-main",): [[{}], [window]]}, {("shop-copies", CLUSTER): points})
    result = measured(monkeypatch, synthesized, aws)
    assert aws.published["shop-main"] == pytest.approx(420, abs=30)
    assert aws.published["shop-books"] == pytest.approx(5 * 3600, abs=30)
    assert result["unknown"] == []


def test_what_is_gone_is_not_made_up(monkeypatch: pytest.MonkeyPatch, synthesized: dict[str, Any]) -> None:
    """Replicated backups that ended publish nothing; a vault without a copy counts from when it was made."""
    aws = Aws({}, {})
    result = measured(monkeypatch, synthesized, aws)
    assert result["unknown"] == ["shop-main"]
    assert set(aws.published) == {"shop-books"}
    assert aws.published["shop-books"] == pytest.approx(3600, abs=30)


def test_the_script_is_the_file_beside_the_construct(synthesized: dict[str, Any]) -> None:
    """Typed and linted as everything else."""
    assert step(synthesized)["Script"] == Path(copy_ages.__file__).with_name("copy_ages_script.py").read_text()
