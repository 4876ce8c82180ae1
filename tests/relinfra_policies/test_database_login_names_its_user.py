import json
from typing import Any

from relinfra_policies.database_login_names_its_user import check

ARN = "arn:aws:rds-db:us-east-1:111111111111:dbuser"


def allowing(*resources: str, action: str = "rds-db:connect", **statement: Any) -> dict[str, Any]:
    made = {"Effect": "Allow", "Action": [action], "Resource": list(resources), **statement}
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": [made]})}


def test_a_login_is_one_user_of_one_database(judge: Any) -> None:
    """A wildcard would be its master user too; what does not speak of logins is not asked."""
    found = {
        "good": allowing(f"{ARN}:db-ABC/web"),
        "good_reference": allowing(f"{ARN}:${{aws_db_instance.main.resource_id}}/web"),
        "good_refusal": allowing(f"{ARN}:*/*", Effect="Deny"),
        "bad_user": allowing(f"{ARN}:db-ABC/*"),
        "bad_database": allowing(f"{ARN}:*/web"),
        "bad_all": allowing("*"),
        "bad_second": allowing(f"{ARN}:db-ABC/web", f"{ARN}:db-ABC/?eb"),
        "bad_action": allowing("*", action="rds-db:*"),
        "bad_spared": allowing(NotResource=f"{ARN}:db-ABC/postgres"),
        "other": allowing("*", action="s3:ListAllMyBuckets"),
    }
    passed, failed = judge(check.id, resource={"aws_iam_role_policy": found})

    assert passed == {"aws_iam_role_policy.good", "aws_iam_role_policy.good_reference"}
    assert failed == {f"aws_iam_role_policy.{name}" for name in found if name.startswith("bad")}


def test_a_boundary_grants_nothing(judge: Any) -> None:
    """A policy that bounds roles, or that new roles are to have, is not asked; one that is attached, or neither, is."""
    demanded = json.dumps(
        {
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "iam:CreateRole",
                    "Resource": "*",
                    "Condition": {
                        "StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/shop-demanded"}
                    },
                }
            ]
        }
    )
    policies = {name: {"name": f"shop-{name}"} | allowing("*") for name in ("bound", "demanded", "attached", "idle")}
    passed, failed = judge(
        check.id,
        resource={
            "aws_iam_policy": policies,
            "aws_iam_role": {
                "web": {"permissions_boundary": "${aws_iam_policy.bound.arn}", "assume_role_policy": "{}"},
                "jobs": {"permissions_boundary": "${aws_iam_policy.attached.arn}", "assume_role_policy": "{}"},
            },
            "aws_iam_role_policy": {"apply": {"role": "apply", "policy": demanded}},
            "aws_iam_role_policy_attachment": {
                "jobs": {"role": "${aws_iam_role.jobs.name}", "policy_arn": "${aws_iam_policy.attached.arn}"}
            },
        },
    )

    assert passed == set()
    assert failed == {"aws_iam_policy.attached", "aws_iam_policy.idle"}
