"""Events of a release: what an execution record holds, a line each."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from relinfra.execution.values import Digest, Link, Moment, StageName, Words
from relinfra.reading.model import Model
from relinfra.reading.table import Table, empty
from relinfra.release.values import Version

__all__ = [
    "Approved",
    "Checked",
    "Event",
    "Finished",
    "Met",
    "Outcome",
    "RolledBack",
    "Started",
    "Stepped",
    "Taken",
]

Outcome = Literal["succeeded", "failed", "cancelled", "skipped"]
"""In which way something ended."""

_Findings = Annotated[tuple[Words, ...], Field(max_length=50)]


class Taken(Model):
    """An event: the part that every kind of it has."""

    rank: ClassVar[int] = 0
    """The place among events of the same second: what begins comes before what ends."""

    version: Version = Field(description="Version of the release.")
    at: Moment = Field(description="When it happened, in UTC.")
    run: Link | None = Field(None, description="Address of the run of the pipeline that says so.")


class Approved(Taken):
    """Somebody approved the release, or its deployment to one stage."""

    event: Literal["approved"] = Field(description="What happened.")
    by: Words = Field(description="Who approved.")
    stage: StageName | None = Field(
        None, description="The stage it is for; the release as a whole where none is named."
    )
    proof: Link | None = Field(None, description="Where the approval is seen.")


class Met(Taken):
    """Somebody saw that a criterion is met which no file shows."""

    event: Literal["met"] = Field(description="What happened.")
    criterion: Words = Field(description="The key of the criterion.")
    by: Words = Field(description="Who saw it.")
    proof: Link | None = Field(None, description="What shows it.")


class Started(Taken):
    """The deployment to a stage began."""

    rank: ClassVar[int] = 1

    event: Literal["started"] = Field(description="What happened.")
    stage: StageName = Field(description="The stage.")
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")] | None = Field(
        None, description="Commit that is deployed."
    )
    stacks: Digest | None = Field(None, description="Digest of the stacks that are applied.")
    images: Table[Words, Digest] = Field(default_factory=empty, description="Digest of each service's image.")


class Stepped(Taken):
    """One step of a deployment ended: a backup, a migration, a rollout."""

    rank: ClassVar[int] = 2

    event: Literal["step"] = Field(description="What happened.")
    stage: StageName = Field(description="The stage.")
    step: Words = Field(description="The name of the step.")
    outcome: Outcome = Field(description="How it ended.")
    started: Moment | None = Field(None, description="When it began.")


class Checked(Taken):
    """A gate, a smoke test or a look at what was built ended."""

    rank: ClassVar[int] = 3

    event: Literal["checked"] = Field(description="What happened.")
    stage: StageName = Field(description="The stage.")
    check: Literal["gate", "smoke", "as_built"] = Field(description="What was checked.")
    passed: bool = Field(description="Whether it found everything in order.")
    digest: Digest = Field(description="Digest of the result as it was printed.")
    findings: _Findings = Field((), description="What it found, as far as there is room.")


class Finished(Taken):
    """The deployment to a stage ended."""

    rank: ClassVar[int] = 4

    event: Literal["finished"] = Field(description="What happened.")
    stage: StageName = Field(description="The stage.")
    outcome: Outcome = Field(description="How it ended.")


class RolledBack(Taken):
    """A stage was taken back to the version before."""

    rank: ClassVar[int] = 5

    event: Literal["rolled_back"] = Field(description="What happened.")
    stage: StageName = Field(description="The stage.")
    to: Version = Field(description="Version that runs again.")
    reason: Words = Field(description="Why.")
    by: Words | None = Field(None, description="Who decided; nobody where it turned back by itself.")


Event: TypeAlias = Approved | Met | Started | Stepped | Checked | Finished | RolledBack
