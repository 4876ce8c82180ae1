"""The stacks themselves: what made them, what each holds, where its state lies."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import FileEvidence, TerraformEvidence, Value
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Project, StackFacts, State, Tooling
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import recovers

__all__ = ["collect"]

_OURS = ("bootstrap", "network", "data", "migration", "service", "observability", "recovery")
_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
_STATE = {
    State.bucket: "bucket",
    State.region: "region",
    State.encrypted: "encrypt",
    State.lock_file: "use_lockfile",
    State.lock_table: "dynamodb_table",
}
_FLAGS = (State.encrypted, State.lock_file)


def collect(output: Output, recorder: Recorder) -> None:
    """Collect the tooling, the state backend and one group of facts for each stack."""
    stacks = tuple(output.stacks.values())
    tooling = recorder.at(Everything.project).at(Project.tooling)
    manifest = FileEvidence("manifest.json", None, output.cdktf_version)
    tooling.add(Tooling.cdktf, output.cdktf_version, manifest)
    _common(tooling, Tooling.terraform, [stack.version() for stack in stacks])
    for field, key in ((Tooling.provider, "source"), (Tooling.provider_version, "version")):
        _common(tooling, field, [_required(stack, key) for stack in stacks])
    for field, key in _STATE.items():
        known = stacks if field in _FLAGS else _with_all_others(stacks)
        found = [backend and backend.at(key) for backend in (one.backend for one in known)]
        _common(recorder.at(Everything.project).at(Project.state), field, found, flags=field in _FLAGS)
    states = [state for stack in stacks if (backend := stack.backend) and (state := backend.at("key"))]
    if states:
        recorder.at(Everything.project).at(Project.state).add(
            State.keys, tuple(state.text for state in states), *states
        )
    _bare(stacks, recorder.at(Everything.project).at(Project.state))
    for stack in stacks:
        _stack(stack, recorder.at(Everything.project).one(Project.stacks, stack.name))


def _with_all_others(stacks: tuple[Stack, ...]) -> tuple[Stack, ...]:
    """Return the stacks but for those of a recovery region whose states lie in a bucket that no other's does."""
    buckets = {_bucket(one) for one in stacks if not recovers(one)}
    return tuple(one for one in stacks if not buckets or _bucket(one) in buckets)


def _bucket(stack: Stack) -> str | None:
    bucket = stack.backend and stack.backend.at("bucket")
    return bucket.text if bucket else None


def _bare(stacks: tuple[Stack, ...], recorder: Recorder) -> None:
    """Collect the stacks whose backend has no lock, or does not encrypt; of none nothing is said."""
    backends = {stack.name: backend for stack in stacks if (backend := stack.backend)}
    unlocked = {
        name: one for name, one in backends.items() if not (_on(one, "use_lockfile") or one.at("dynamodb_table"))
    }
    unencrypted = {name: one for name, one in backends.items() if not _on(one, "encrypt")}
    for field, found in ((State.unlocked, unlocked), (State.unencrypted, unencrypted)):
        if found:
            recorder.add(field, tuple(found), *found.values(), how="place")


def _on(backend: Attribute, switch: str) -> bool:
    found = backend.at(switch)
    return found is not None and found.flag


def _stack(stack: Stack, recorder: Recorder) -> None:
    for field in (StackFacts.environment, StackFacts.component, StackFacts.region):
        recorder.take(field, stack.tag(field.name))
    resources = stack.count()
    recorder.add(StackFacts.resources, int(str(resources.value)), resources, how="count")
    recorder.take(StackFacts.on_the_day, stack.on_the_day)
    if stack.dependencies:
        manifest = FileEvidence("manifest.json", None, ", ".join(stack.dependencies))
        recorder.add(StackFacts.depends_on, stack.dependencies, manifest)
    alarms = [stack.count(kind) for kind in _ALARMS]
    if stack.label("component").removeprefix("recovery-") in _OURS:
        if stack.label("component") == "observability":
            recorder.add(StackFacts.alarms, sum(int(str(one.value)) for one in alarms), *alarms, how="sum_of_counts")
        return
    kinds = sorted({resource.type for resource in stack.resources if not resource.type.startswith("data.")})
    counts: list[TerraformEvidence] = [stack.count(kind) for kind in kinds]
    if counts:
        recorder.add(StackFacts.kinds, tuple(kinds), *counts, how="types")


def _required(stack: Stack, key: str) -> Attribute | None:
    providers = stack.element("terraform", "required_providers", "aws")
    return providers and providers.at(key)


def _common(recorder: Recorder, field: Field[Value], found: list[Attribute | None], *, flags: bool = False) -> None:
    """Write down a value of all stacks; different values side by side, so that none is passed over."""
    present = [attribute for attribute in found if attribute is not None]
    if not present:
        return
    values = sorted({attribute.text for attribute in present})
    how = "same_everywhere" if len(present) == len(found) else "same_where_set"
    if len(values) > 1:
        recorder.add(field, tuple(values), *present, how="differs")
    elif flags:
        recorder.add(field, all(attribute.flag for attribute in present), *present, how=how)
    else:
        recorder.add(field, values[0], *present, how=how)
