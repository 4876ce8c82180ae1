"""The stacks themselves: what made them, what each holds, where its state lies."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import FileEvidence, TerraformEvidence
from relinfra.evidence.output import Output
from relinfra.evidence.sheet import Sheet, flag, text
from relinfra.evidence.stack import Stack

__all__ = ["collect"]

_OURS = ("bootstrap", "network", "data", "service", "observability", "recovery")
_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
_STATE = (
    ("bucket", "bucket", text),
    ("region", "region", text),
    ("encrypted", "encrypt", flag),
    ("lock_file", "use_lockfile", flag),
    ("lock_table", "dynamodb_table", text),
)


def collect(output: Output, sheet: Sheet) -> None:
    """Collect the tooling, the state backend and one group of facts for each stack."""
    stacks = tuple(output.stacks.values())
    tooling = sheet.at("tooling")
    manifest = FileEvidence("manifest.json", None, output.cdktf_version)
    tooling.add("cdktf", output.cdktf_version, manifest)
    _common(tooling, "terraform", [stack.version() for stack in stacks])
    for name, key in (("provider", "source"), ("provider_version", "version")):
        _common(tooling, name, [_required(stack, key) for stack in stacks])
    for name, key, reading in _STATE:
        found = [backend and backend.at(key) for backend in map(_backend, stacks)]
        _common(sheet.at("state"), name, found, flags=reading is flag)
    states = [state for stack in stacks if (backend := _backend(stack)) and (state := backend.at("key"))]
    if states:
        sheet.at("state").add("keys", tuple(state.text for state in states), *states)
    for stack in stacks:
        _stack(stack, sheet.at(f"stack.{stack.name}"))


def _stack(stack: Stack, sheet: Sheet) -> None:
    for label in ("environment", "component", "region"):
        sheet.take(label, stack.tag(label))
    resources = stack.count()
    sheet.add("resources", int(str(resources.value)), resources, unit="resources", how="count")
    if stack.dependencies:
        manifest = FileEvidence("manifest.json", None, ", ".join(stack.dependencies))
        sheet.add("depends_on", stack.dependencies, manifest)
    alarms = [stack.count(kind) for kind in _ALARMS]
    if stack.label("component").removeprefix("recovery-") in _OURS:
        if stack.label("component") == "observability":
            sheet.add("alarms", sum(int(str(one.value)) for one in alarms), *alarms, unit="alarms", how="sum_of_counts")
        return
    kinds = sorted({resource.type for resource in stack.resources if not resource.type.startswith("data.")})
    counts: list[TerraformEvidence] = [stack.count(kind) for kind in kinds]
    if counts:
        sheet.add("kinds", tuple(kinds), *counts, how="types")


def _backend(stack: Stack) -> Attribute | None:
    return stack.element("terraform", "backend", "s3")


def _required(stack: Stack, key: str) -> Attribute | None:
    providers = stack.element("terraform", "required_providers", "aws")
    return providers and providers.at(key)


def _common(sheet: Sheet, name: str, found: list[Attribute | None], *, flags: bool = False) -> None:
    """Write down a value of all stacks; different values side by side, so that none is passed over."""
    present = [attribute for attribute in found if attribute is not None]
    if not present:
        return
    values = sorted({attribute.text for attribute in present})
    how = "same_everywhere" if len(present) == len(found) else "same_where_set"
    if len(values) > 1:
        sheet.add(name, tuple(values), *present, how="differs")
    elif flags:
        sheet.add(name, all(attribute.flag for attribute in present), *present, how=how)
    else:
        sheet.add(name, values[0], *present, how=how)
