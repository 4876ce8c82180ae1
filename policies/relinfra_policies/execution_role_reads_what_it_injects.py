"""A role that reads more secrets than its task gets reads those of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.granted import allows, granted, reads
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

READING = ("secretsmanager:GetSecretValue", "ssm:GetParameters", "ssm:GetParameter")
STARTING = ("logs:CreateLogStream", "logs:PutLogEvents")


class ExecutionRoleReadsWhatItInjects(StackRule):
    """The role that starts tasks reads the secrets of their containers, each by name, and no other."""

    policy = "CKV_RELINFRA_106"
    group = "security"
    title = "An execution role must read the secrets that its task injects, and no others"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = (
        "A role that reads more than its task gets reads the secrets of the others, and one that reads less "
        "starts no task"
    )
    remedy = "Name secrets in `services.KEY.secrets`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its containers can be read, and its role with its policies is of this stack."""
        return bool(containers(resource)) and bool(_policies(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether what may be read is what is injected."""
        policies = _policies(resource, stack)
        found = [statement for one in policies for statement in granted(one, "policy", stack)]
        wanted = {_whole(secret) for one in containers(resource) for secret in _secrets(one)}
        named = [text for one in found for text in reads(one, *READING)]
        resource.unknown.extend(name for one in policies for name in one.unknown if name == "policy")
        yield not any("*" in text and not text.endswith("-??????") for text in named)
        yield all(any(_same(text, secret) for secret in wanted) for text in named)
        yield all(any(_same(text, secret) for text in named) for secret in wanted)
        for action in STARTING:
            yield any(allows(one, action) for one in found) or not policies


def _policies(definition: Resource, stack: Stack) -> list[Resource]:
    role = stack.referred(definition.text("execution_role_arn"), "aws_iam_role")
    return list(stack.referring(role, "role", "aws_iam_role_policy")) if role else []


def _secrets(container: Mapping[str, Any]) -> Iterator[str]:
    found = [*(container.get("secrets") or ()), *((container.get("logConfiguration") or {}).get("secretOptions") or ())]
    yield from (str(one.get("valueFrom")) for one in found if isinstance(one, Mapping))
    if registry := (container.get("repositoryCredentials") or {}).get("credentialsParameter"):
        yield str(registry)


def _whole(secret: str) -> str:
    """Return the secret of a reference such as `ARN:json-key:stage:version`."""
    if secret.startswith("arn:"):
        return ":".join(secret.split(":")[:7])
    return re.sub(r"(\}):[^}]*$", r"\1", secret)


def _same(resource: str, secret: str) -> bool:
    return (
        resource == secret or resource.startswith(f"{secret}-") or resource.endswith(f"parameter/{secret.lstrip('/')}")
    )


check = ExecutionRoleReadsWhatItInjects()
