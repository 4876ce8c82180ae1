"""The stages of a project as the facts know them."""

from __future__ import annotations

from itertools import takewhile

from relinfra.errors import UsageError
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.project import StackFacts
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = [
    "answers_requests",
    "before_live",
    "deployed",
    "distinct",
    "live_services",
    "stage_named",
    "stage_of",
    "stages",
]


def stages(facts: Facts) -> tuple[Stage, ...]:
    """Return every stage in promotion order; another region of a stage follows its primary one."""
    return facts.stages


def deployed(facts: Facts) -> tuple[Stage, ...]:
    """Return the stages that have stacks."""
    return tuple(stage for stage in facts.stages if stage.region)


def stage_named(facts: Facts, name: str) -> Stage:
    """Return the deployed stage with an id such as `production@eu-west-1`. Raises `UsageError` where there is none."""
    known = {stage.id: stage for stage in deployed(facts)}
    if name not in known:
        raise UsageError(f"{name}: expected a stage that has stacks, one of {', '.join(known) or 'none'}")
    return known[name]


def live_services(facts: Facts) -> tuple[tuple[Stage, Service], ...]:
    """Return the services that customers use, each with its stage."""
    return tuple((stage, service) for stage in facts.live for service in stage.services)


def stage_of(facts: Facts, stack: StackFacts) -> Stage | None:
    """Return the stage that a stack is one of; None of one that belongs to no stage."""
    environment, region = value_of(stack.environment), _serves(facts, stack)
    own = (one for one in deployed(facts) if one.environment == environment)
    return next((one for one in own if region in (None, value_of(one.region))), None)


def _serves(facts: Facts, stack: StackFacts) -> str | None:
    """Return the region a stack is for: of one for recovery, that of the stacks it depends on; None where unknown."""
    if (value_of(stack.component) or "").split("-")[0] != "recovery":
        return value_of(stack.region)
    names = value_of(stack.depends_on) or ()
    found = (_serves(facts, one) for one in facts.project.stacks if one.key in names)
    return next((region for region in found if region), None)


def distinct(facts: Facts, stage: Stage) -> tuple[str, ...]:
    """Return what tells a live stage from the others in a key: nothing of the first one."""
    first = [one.id for one in facts.live][:1]
    return () if [stage.id] == first else (stage.id,)


def answers_requests(facts: Facts) -> bool:
    """Whether a live service is asked anything: one that only works has no errors or latency of requests."""
    return any(not value_of(service.worker) for _, service in live_services(facts))


def before_live(facts: Facts) -> Stage | None:
    """Return the stage that a release passes just before the first of customers, None where there is none."""
    customers = {stage.environment for stage in facts.live}
    rehearsing = takewhile(lambda stage: stage.environment not in customers, deployed(facts))
    return next(reversed([stage for stage in rehearsing if stage.primary]), None)
