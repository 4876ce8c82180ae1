"""The place of a stage: account and region."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.path import Step
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_PLACES: tuple[tuple[Field[str], tuple[Step, ...]], ...] = (
    (Stage.region, ("region",)),
    (Stage.account, ("allowed_account_ids", 0)),
)


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect where a deployment lives, as its providers say, and what it is called."""
    providers = [provider for stack in stage.home if (provider := stack.element("provider", "aws"))]
    for field, steps in _PLACES:
        found = [attribute for provider in providers if (attribute := provider.at(*steps))]
        if found and len({str(attribute.value) for attribute in found}) == 1:
            recorder.add(field, found[0].text, *found, how="same_everywhere")
    _named(stage, [region for one in providers if (region := one.at("region"))], recorder)


def _named(stage: StageStacks, regions: list[Attribute], recorder: Recorder) -> None:
    """Collect the names of a stage; that of one of several regions tells which it is."""
    declared = stage.output.declared
    name = declared.name_of(stage.environment)
    if not stage.primary:
        recorder.declare(Stage.name, name)
        for field in (Stage.target, Stage.purpose):
            recorder.declare(field, declared.of(stage.environment, field.word))
    if name and regions and not stage.alone:
        recorder.add(Stage.regional_name, f"{name.value} ({stage.region})", name.evidence, *regions[:1], how="joined")
