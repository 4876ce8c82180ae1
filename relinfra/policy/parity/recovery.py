"""A region to recover in is another one, and large enough for the time that was promised."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.policy.parity.parity_rule import Answer, ParityRule

__all__ = ["RecoveryIsElsewhereAndLargeEnough"]

_SHORTEST = {"cold_standby": 60, "pilot_light": 10, "warm_standby": 0}
"""Minutes that each mode takes at least: a restore takes hours, a pilot light tens of minutes."""
_SERVICE, _TARGET = "aws_ecs_service", "aws_appautoscaling_target"
_FEWEST = ("//", "contract", "min_tasks")
"""The fewest tasks that a stack declares of a service, beside what it sets."""


class RecoveryIsElsewhereAndLargeEnough(ParityRule):
    """Recovery stacks lie in the declared region, which is another one, and stand ready in time.

    A cold standby promises an hour or more, a pilot light ten minutes or more; a warm standby runs tasks of every
    service that its stack declares any of, which are all but workers with a database, and what stands ready may grow to
    what the environment runs at least. Asked by `relinfra check` alone, over all stacks.
    """

    policy = "CKV_RELINFRA_132"
    title = "A recovery region must be another one, and as large as the recovery time needs"
    level = "HIGH"
    rationale = "A recovery that is too small, or lost with the region, is found out on the day it is needed"
    remedy = "Set `disaster_recovery.region`, `.mode` and `.rto_minutes` to what fits together"
    source = (
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/"
        "disaster-recovery-options-in-the-cloud.html"
    )

    def answers(self, output: Output) -> Iterator[Answer]:
        """Yield whether each recovery stack is elsewhere and in time, and each service there large enough."""
        for environment in output.declared.environments:
            mode = _said(output, environment, "mode")
            stacks = [output.stacks[name] for name in output.declared.stacks(environment) if name in output.stacks]
            if mode and stacks:
                yield from _places(output, environment, stacks)
                yield from _sizes(mode, stacks)


def _said(output: Output, environment: str, member: str) -> str:
    found = output.declared.of(environment, "disaster_recovery", member)
    return str(found.value) if found else ""


def _places(output: Output, environment: str, stacks: list[Stack]) -> Iterator[Answer]:
    own = output.declared.of(environment, "region")
    further = _further(output, environment)
    region, mode = _said(output, environment, "region"), _said(output, environment, "mode")
    minutes = float(_said(output, environment, "rto_minutes") or 0)
    for stack in stacks:
        if _component(stack) in {"recovery", "recovery-network"}:
            there = stack.label("region")
            elsewhere = there in further or (region != (str(own.value) if own else "") and there == region)
            yield stack, "provider.aws", elsewhere and minutes >= _SHORTEST.get(mode, 0)


def _further(output: Output, environment: str) -> set[str]:
    """Return where further regions of an environment recover, each another region than its own."""
    stacks = [output.stacks[name] for name in output.declared.stacks(environment) if name in output.stacks]
    homes = {stack.label("region") for stack in stacks if _component(stack) == "network"}
    found = {home: output.declared.of(environment, "regions", home, "disaster_recovery", "region") for home in homes}
    return {str(one.value) for home, one in found.items() if one and str(one.value) != home}


def _sizes(mode: str, stacks: list[Stack]) -> Iterator[Answer]:
    home = {_component(stack): stack for stack in stacks}
    here, there = home.get("service"), home.get("recovery-service")
    if here is None or there is None:
        return
    for service in there.find(_SERVICE):
        runs = _number(there, service.address, "desired_count") >= 1
        yield there, service.address, runs or not _is_to_run(mode, there, service.address)
    for target in there.find(_TARGET):
        yield there, target.address, _grows(mode, here, there, target.address)


def _grows(mode: str, here: Stack, there: Stack, address: str) -> bool:
    enough = _number(there, address, "max_capacity") >= _number(here, address, "min_capacity")
    return enough and (_number(there, address, "min_capacity") >= 1 or not _is_to_run(mode, there, address))


def _is_to_run(mode: str, there: Stack, address: str) -> bool:
    """Return whether tasks stand ready: a worker waits where its database is a replica, which takes no writes."""
    resource = there.get(address)
    declared = resource.at(*_FEWEST) if resource else None
    return mode == "warm_standby" and (declared is None or declared.number != 0)


def _number(stack: Stack, address: str, argument: str) -> float:
    resource = stack.get(address)
    found = resource.at(argument) if resource else None
    return (found.number or 0) if found else 0


def _component(stack: Stack) -> str:
    return stack.label("component")
