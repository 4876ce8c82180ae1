"""Declarations of environments: their purpose, and who lets a release into them."""

from __future__ import annotations

from typing import Any

from relinfra.evidence.declared import Declarations
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Approval, Stage

__all__ = ["collect"]


def collect(output: Output, recorder: Recorder) -> None:
    """Collect what only the matrix knows of each environment."""
    for environment in output.declared.environments:
        _environment(output.declared, environment, recorder.one(Everything.stages, environment))


def _environment(declared: Declarations, environment: str, recorder: Recorder) -> None:
    recorder.declare(Stage.name, declared.name_of(environment))
    for field in (Stage.target, Stage.purpose, Stage.local_database):
        recorder.declare(field, declared.of(environment, field.word))
    approval: tuple[Field[Any], ...] = (Approval.reviewers, Approval.wait_minutes)
    for field in approval:
        found = declared.of(environment, "approval", field.word)
        if found and found.value:
            recorder.at(Stage.approval).declare(field, found)
