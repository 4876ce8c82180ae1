"""IAM: policy documents as values, and roles that one AWS service may assume."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = [
    "INLINE_LIMIT",
    "Conditions",
    "Statement",
    "attach",
    "aws_managed_policy",
    "document",
    "managed_document",
    "service_role",
]

_MANAGED_LIMIT = 6_144
"""Characters that AWS allows a managed policy."""
INLINE_LIMIT = 10_240
"""Characters that AWS allows the policies written into a role, all of them together, white space left out.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

Conditions = Mapping[str, Mapping[str, str | Sequence[str]]]
"""Operator to condition key to what it is compared with: `{"StringEquals": {"aws:SourceAccount": "…"}}`."""


class Statement(Props):
    """One statement of a policy document.

    `principals` (`{"AWS": ["*"]}`) belongs in trust and resource policies only, which may
    leave `resources` empty where the resource is the one that carries the policy. `except_resources` stands in
    place of `resources` in a refusal that spares a few.
    """

    actions: Sequence[str]
    resources: Sequence[str] = ()
    except_resources: Sequence[str] = ()
    effect: str = "Allow"
    sid: str | None = None
    principals: Mapping[str, Sequence[str]] | None = None
    conditions: Conditions | None = None

    def to_json(self) -> dict[str, object]:
        """Return the statement in IAM's own JSON shape, without the members that say nothing."""
        members = {
            "Sid": self.sid,
            "Effect": self.effect,
            "Principal": self.principals and {kind: list(names) for kind, names in self.principals.items()},
            "Action": list(self.actions),
            "Resource": list(self.resources),
            "NotResource": list(self.except_resources),
            "Condition": self.conditions and {key: dict(tests) for key, tests in self.conditions.items()},
        }
        return {name: value for name, value in members.items() if value}


def document(*statements: Statement) -> str:
    """Return a policy document as JSON text, its keys sorted."""
    body = {"Version": "2012-10-17", "Statement": [statement.to_json() for statement in statements]}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), default=list)


def managed_document(name: str, *statements: Statement) -> str:
    """Return the document of a managed policy. Raises ConstructError where it is longer than AWS takes."""
    text = document(*statements)
    if len(text) > _MANAGED_LIMIT:
        found = f"found {len(text)}; let fewer environments share an account, or give them shorter names"
        raise ConstructError(f"{name}: expected a policy of at most {_MANAGED_LIMIT} characters, {found}")
    return text


def service_role(
    scope: Construct,
    name: str,
    *,
    physical_name: str,
    placement: Placement,
    service: str,
    statements: Sequence[Statement] = (),
    managed_policies: Sequence[str] = (),
    source_account: str | None = None,
    source_arn: str | Sequence[str] | None = None,
    source_if_sent: bool = False,
) -> aws.IamRole:
    """Create `aws_iam_role.NAME`, which only the AWS service `service`, such as `ecs-tasks`, may assume.

    `source_account` and `source_arn` (one or several, `*` allowed) bind that service to acting for this account and
    resource, so that nobody else's resource can borrow the role. `source_if_sent` is for services of which no text of
    AWS says that they tell their source: where they do, it has to be this one. `statements` become
    `aws_iam_role_policy.NAME`, each ARN of `managed_policies` one `attach`.
    """
    principal, suffix = placement.service_principal(service), "IfExists" if source_if_sent else ""
    trust = _trust(principal, source_account, source_arn, suffix)
    role = aws.IamRole(
        scope,
        name,
        name=physical_name,
        assume_role_policy=document(trust),
    )
    if statements:
        aws.IamRolePolicy(scope, name, name=physical_name, role=role.name, policy=document(*statements))
    for policy_arn in managed_policies:
        attach(scope, name, role=role, policy_arn=policy_arn)
    return role


def attach(scope: Construct, name: str, *, role: aws.IamRole, policy_arn: str) -> aws.IamRolePolicyAttachment:
    """Attach a managed policy as `aws_iam_role_policy_attachment.NAME_POLICY`, POLICY being its own name."""
    policy = policy_arn.rpartition("/")[2]
    return aws.IamRolePolicyAttachment(scope, f"{name}_{policy}", role=role.name, policy_arn=policy_arn)


def aws_managed_policy(placement: Placement, name: str) -> str:
    """Return the ARN of a policy AWS manages, such as `service-role/AmazonRDSEnhancedMonitoringRole`."""
    return placement.global_arn("iam", f"policy/{name}", owner="aws")


def _trust(
    principal: str, source_account: str | None, source_arn: str | Sequence[str] | None, suffix: str
) -> Statement:
    conditions: dict[str, dict[str, str | Sequence[str]]] = {}
    if source_account:
        conditions[f"StringEquals{suffix}"] = {"aws:SourceAccount": source_account}
    if source_arn:
        conditions[f"ArnLike{suffix}"] = {"aws:SourceArn": source_arn}
    return Statement(actions=["sts:AssumeRole"], principals={"Service": [principal]}, conditions=conditions or None)
