"""The IAM roles of synthesized stacks, each with all that says what it may do, to be asked as AWS would be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.iam import Context, Decision, Request, Statement, applies, decide

__all__ = ["EVERYTHING", "Role", "roles_of"]

EVERYTHING: Statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
"""The policy that whoever may write a workload's policy gives it."""

_REFERENCE = re.compile(r"\$\{(?P<type>aws_\w+)\.(?P<name>\w+)\.(?:arn|name|id)\}")
_READING = {"Effect": "Allow", "Action": ["*:Describe*", "*:Get*", "*:List*"], "Resource": "*"}
_MANAGED: dict[str, Sequence[Statement]] = {
    # Broader than AWS's own, so that a refusal here is one there.
    "AmazonECSInfrastructureRolePolicyForLoadBalancers": [
        {"Effect": "Allow", "Action": "elasticloadbalancing:*", "Resource": "*"}
    ],
    "AmazonRDSEnhancedMonitoringRole": [
        {"Effect": "Allow", "Action": "logs:*", "Resource": "arn:aws:logs:*:*:log-group:RDS*"}
    ],
    "AWSBackupServiceRolePolicyForBackup": [
        {"Effect": "Allow", "Action": ["backup:*", "kms:*", "rds:*", "tag:*"], "Resource": "*"}
    ],
    "ReadOnlyAccess": [_READING],
}


@dataclass(frozen=True)
class Role:
    """A role: what its policies say, its permissions boundary if it has one, and whom it trusts."""

    name: str
    identity: Sequence[Statement]
    boundary: Sequence[Statement] | None
    trust: Sequence[Statement]

    def may(self, action: str, on: str, context: Context | None = None) -> Decision:
        """Return what becomes of a request of the role."""
        return decide(Request(action, on, context or {}), self.identity, self.boundary)

    def trusts(self, kind: str, principal: str, context: Context | None = None) -> bool:
        """Say whether a service or a federated identity gets the role, with these keys in its request."""
        action = "sts:AssumeRoleWithWebIdentity" if kind == "Federated" else "sts:AssumeRole"
        request = Request(action, self.name, context or {})
        return any(principal in each["Principal"].get(kind, ()) and applies(each, request) for each in self.trust)


def roles_of(output: Path) -> dict[str, Role]:
    """Return every role of the stacks in a cdktf output by its name."""
    stacks = [json.loads(file.read_text())["resource"] for file in sorted(output.glob("stacks/*/cdk.tf.json"))]
    policies = {
        policy["name"]: _statements(policy["policy"])
        for stack in stacks
        for policy in stack.get("aws_iam_policy", {}).values()
    }
    found = (role for stack in stacks for role in _roles(stack, policies))
    return {role.name: role for role in found}


def _roles(stack: Mapping[str, Any], policies: Mapping[str, Sequence[Statement]]) -> Iterator[Role]:
    for address, role in stack.get("aws_iam_role", {}).items():
        reference, boundary = f"${{aws_iam_role.{address}.name}}", role.get("permissions_boundary")
        yield Role(
            name=role["name"],
            identity=[
                *(
                    each
                    for inline in _of(stack, "aws_iam_role_policy", reference)
                    for each in _statements(inline["policy"])
                ),
                *(
                    each
                    for attached in _of(stack, "aws_iam_role_policy_attachment", reference)
                    for each in _attached(stack, attached["policy_arn"], policies)
                ),
            ],
            boundary=policies[boundary.rpartition("/")[2]] if boundary else None,
            trust=_statements(role["assume_role_policy"]),
        )


def _of(stack: Mapping[str, Any], terraform_type: str, role: str) -> list[dict[str, Any]]:
    return [found for found in stack.get(terraform_type, {}).values() if found["role"] == role]


def _attached(stack: Mapping[str, Any], arn: str, policies: Mapping[str, Sequence[Statement]]) -> Sequence[Statement]:
    reference = _REFERENCE.fullmatch(arn)
    if reference:
        return policies[stack["aws_iam_policy"][reference["name"]]["name"]]
    return _MANAGED[arn.rpartition("/")[2]]


def _statements(policy: str) -> Sequence[Statement]:
    statements: Sequence[Statement] = json.loads(policy)["Statement"]
    return statements
