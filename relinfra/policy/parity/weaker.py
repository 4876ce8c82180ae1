"""An environment that is nearer to customers is never weaker than the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar

from relinfra.comparison.environments import environments_as_outputs, stacks_in_common
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack
from relinfra.policy.parity.parity_rule import Answer, ParityRule
from relinfra.policy.parity.strength import AVAILABILITY, SECURITY, Kind

__all__ = ["NeverLessAvailable", "NeverLessSecure", "promoted"]

_WHOLE = ("aws_ecs_service", "aws_db_instance", "aws_rds_cluster", "aws_s3_bucket", "aws_synthetics_canary", "aws_lb")
"""What an environment may have or not; with it goes all that bears its name."""


class _NeverWeaker(ParityRule):
    """Each environment has at least what the one before it in `promotion` has, resource by resource."""

    kinds: ClassVar[Mapping[str, Kind]]

    def answers(self, output: Output) -> Iterator[Answer]:
        """Yield for each resource of the later environment whether it is no weaker, and what it lacks."""
        for first, second in pairwise(promoted(output)):
            former, present = environments_as_outputs(output, first, second)
            for name, real in stacks_in_common(output, second):
                if name in former.stacks and name in present.stacks:
                    yield from self._stack(former, present, name, real)

    def _stack(self, former: Output, present: Output, name: str, real: Stack) -> Iterator[Answer]:
        absent, chosen = _absent(former, present), _chosen_otherwise(former.stacks[name], present.stacks[name])
        for was in former.stacks[name].resources:
            kind = self.kinds.get(was.type)
            now = present.stacks[name].get(was.address)
            if kind and now:
                yield real, was.address, not kind.weaker(was, now)
            elif kind and kind.present and was.type not in chosen and not _belongs(was, absent):
                yield real, was.address, False


class NeverLessAvailable(_NeverWeaker):
    """Zones, tasks, scaling, backups, deletion protection, versions and alarms are no less than before.

    Resources of a service, a database or a bucket that the later environment does not have are left out. Asked by
    `relinfra check` alone, over all stacks.
    """

    policy = "CKV_RELINFRA_130"
    title = "An environment must be no less available than the one before it in the promotion"
    level = "HIGH"
    rationale = "What was tried in a stronger environment was not tried as customers have it"
    remedy = "Give the later environment what the former has, or waive it there with a reason"
    source = "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/design-principles.html"
    kinds = AVAILABILITY


class NeverLessSecure(_NeverWeaker):
    """Encryption, TLS, firewalls, flow logs, days of logs, keys and public access are no weaker than before.

    Asked by `relinfra check` alone, over all stacks.
    """

    policy = "CKV_RELINFRA_131"
    title = "An environment must be no less secure than the one before it in the promotion"
    level = "HIGH"
    rationale = "Whoever protects test data better than that of customers protects the wrong one"
    remedy = "Give the later environment what the former has, or waive it there with a reason"
    source = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/security.html"
    kinds = SECURITY


def promoted(output: Output) -> tuple[str, ...]:
    """Return the environments that have stacks, in the order of promotion, and that are promoted to."""
    order = output.declared.project("promotion")
    named = order.value if order and isinstance(order.value, tuple) else ()
    there = {stack.label("environment") for stack in output.stacks.values()}
    return tuple(str(name) for name in named if name in there)


def _absent(former: Output, present: Output) -> set[str]:
    return _wholes(former) - _wholes(present)


def _chosen_otherwise(former: Stack, present: Stack) -> set[str]:
    """Return the types that another kind of network has none of: an existing one, or one without NAT."""
    if former.find("aws_vpc") and not present.find("aws_vpc"):
        return {"aws_subnet", "aws_nat_gateway", "aws_flow_log", "aws_cloudwatch_log_group"}
    return set() if present.find("aws_nat_gateway") else {"aws_nat_gateway"}


def _wholes(output: Output) -> set[str]:
    return {one.name for stack in output.stacks.values() for kind in _WHOLE for one in stack.find(kind)}


def _belongs(resource: Resource, absent: set[str]) -> bool:
    return any(resource.name == name or resource.name.startswith(f"{name}_") for name in absent)
