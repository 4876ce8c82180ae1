"""Risks of what changes in the infrastructure: one for each stage and kind, with every change as a reason."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.comparison.risk import CHANGE_RISKS
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.change import ChangeFacts
from relinfra.plan.changes import change_line, changes
from relinfra.plan.model import Given
from relinfra.plan.risks.kind import raised
from relinfra.plan.risks.risk import Risk

__all__ = ["of_changes"]


def of_changes(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of `change.*`."""
    customers = {value_of(one.name) for one in facts.live}
    for kind, risk in CHANGE_RISKS.items():
        stages: dict[str, list[ChangeFacts]] = {}
        for one in changes(facts, *risk.whys):
            stages.setdefault(str(value_of(one.stage) or ""), []).append(one)
        for stage, found in stages.items():
            why = tuple(change_line(facts, one, f"risk.{kind}") for one in found)
            given: dict[str, Given] = {
                "stage": found[0].stage,
                "addresses": tuple({fact.value: fact for fact in ChangeFacts.address.each(found)}.values()),
            }
            yield raised(facts, kind, stage, why, given, live=stage in customers or not stage)
