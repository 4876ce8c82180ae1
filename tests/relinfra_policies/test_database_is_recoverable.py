from typing import Any

import pytest

from relinfra_policies.database_is_recoverable import check

RECOVERABLE = {
    "backup_retention_period": 7,
    "delete_automated_backups": False,
    "skip_final_snapshot": False,
    "final_snapshot_identifier": "shop-production-main-final",
    "deletion_protection": True,
}


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in RECOVERABLE.items() if key != name}


@pytest.mark.parametrize("kind", ["aws_db_instance", "aws_rds_cluster"])
def test_a_database_survives_a_bad_release_and_its_own_deletion(kind: str, judge: Any) -> None:
    """Five arguments, each of which alone decides whether the data comes back, of an instance and of a cluster."""
    passed, failed = judge(
        check.id,
        resource={
            kind: {
                "good": RECOVERABLE,
                "good_snapshot_by_default": _without("skip_final_snapshot"),
                "good_as_string": RECOVERABLE | {"backup_retention_period": "35"},
                "bad_six_days": RECOVERABLE | {"backup_retention_period": 6},
                "bad_no_days": _without("backup_retention_period"),
                "bad_backups_deleted": _without("delete_automated_backups"),
                "bad_no_snapshot": RECOVERABLE | {"skip_final_snapshot": True},
                "bad_no_name": _without("final_snapshot_identifier"),
                "bad_unprotected": RECOVERABLE | {"deletion_protection": False},
            }
        },
    )

    assert passed == {f"{kind}.good{name}" for name in ("", "_snapshot_by_default", "_as_string")}
    assert failed == {
        f"{kind}.bad_{name}"
        for name in ("six_days", "no_days", "backups_deleted", "no_snapshot", "no_name", "unprotected")
    }


def test_a_replica_is_not_asked(judge: Any) -> None:
    """Its source holds the data and the backups."""
    replicas = {
        "aws_db_instance": {"replica": {"replicate_source_db": "${aws_db_instance.main.identifier}"}},
        "aws_rds_cluster": {"replica": {"replication_source_identifier": "${aws_rds_cluster.main.arn}"}},
    }

    assert judge(check.id, resource=replicas) == (set(), set())


def test_the_days_are_those_that_the_matrix_declares(judge: Any) -> None:
    """A project that promises 21 days fails with 14, and one that promises 3 passes with 3."""
    databases = {
        name: RECOVERABLE | {"//": {"contract": {"backup_days": declared}}, "backup_retention_period": kept}
        for name, declared, kept in [("long", 21, 14), ("short", 3, 3), ("shorter", 3, 2)]
    }
    passed, failed = judge(check.id, resource={"aws_db_instance": databases})

    assert passed == {"aws_db_instance.short"}
    assert failed == {"aws_db_instance.long", "aws_db_instance.shorter"}


def test_what_a_variable_decides_is_unknown_and_hides_no_failure(judge: Any) -> None:
    """A module's variable has no verdict; whatever is written beside it is judged all the same."""
    unknown = RECOVERABLE | {"backup_retention_period": "${var.days}"}
    databases = {"unknown": unknown, "bad": unknown | {"deletion_protection": False}}

    assert judge(check.id, resource={"aws_db_instance": databases}) == (set(), {"aws_db_instance.bad"})
