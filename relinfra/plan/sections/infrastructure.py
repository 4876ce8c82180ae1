"""Section 2: what makes the infrastructure, and where it lies."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.figures import topology
from relinfra.plan.model import Bullet, Bullets, Line, Section, Statement
from relinfra.plan.say import label, say
from relinfra.plan.sections.accounts import accounts, kept_state
from relinfra.plan.stages import deployed, gathered, live

__all__ = ["in_order", "infrastructure"]

_FILES = ("matrix", "program", "program_config")
_SET_APART = "by_people"


def infrastructure(facts: Facts) -> Section:
    """Return the section."""
    bullets = (
        Bullet((label("infrastructure.tooling"), *_tooling(facts.at("project.tooling")))),
        Bullet((label("infrastructure.layout"),), (*_files(facts), *_stacks(facts))),
        Bullet((label("infrastructure.state"), *_state(facts.at("project")), *kept_state(facts))),
        _deviations(facts),
        Bullet((label("infrastructure.secrets"), _secrets(facts))),
    )
    stage = live(facts)
    return Section("infrastructure", 2, (Bullets(bullets), *(topology(stage) if stage else ())))


def _tooling(tooling: Node) -> Line:
    line = [say("infrastructure.cdktf", cdktf=tooling.fact("cdktf"))]
    terraform, provider = tooling.fact("terraform"), tooling.fact("provider")
    if terraform:
        line.append(say("infrastructure.terraform", terraform=terraform))
    if provider:
        line.append(say("infrastructure.provider", provider=provider, version=tooling.fact("provider_version")))
    return tuple(line)


def _files(facts: Facts) -> tuple[Line, ...]:
    files = ((name, facts.get(f"project.repository.file.{name}")) for name in _FILES)
    return tuple((say(f"infrastructure.file.{name}", file=file),) for name, file in files if file)


def in_order(facts: Facts, stage: Node) -> tuple[Node, ...]:
    """Return the stacks of a stage, in the order in which they are applied."""
    stacks = facts.at("project").nodes("stack")
    own = [stack for stack in stacks if stack.read_value("environment") == stage.id.partition("@")[0]]
    return tuple(sorted(own, key=lambda stack: (_depth(stack, stacks), stack.id)))


def _stacks(facts: Facts) -> tuple[Line, ...]:
    order = [stage.id.partition("@")[0] for stage in deployed(facts)]
    stacks = facts.at("project").nodes("stack")

    def rank(stack: Node) -> tuple[int, int, str]:
        environment = str(stack.read_value("environment"))
        index = order.index(environment) if environment in order else len(order)
        return index, _depth(stack, stacks), stack.id

    return tuple(_stack(facts, stack) for stack in sorted(stacks, key=rank))


def _depth(stack: Node, stacks: tuple[Node, ...]) -> int:
    """Return how many stacks must be applied one after another before this one."""
    before = stack.read_value("depends_on")
    names = before if isinstance(before, tuple) else ()
    return max((1 + _depth(other, stacks) for other in stacks if other.key in names), default=0)


def _stack(facts: Facts, stack: Node) -> Line:
    tags = {name: stack.fact(name) for name in ("environment", "component", "region")}
    line = [say("infrastructure.stack", stack.key, name=stack.key, resources=stack.fact("resources"), **tags)]
    kinds, before = stack.fact("kinds"), stack.fact("depends_on")
    line += _holds(facts, stack)
    if len(line) == 1 and kinds:
        line.append(say("infrastructure.holds.kinds", stack.key, kinds=kinds))
    if before:
        line.append(say("infrastructure.after", stack.key, before=before))
    return tuple(line)


def _holds(facts: Facts, stack: Node) -> Line:
    """Return what a stack of ours holds, in the words of its component."""
    environment, component = stack.read_value("environment"), stack.read_value("component")
    stage = next((found for found in deployed(facts) if _is(found, stack, str(environment))), None)
    contents = _contents(stage, stack, str(component)) if stage else _prepared(facts, stack)
    line: list[Statement] = []
    for name, found in contents.items():
        if found:
            joint = () if name == _SET_APART else (label(f"infrastructure.holds.{'next' if line else 'first'}"),)
            line += (*joint, say(f"infrastructure.holds.{name}", stack.key, found=found))
    return tuple(line)


def _prepared(facts: Facts, stack: Node) -> dict[str, tuple[Fact, ...]]:
    """Return what a stack that prepares an account holds; none of any other stack."""
    account = next((one for one in accounts(facts) if one.read_value("stack") == stack.key), None)
    if account is None:
        return {}
    kept = (account.node("state"), account.node("evidence"))
    named = gathered((account,), "stack")
    return {"roles": gathered(account.nodes("role"), "name"), "kept": gathered(kept, "name"), "by_people": named}


def _is(stage: Node, stack: Node, environment: str) -> bool:
    if stage.id.partition("@")[0] != environment:
        return False
    recovers = str(stack.read_value("component")).split("-")[0] == "recovery"
    return recovers or stage.read_value("region") == stack.read_value("region")


def _contents(stage: Node, stack: Node, component: str) -> dict[str, tuple[Fact, ...]]:
    """Return the facts that tell what a component holds; none for a component that is not ours."""
    network = stage.node("network")
    contents = {
        "network": {
            name: gathered((network,), name) for name in ("cidr", "zones", "nat_gateways", "endpoints", "existing")
        },
        "data": {
            "databases": gathered(stage.nodes("database"), "identifier"),
            "buckets": gathered(stage.nodes("bucket"), "name"),
        },
        "service": {
            "services": gathered(stage.nodes("service"), "name"),
            "balancer": gathered((stage,), "load_balancer.name"),
        },
        "observability": {
            "alarms": gathered((stack,), "alarms"),
            "topics": gathered(stage.nodes("topic"), "name"),
        },
        "recovery": {
            "copies": gathered(stage.node("recovery").nodes("database"), "identifier"),
            "replicas": gathered(stage.node("recovery").nodes("bucket"), "replica"),
        },
        "recovery-network": {"cidr": gathered((stage,), "recovery.network.cidr")},
        "recovery-data": {"databases": gathered(stage.node("recovery").nodes("replica"), "identifier")},
        "recovery-observability": {
            "alarms": gathered((stack,), "alarms"),
            "topics": gathered((stage,), "recovery.told"),
        },
        "recovery-service": {
            "services": gathered(stage.node("recovery").nodes("service"), "name"),
            "balancer": gathered((stage,), "recovery.load_balancer.name"),
        },
    }
    return contents.get(component, {})


def _state(project: Node) -> Line:
    state = project.node("state")
    bucket = state.fact("bucket")
    if bucket is None:
        return (say("infrastructure.state_unknown"),)
    line = [say("infrastructure.state_bucket", bucket=bucket, region=state.fact("region"))]
    keys = state.fact("keys")
    if keys:
        line.append(say("infrastructure.state_keys", keys=keys))
    return (*line, *_guards(state))


def _guards(state: Node) -> Line:
    lock, table, encrypted = state.fact("lock_file"), state.fact("lock_table"), state.fact("encrypted")
    line = []
    if lock and lock.value:
        line.append(say("infrastructure.state_lock_file", lock=lock))
    elif table:
        line.append(say("infrastructure.state_lock_table", table=table))
    else:
        line.append(say("infrastructure.state_unlocked"))
    if encrypted:
        key = "infrastructure.state_encrypted" if encrypted.value else "infrastructure.state_unencrypted"
        line.append(say(key, encrypted=encrypted))
    return tuple(line)


def _deviations(facts: Facts) -> Bullet:
    deviations = facts.at("project").nodes("deviation")
    if not deviations:
        return Bullet((label("infrastructure.deviations"), say("infrastructure.no_deviations")))
    opening = (label("infrastructure.deviations"), say("infrastructure.deviating"))
    return Bullet(opening, tuple((_deviation(one),) for one in deviations))


def _deviation(deviation: Node) -> Statement:
    given = {name: deviation.fact(name) for name in ("stack", "address", "argument", "value", "source")}
    key = "infrastructure.deviation" if given["value"] else "infrastructure.removed"
    return say(key, deviation.key, stage=deviation.fact("environment"), **given)


def _secrets(facts: Facts) -> Statement:
    services = [service for stage in deployed(facts) for service in stage.nodes("service")]
    variables = tuple(fact for service in services for fact in gathered(service.nodes("secret"), "variable"))
    if not variables:
        return say("infrastructure.no_secrets")
    filled = [secret for service in services for secret in service.nodes("secret") if secret.fact("version")]
    return say(
        "infrastructure.secret_references_kept" if filled else "infrastructure.secret_references", variables=variables
    )
