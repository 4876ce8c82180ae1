"""The anti-patterns of releases: one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.evidence import Repository, collect_repository
from relinfra.linter.finding import Finding
from relinfra.linter.subject import Subject
from relinfra.reading.problems import Position
from relinfra.release import FOLDER, NEWEST, chosen_release, read_release

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Matrix

__all__ = ["RULES", "lint"]

_ROLES = ("release_manager", "technical_lead", "devops_engineer", "qa_lead")


def lint(
    matrix: Matrix, repository: Path, *, version: str | None = None, ignored: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Return what the rules find, by place; `version` is the release looked at, the newest with a file unless told.

    Raises `UsageError` where it has no file, `ReleaseError` where that is wrong.
    """
    chosen = chosen_release(repository, NEWEST if version is None else version)
    file = read_release(repository, chosen) if chosen else None
    subject = Subject(matrix, file, collect_repository(Repository(repository)))
    found = [finding for name, rule in RULES.items() if name not in ignored for finding in rule(subject)]
    return tuple(sorted(found))


def deploy_and_pray(subject: Subject) -> Iterator[Finding]:
    """Deploy and pray: after the deployment nobody and nothing looks whether it works."""
    rule, live = "deploy-and-pray", subject.live
    workflows = subject.repository.at("repository").nodes("workflow")
    asked = any("smoke" in stage for workflow in workflows for stage in _listed(workflow.read_value("stages")))
    for name, service in live.services.items() if live and not asked else ():
        if live and service.port and not service.synthetics:
            found = f"nothing asks for `{name}` from outside after a release"
            yield subject.in_matrix(
                rule, found, "Give it `synthetics`, or a smoke test in the workflow.", live.name, "services", name
            )
    if subject.release and not subject.release.journeys:
        yield from subject.in_release(rule, "no journey of users is named", "Add `journeys`.", "journeys")
    if subject.release and not subject.release.metrics:
        yield from subject.in_release(rule, "no metric of the business is watched", "Add `metrics`.", "metrics")


def _listed(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def manual_everything(subject: Subject) -> Iterator[Finding]:
    """Manual everything: steps that a program could repeat are left to people."""
    rule = "manual-everything"
    workflows = subject.repository.at("repository").nodes("workflow")
    if not any(workflow.read_value("delivers") for workflow in workflows):
        where = Position(".github/workflows", 1, 1)
        yield Finding(where, rule, "no workflow delivers these stacks", "`relinfra init` writes one.")
    for name, journey in subject.release.journeys.items() if subject.release else ():
        if not journey.automated:
            found = f"journey `{name}` is walked by hand in every release"
            yield from subject.in_release(rule, found, "Write a test for it, and name it in `test`.", "journeys", name)


def no_rollback_plan(subject: Subject) -> Iterator[Finding]:
    """No rollback plan: nothing says when and how the release goes back."""
    rule, live = "no-rollback-plan", subject.live
    for name, service in live.services.items() if live else ():
        if live and service.port and not service.deployment.rollback:
            found = f"no alarm turns a deployment of `{name}` back"
            yield subject.in_matrix(rule, found, "Set `rollback`.", live.name, "services", name, "deployment")
    for name, change in subject.release.database_changes.items() if subject.release else ():
        if change.backward_compatible is None or not (change.backward_compatible or change.rollback):
            found = f"nothing says how change `{name}` of the database is undone"
            remedy = "Say `backward_compatible`, and `rollback` where it is not."
            yield from subject.in_release(rule, found, remedy, "database_changes", name)
    for name, flag in subject.release.flags.items() if subject.release else ():
        if not flag.fallback:
            found = f"nothing says what users see when flag `{name}` is off"
            yield from subject.in_release(rule, found, "Say `fallback`.", "flags", name)


def environment_drift(subject: Subject) -> Iterator[Finding]:
    """Environment drift: the stage before the live one tries something else than what goes live."""
    if len(subject.stages) > 1:
        before, live = subject.stages[-2:]
        yield from _service_drift(subject, before, live)
        yield from _database_drift(subject, before, live)


def _service_drift(subject: Subject, before: Environment, live: Environment) -> Iterator[Finding]:
    for name, service in live.services.items():
        other = before.services.get(name)
        if other is None:
            found = f"service `{name}` is not in {before.name}"
            yield subject.in_matrix("environment-drift", found, "Run it there too.", live.name, "services", name)
        elif other.deployment.strategy != service.deployment.strategy:
            found = f"`{name}` is {service.deployment.strategy} here and {other.deployment.strategy} in {before.name}"
            remedy = "Rehearse a release with the mechanism that goes live."
            yield subject.in_matrix(
                "environment-drift", found, remedy, live.name, "services", name, "deployment", "strategy"
            )
        elif other.architecture != service.architecture:
            found = f"`{name}` runs on {service.architecture} here and on {other.architecture} in {before.name}"
            yield subject.in_matrix(
                "environment-drift", found, "Use one of them.", live.name, "services", name, "architecture"
            )


def _database_drift(subject: Subject, before: Environment, live: Environment) -> Iterator[Finding]:
    for name, database in live.databases.items():
        other = before.databases.get(name)
        if other and (other.engine, other.version) != (database.engine, database.version):
            here, there = f"{database.engine} {database.version}", f"{other.engine} {other.version}"
            found = f"database `{name}` is {here} here and {there} in {before.name}"
            remedy = "Upgrade the stage before first, and then this one."
            yield subject.in_matrix("environment-drift", found, remedy, live.name, "databases", name, "version")


def missing_criteria(subject: Subject) -> Iterator[Finding]:
    """Missing criteria: nothing says what has to be true before the release."""
    rule = "missing-criteria"
    if subject.release is None:
        where = Position(FOLDER, 1, 1)
        yield Finding(where, rule, "no release has a file", "Write `releases/VERSION.yaml`; docs/release.md tells how.")
        return
    if not subject.release.tests:
        yield from subject.in_release(rule, "no suite of tests is named", "Add `tests`.", "tests")
    if not any(criterion.category == "security" for criterion in subject.release.criteria.values()):
        found = "no criterion is about security"
        yield from subject.in_release(rule, found, "Add one to `criteria`.", "criteria")
    for name, change in subject.release.database_changes.items():
        if not change.rehearsed_in:
            found = f"change `{name}` of the database was rehearsed nowhere"
            yield from subject.in_release(rule, found, "Say `rehearsed_in`.", "database_changes", name)


def unclear_ownership(subject: Subject) -> Iterator[Finding]:
    """Unclear ownership: nobody is named who decides, deploys, tests or is called."""
    rule, live = "unclear-ownership", subject.live
    if live and not live.approval:
        yield subject.in_matrix(rule, f"nobody approves a release into {live.name}", "Set `approval`.", live.name)
    if subject.release is None:
        return
    for role in _ROLES:
        if role not in subject.release.people:
            yield from subject.in_release(rule, f"nobody is named as {role}", f"Add `people.{role}`.", "people")
    if subject.release.on_call is None:
        yield from subject.in_release(rule, "nobody is named to be called", "Add `on_call`.", "on_call")
    for name, criterion in subject.release.criteria.items():
        if criterion.owner is None:
            found = f"nobody verifies criterion `{name}`"
            yield from subject.in_release(rule, found, "Say `owner`.", "criteria", name)


RULES: Mapping[str, Callable[[Subject], Iterator[Finding]]] = {
    "deploy-and-pray": deploy_and_pray,
    "manual-everything": manual_everything,
    "no-rollback-plan": no_rollback_plan,
    "environment-drift": environment_drift,
    "missing-criteria": missing_criteria,
    "unclear-ownership": unclear_ownership,
}
"""Every rule by its id."""
