"""An event rule that is off, or leads nowhere, is a message that nobody sends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

OFF = ("DISABLED",)
ANYTHING = "*"


class EventRuleTells(StackRule):
    """It is enabled, listens to what it was made for, and has a target that exists."""

    policy = "CKV_RELINFRA_71"
    group = "alerting"
    claims = (
        "failed_restart_is_told",
        "rotation_reaches_tasks",
    )
    title = "An event rule must be enabled, listen, and have a target"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "What a rule was to tell, or to start, does not happen, and nothing says so"
    remedy = "Leave event rules to `observability` and the services' `secrets`"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule.html"
    resources = ("aws_cloudwatch_event_rule",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is on, and something follows."""
        yield resource.text("state") not in OFF
        yield resource.flag("is_enabled") is not False
        yield bool(resource.value("event_pattern") or resource.text("schedule_expression"))
        yield _listens(resource)
        targets = list(stack.referring(resource, "rule", "aws_cloudwatch_event_target"))
        yield bool(targets)
        for target in targets:
            yield stack.exists(target.text("arn"))


def _listens(rule: Resource) -> bool:
    """Return whether a rule hears what it is declared to hear; a value that only Terraform knows is declared as `*`."""
    declared, written = rule.declared("listens"), rule.value("event_pattern")
    if not isinstance(declared, list):
        return True
    try:
        heard = _by_path(_leaves("", json.loads(written) if isinstance(written, str) else written or {}))
    except ValueError:
        return rule.doubts("event_pattern", unread=True)
    wanted = _by_path(
        (path, value) for path, _, value in (one.partition("=") for one in rule.declared_strings("listens"))
    )
    same = heard.keys() == wanted.keys() and all(_same(heard[path], wanted[path]) for path in wanted)
    return same and str(rule.declared("schedule") or "") == rule.text("schedule_expression")


def _same(heard: list[str], wanted: list[str]) -> bool:
    return len(heard) == len(wanted) and set(wanted) - {ANYTHING} <= set(heard)


def _by_path(leaves: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, value in leaves:
        found.setdefault(path, []).append(value)
    return found


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield each value of a pattern with its path; a list means any of its values."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    else:
        yield path, str(value)


check = EventRuleTells()
