"""Infrastructure: what makes it, its stacks in order, and where their state lies."""

from __future__ import annotations

from relinfra.claims import NoValuePasses, no_value_passes, state_encrypted, state_locked
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Topic
from relinfra.evidence.records.database import AnyDatabase
from relinfra.evidence.records.project import (
    DeploymentRole,
    DeviationFacts,
    StackFacts,
    State,
    Tooling,
)
from relinfra.evidence.records.recovery import (
    CopiedBucket,
    CopiedDatabase,
    PreparedDatabase,
    StandbyReplica,
    StandbyService,
)
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Migration, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket
from relinfra.plan.changes import changed_here
from relinfra.plan.figures import topology
from relinfra.plan.model import Bullet, Bullets, Line, Section, Statement
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.accounts import kept_images, kept_state
from relinfra.plan.stages import deployed, stage_of

__all__ = ["in_order", "infrastructure"]

_SET_APART = "by_people"


def infrastructure(facts: Facts) -> Section:
    """Return the section on infrastructure."""
    bullets = (
        Bullet((label("infrastructure.tooling"), *_tooling(facts.project.tooling))),
        Bullet((label("infrastructure.layout"),), (*_files(facts), *_stacks(facts))),
        Bullet((label("infrastructure.state"), *_state(facts.project.state), *kept_state(facts))),
        *_repositories(facts),
        _deviations(facts),
        Bullet((label("infrastructure.secrets"), *_secrets(facts))),
    )
    drawn = (diagram for stage in facts.live for diagram in topology(stage))
    return Section("infrastructure", None, (Bullets(bullets), *changed_here(facts, "infrastructure"), *drawn))


def _repositories(facts: Facts) -> tuple[Bullet, ...]:
    found = kept_images(facts)
    return (Bullet((label("infrastructure.images"),), tuple(found)),) if found else ()


def _tooling(tooling: Tooling) -> Line:
    line = [say("infrastructure.cdktf", cdktf=tooling.cdktf)]
    terraform, provider = tooling.terraform, tooling.provider
    if terraform:
        line.append(say("infrastructure.terraform", terraform=terraform))
    if provider:
        line.append(say("infrastructure.provider", provider=provider, version=tooling.provider_version))
    return tuple(line)


def _files(facts: Facts) -> tuple[Line, ...]:
    file = facts.project.repository.file
    files = {"matrix": file.matrix, "program": file.program, "program_config": file.program_config}
    return tuple((say(f"infrastructure.file.{name}", file=found),) for name, found in files.items() if found)


def in_order(facts: Facts, stage: Stage) -> tuple[StackFacts, ...]:
    """Return the stacks of a stage, in the order in which they are applied; not those of the day of a loss."""
    stacks = facts.project.stacks
    name = stage.id.partition("@")[0]
    own = [stack for stack in stacks if value_of(stack.environment) == name and not stack.on_the_day]
    return tuple(sorted(own, key=lambda stack: (_depth(stack, stacks), stack.id)))


def _stacks(facts: Facts) -> tuple[Line, ...]:
    order = [stage.id.partition("@")[0] for stage in deployed(facts)]
    stacks = facts.project.stacks

    def rank(stack: StackFacts) -> tuple[int, int, str]:
        environment = value_of(stack.environment)
        index = order.index(environment) if environment in order else len(order)
        return index, _depth(stack, stacks), stack.id

    return tuple(_stack(facts, stack) for stack in sorted(stacks, key=rank))


def _depth(stack: StackFacts, stacks: tuple[StackFacts, ...]) -> int:
    """Return how many stacks must be applied one after another before this one."""
    names = value_of(stack.depends_on) or ()
    return max((1 + _depth(other, stacks) for other in stacks if other.key in names), default=0)


def _stack(facts: Facts, stack: StackFacts) -> Line:
    tags = {"environment": stack.environment, "component": stack.component, "region": stack.region}
    line = [say("infrastructure.stack", stack.key, name=stack.key, resources=stack.resources, **tags)]
    kinds, before = stack.kinds, stack.depends_on
    line += _holds(facts, stack)
    if len(line) == 1 and kinds:
        line.append(say("infrastructure.holds.kinds", stack.key, kinds=kinds))
    if stack.on_the_day:
        line.append(say("infrastructure.on_the_day", stack.key, day=stack.on_the_day))
    if before:
        line.append(say("infrastructure.after", stack.key, before=before))
    return tuple(line)


def _holds(facts: Facts, stack: StackFacts) -> Line:
    """Return what a stack of ours holds, in the words of its component."""
    stage = stage_of(facts, stack)
    contents = _contents(stage, stack) if stage else _prepared(facts, stack)
    line: list[Statement] = []
    for name, found in contents.items():
        if found:
            joint = () if name == _SET_APART else (label(f"infrastructure.holds.{'next' if line else 'first'}"),)
            line += (*joint, say(f"infrastructure.holds.{name}", stack.key, found=found))
    return tuple(line)


def _prepared(facts: Facts, stack: StackFacts) -> dict[str, tuple[Fact, ...]]:
    """Return what a stack that prepares an account holds; none of any other stack."""
    account = next((one for one in facts.project.accounts if value_of(one.stack) == stack.key), None)
    if account is None:
        return {}
    return {
        "roles": DeploymentRole.name.each(account.roles),
        "kept": _known(account.state.name, account.evidence.name),
        "by_people": _known(account.stack),
    }


_Contents = dict[str, tuple[Fact, ...]]


def _contents(stage: Stage, stack: StackFacts) -> _Contents:
    """Return the facts that tell what a component holds; none for a component that is not ours."""
    by_component = {**_at_home(stage, stack), **_in_recovery(stage, stack)}
    return by_component.get(value_of(stack.component) or "", {})


def _at_home(stage: Stage, stack: StackFacts) -> dict[str, _Contents]:
    network = stage.network
    return {
        "network": {
            "cidr": _known(network.cidr),
            "zones": _known(network.zones),
            "nat_gateways": _known(network.nat_gateways),
            "endpoints": _known(network.endpoints),
            "existing": _known(network.existing),
        },
        "data": {
            "databases": AnyDatabase.identifier.each(stage.databases),
            "buckets": Bucket.name.each(stage.buckets),
        },
        "migration": {
            "migrations": Migration.family.each([service.migration for service in stage.services]),
        },
        "service": {
            "services": Service.name.each(stage.services),
            "balancer": _known(stage.load_balancer.name),
        },
        "observability": {"alarms": _known(stack.alarms), "topics": Topic.name.each(stage.topics)},
    }


def _in_recovery(stage: Stage, stack: StackFacts) -> dict[str, _Contents]:
    recovery = stage.recovery
    return {
        "recovery": {
            "copies": CopiedDatabase.identifier.each(recovery.databases),
            "replicas": CopiedBucket.replica.each(recovery.buckets),
        },
        "recovery-network": {"cidr": _known(recovery.network.cidr, recovery.prepared.network.cidr)},
        "recovery-data": {
            "databases": (
                *StandbyReplica.identifier.each(recovery.replicas),
                *PreparedDatabase.identifier.each(recovery.prepared.databases),
            )
        },
        "recovery-observability": {"alarms": _known(stack.alarms), "topics": _known(recovery.told)},
        "recovery-service": {
            "services": StandbyService.name.each((*recovery.services, *recovery.prepared.services)),
            "balancer": _known(recovery.load_balancer.name, recovery.prepared.load_balancer.name),
        },
    }


def _known(*facts: Fact | None) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact)


def _state(state: State) -> Line:
    bucket = state.bucket
    if bucket is None:
        return (say("infrastructure.state_unknown"),)
    line = [say("infrastructure.state_bucket", bucket=bucket, region=state.region)]
    keys = state.keys
    if keys:
        line.append(say("infrastructure.state_keys", keys=keys))
    return (*line, *_guards(state))


def _guards(state: State) -> Line:
    locked, encrypted = state_locked(state), state_encrypted(state)
    line = [_lock(state)]
    if state.unlocked and locked.broken and locked.broken.name == "everywhere":
        line.append(asserted(locked, "infrastructure.state_partly_locked", stacks=state.unlocked))
    if state.encrypted:
        key = "infrastructure.state_encrypted" if state.encrypted.value else "infrastructure.state_unencrypted"
        line.append(asserted(encrypted, key, encrypted=state.encrypted))
        if state.encrypted.value and state.unencrypted:
            line.append(asserted(encrypted, "infrastructure.state_partly_encrypted", stacks=state.unencrypted))
    return tuple(line)


def _lock(state: State) -> Statement:
    lock, table, claim = state.lock_file, state.lock_table, state_locked(state)
    if lock and lock.value:
        return asserted(claim, "infrastructure.state_lock_file", lock=lock)
    if table:
        return asserted(claim, "infrastructure.state_lock_table", table=table)
    return asserted(claim, "infrastructure.state_unlocked")


def _deviations(facts: Facts) -> Bullet:
    deviations = facts.project.deviations
    if not deviations:
        return Bullet((label("infrastructure.deviations"), say("infrastructure.no_deviations")))
    opening = (label("infrastructure.deviations"), say("infrastructure.deviating"))
    return Bullet(opening, tuple((_deviation(one),) for one in deviations))


def _deviation(deviation: DeviationFacts) -> Statement:
    return say(
        "infrastructure.deviation" if deviation.value else "infrastructure.removed",
        deviation.key,
        stage=deviation.environment,
        stack=deviation.stack,
        address=deviation.address,
        argument=deviation.argument,
        value=deviation.value,
        source=deviation.source,
    )


def _secrets(facts: Facts) -> Line:
    stages = deployed(facts)
    secrets = [secret for stage in stages for service in stage.services for secret in service.secrets]
    return (_references(secrets, no_value_passes(stages)), *_literals(stages))


def _references(secrets: list[Secret], claim: NoValuePasses) -> Statement:
    variables = Secret.variable.each(secrets)
    if not variables:
        return say("infrastructure.no_secrets")
    kept = "secret_references_kept" if any(secret.version for secret in secrets) else "secret_references"
    key = f"infrastructure.{kept}" if claim.holds else "infrastructure.secret_references_passing"
    return asserted(claim, key, variables=variables, parameters=Secret.parameter.each(secrets))


def _literals(stages: tuple[Stage, ...]) -> Line:
    found = [stage for stage in stages if stage.literal_secrets]
    return tuple(say("infrastructure.literals", one.id, literals=one.literal_secrets, stage=one.title) for one in found)
