"""From a synthesized folder to a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.plan.model import Plan
from relinfra.plan.sections.compliance import compliance
from relinfra.plan.sections.deployment import deployment
from relinfra.plan.sections.environments import environments
from relinfra.plan.sections.infrastructure import infrastructure
from relinfra.plan.sections.observability import observability
from relinfra.plan.sections.pipeline import pipeline
from relinfra.plan.sections.questions import questions
from relinfra.plan.sections.rollback import rollback
from relinfra.plan.sections.secrets import secrets
from relinfra.plan.sections.verification import verification
from relinfra.plan.sections.version import version
from relinfra.plan.sections.versioning import versioning

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence import Facts

__all__ = ["build_plan", "plan_of"]

_NUMBERED = (
    environments,
    infrastructure,
    pipeline,
    deployment,
    rollback,
    observability,
    secrets,
    versioning,
    verification,
    compliance,
    questions,
)


def build_plan(cdktf_out: Path, *, repository: Path, version: str | None = None) -> Plan:
    """Return the plan of what is synthesized in `cdktf_out`, for the release `version` where it has a number.

    `repository` is the folder of the matrix, with the workflows and the release tooling. Raises `OutputError`.
    """
    return plan_of(collect_facts(read_output(cdktf_out), Repository(repository)), version)


def plan_of(facts: Facts, released: str | None) -> Plan:
    """Return the plan that follows from facts alone."""
    sections = (version(facts, released), *(section(facts) for section in _NUMBERED))
    return Plan(released, facts, sections)
