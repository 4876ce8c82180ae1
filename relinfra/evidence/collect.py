"""Everything that can be said about a project, in one go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relinfra.evidence import history
from relinfra.evidence.changes import collect_changes
from relinfra.evidence.declared import Declarations
from relinfra.evidence.deployment import Deployment, deployments
from relinfra.evidence.fact import Fact
from relinfra.evidence.facts import Facts
from relinfra.evidence.release import said, schedule
from relinfra.evidence.repository import Repository, tree, versioning, workflow
from relinfra.evidence.sheet import Sheet
from relinfra.evidence.subjects import (
    alarm,
    bootstrap,
    boundary,
    bucket,
    budget,
    check,
    code_deploy,
    connections,
    database,
    deployment,
    deviation,
    documented,
    edge,
    network,
    observability,
    recovery,
    running,
    secret,
    service,
    snapshot,
    stacks,
    stage,
    standby,
    standby_alerts,
    traffic,
    waiver,
)
from relinfra.release import read_release

if TYPE_CHECKING:
    from relinfra.evidence.output import Output

__all__ = ["collect_facts", "collect_repository"]

_SUBJECTS = (
    stage.collect_placed,
    network.collect,
    service.collect,
    running.collect,
    connections.collect,
    deployment.collect,
    code_deploy.collect,
    traffic.collect,
    edge.collect,
    check.collect,
    alarm.collect,
    database.collect,
    bucket.collect,
    snapshot.collect,
    recovery.collect,
    standby.collect,
    standby_alerts.collect,
    observability.collect,
    secret.collect,
    boundary.collect,
    budget.collect,
)


def collect_facts(
    output: Output, repository: Repository, version: str | None = None, former: Output | None = None
) -> Facts:
    """Return every fact of the stacks, of what was declared beside them, of the repository and of a release.

    `version` is the release whose file in `releases/` and whose commits are read. Raises `ReleaseError` where the file
    is wrong, `ToolError` where its commits cannot be read. `former` is what was synthesized before, to be compared.
    """
    facts: list[Fact] = []
    sheet = Sheet(facts, output.declared)
    project = sheet.at("project")
    _project(output, project)
    for name in output.declared.environments:
        stage.collect_declared(output.declared, name, sheet.at(name))
    for placed in deployments(output):
        _deployment(placed, replace(sheet, environment=placed.environment).at(placed.id))
    stacks.collect(output, project)
    documented.collect(project)
    bootstrap.collect(output, project)
    waiver.collect(output.declared, project)
    deviation.collect(output, project)
    workflow.collect(repository, project)
    versioning.collect(repository, project)
    tree.collect(repository, output.declared.matrix, project)
    file = read_release(repository.root, version) if version else None
    if file:
        said.collect(file, sheet.at("release"))
        schedule.collect(file, sheet.at("schedule"))
    if version:
        history.collect(repository, version, file, sheet.at("history"))
    if former:
        collect_changes(former, output, sheet)
    return Facts(facts)


def collect_repository(repository: Repository) -> Facts:
    """Return what the workflows and the release tooling of a repository say, without any stack."""
    facts: list[Fact] = []
    sheet = Sheet(facts, Declarations({}))
    workflow.collect(repository, sheet)
    versioning.collect(repository, sheet)
    return Facts(facts)


def _project(output: Output, sheet: Sheet) -> None:
    sheet.declare("name", output.declared.project("project"))
    sheet.declare("repository", output.declared.project("repository"))
    sheet.declare("promotion", output.declared.project("promotion"))
    sheet.declare("matrix_digest", output.declared.digest)


def _deployment(placed: Deployment, sheet: Sheet) -> None:
    for collect in _SUBJECTS:
        collect(placed, sheet)
