"""A health command that always succeeds finds every container well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SHELLS = {"sh", "bash", "ash", "dash"}
SUCCEEDING = {"true", "echo", "printf", ":", "sleep", "ls", "date"}
SWALLOWED = re.compile(r"(?:\|\||;|(?<!&)&)\s*(?:true|:|exit\s+0|echo\b[^|;&]*|printf\b[^|;&]*)\s*;?\s*$")
"""An end that succeeds whatever came before it."""


class HealthCommandCanFail(StackRule):
    """Each command that ECS runs to ask a container can end in failure."""

    policy = "CKV_RELINFRA_65"
    group = "deployment"
    title = "The health command of a container must be able to fail"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "ECS trusts the exit code alone: a command that ends in success whatever happens hides every fault"
    remedy = "Set `health_check.command` to a command that asks the application"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a container has such a command."""
        return any(one.get("healthCheck") for one in containers(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each can fail."""
        for one in containers(resource):
            if check := one.get("healthCheck"):
                yield _can_fail([str(part) for part in check.get("command") or ()])


def _can_fail(command: list[str]) -> bool:
    """Return whether a health command, as ECS writes it, asks something; `NONE` asks nothing."""
    kind, *rest = command or ["NONE"]
    if kind == "CMD-SHELL":
        return _shell_can_fail(" ".join(rest))
    words = rest if kind == "CMD" else command
    program, *arguments = words or [""]
    name = program.rpartition("/")[2]
    if name in SHELLS and "-c" in arguments[:1]:
        return _shell_can_fail(" ".join(arguments[1:]))
    return kind != "NONE" and bool(name) and name not in SUCCEEDING


def _shell_can_fail(script: str) -> bool:
    words = script.split()
    alone = bool(words) and words[0].rpartition("/")[2] in SUCCEEDING and not re.search(r"&&|\||;", script)
    return bool(words) and not alone and not re.fullmatch(r"\s*exit\s+0\s*", script) and not SWALLOWED.search(script)


check = HealthCommandCanFail()
