"""The place of a stage: account and region."""

from __future__ import annotations

from relinfra.evidence.path import Step
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect where a deployment lives, as its providers say."""
    providers = [provider for stack in stage.home if (provider := stack.element("provider", "aws"))]
    places: tuple[tuple[Field[str], tuple[Step, ...]], ...] = (
        (Stage.region, ("region",)),
        (Stage.account, ("allowed_account_ids", 0)),
    )
    for field, steps in places:
        found = [attribute for provider in providers if (attribute := provider.at(*steps))]
        if found and len({str(attribute.value) for attribute in found}) == 1:
            recorder.add(field, found[0].text, *found, how="same_everywhere")
    if not stage.primary:
        declared = stage.output.declared
        recorder.declare(Stage.name, declared.name_of(stage.environment))
        recorder.declare(Stage.target, declared.of(stage.environment, "target"))
