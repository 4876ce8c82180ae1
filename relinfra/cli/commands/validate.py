"""`relinfra validate`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from relinfra.api import validate as check_matrix
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, exit_code_of, verdict
from relinfra.cli.failure import refusal_lines
from relinfra.cli.problems import json_of, problem_lines
from relinfra.cli.terminal import plural, style, table
from relinfra.domain.github_subjects import IMMUTABLE_SINCE, asking_form
from relinfra.errors import InvalidFileError, LockError
from relinfra.evidence import Repository, collect_repository
from relinfra.linter.contradictions import positioned
from relinfra.linter.releases import checked_releases
from relinfra.linter.workflow_fit import REMEDY, found_misfits, told
from relinfra.matrix.quotas import quotas
from relinfra.previews import unread_types
from relinfra.reading.secrets import covered_value
from relinfra.starter import outdated_schemas, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relinfra.matrix import AnyEnvironment, Bootstrap, Matrix
    from relinfra.previews import UnreadType
    from relinfra.reading.problems import Problem

__all__ = ["command"]

_HEADER = ("environment", "target", "account", "region", "recovery", "services", "databases", "approval")


@click.command("validate")
@options.matrix_argument
@options.as_json
@options.quiet
def command(matrix: Path, as_json: bool, quiet: bool) -> ExitCode:
    """Check MATRIX (relinfra.yaml) and the releases/ beside it, and print what they declare.

    Every problem is reported at once with file, line and column; overrides are held against the resources that the
    matrix leads to. A matrix that `relinfra init` wrote is valid; as long as it holds one of its stand-ins, such as the
    account 000000000000, the exit code is 1. So it is where stacks synthesized beside it hold types that the roles of
    `bootstrap` cannot preview, where a workflow that `relinfra init` wrote no longer fits the matrix, and where a
    release to come says what cannot both be meant, such as a migration longer than the pipeline waits, a notice to
    customers on another day than the schedule has, or an ordinary value beyond its limit.
    """
    try:
        loaded = check_matrix(matrix)
        releases = checked_releases(loaded, matrix.parent)
    except InvalidFileError as error:
        _print_problems(error, as_json=as_json)
        return exit_code_of(error)
    undecided, unread = stand_ins(loaded), unread_types(loaded, matrix.parent)
    outdated = tuple(found_misfits(loaded, collect_repository(Repository(matrix.parent)).project.repository.workflows))
    against = tuple((file, problem) for file in releases for problem in positioned(loaded, file))
    fine = not (undecided or unread or outdated or against)
    if as_json:
        summary = _summary(loaded, undecided, unread)
        summary["outdated_workflows"] = [{"file": file, "found": told(one)} for file, one in outdated]
        summary["contradictions"] = [json_of(problem, "error") for _, problem in against]
        click.echo(json.dumps(summary, indent=2))
        return verdict(fine)
    if not quiet:
        _print(matrix, loaded)
        for line in problem_lines(loaded.remarks, loaded.sources, stream=sys.stdout):
            click.echo(line)
        for schema in outdated_schemas(matrix.parent):
            click.echo(f"{schema}: is of another version; `relinfra init --schema --force` writes this one")
        for file in releases:
            click.echo(f"{file.path}: valid, release {file.release.name or file.release.version}")
    _print_undecided(undecided, loaded)
    for missing in unread:
        click.echo(str(missing))
    for path, one in outdated:
        click.echo(f"{path}: {told(one)}; {REMEDY.removesuffix('.')}")
    for line in problem_lines((problem for _, problem in against), {one.path: one.text for one, _ in against}):
        click.echo(line)
    return verdict(fine)


def _print_problems(error: InvalidFileError, *, as_json: bool) -> None:
    if as_json:
        problems = [json_of(each, "error") for each in error.problems]
        procedure = {"procedure": list(error.procedure)} if isinstance(error, LockError) and error.procedure else {}
        click.echo(json.dumps({"valid": False, "problems": problems, **procedure}, indent=2))
        return
    for line in refusal_lines(error, stream=sys.stdout):
        click.echo(line)


def _print_undecided(undecided: tuple[Problem, ...], matrix: Matrix) -> None:
    for line in problem_lines(undecided, matrix.sources, stream=sys.stdout):
        click.echo(line)
    if undecided:
        count = f"{plural(len(undecided), 'value')} still to be decided"
        click.echo(style(count, stream=sys.stdout, fg="yellow", bold=True))


def _print(path: Path, matrix: Matrix) -> None:
    click.echo(f"{path}: valid, project {matrix.project}")
    click.echo(table(_HEADER, _rows(matrix)))
    click.echo(f"promotion: {' -> '.join(matrix.promotion)}")
    if len(matrix.live) > 1:
        click.echo(f"live: {', '.join(matrix.live)}")
    for account, names in matrix.shared_accounts.items():
        apart = "names and tags keep their roles apart" if matrix.bootstrap else "nothing of relinfra keeps them apart"
        click.echo(f"account {account} is shared by {', '.join(names)}: {apart}, an account for each would be a wall")
    if matrix.bootstrap:
        click.echo(_trusted(matrix, matrix.bootstrap))


def _trusted(matrix: Matrix, bootstrap: Bootstrap) -> str:
    """Return by which names runs are trusted, and how to tell which of them GitHub sends."""
    repository = matrix.repository
    trusted = f"trusted runs: {' or '.join(bootstrap.subjects_of(repository, 'ENVIRONMENT'))}"
    tells = f"`{asking_form(repository)}` tells which form GitHub sends"
    if bootstrap.repository_ids:
        return f"{trusted}; {tells}"
    since = f"where {repository} was made, renamed or transferred since {IMMUTABLE_SINCE} it holds ids"
    return f"{trusted}; {tells}: {since}, which `bootstrap.repository_ids` lets in beside it"


def _rows(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """Yield a row for each environment in each of its regions."""
    for environment in matrix.environments.values():
        yield _row(environment, environment.name)
        for region, further in environment.regions.items() if environment.target == "aws" else ():
            yield _row(further, f"{environment.name}@{region}")


def _row(environment: AnyEnvironment, name: str) -> tuple[str, ...]:
    approval = " ".join(environment.approval.reviewers) if environment.approval else ""
    databases = " ".join(environment.databases)
    if environment.target == "compose":
        account, services = environment.account or "", " ".join(environment.services)
        return (name, environment.target, account, "", "", services, databases, approval)
    return (
        name,
        environment.target,
        environment.account,
        environment.region,
        environment.disaster_recovery.region if environment.disaster_recovery else "",
        " ".join(f"{name}:{service.deployment.strategy}" for name, service in environment.services.items()),
        databases,
        approval,
    )


def _summary(matrix: Matrix, undecided: tuple[Problem, ...], unread: tuple[UnreadType, ...]) -> dict[str, Any]:
    content, bootstrap = matrix.model_dump(mode="json"), matrix.bootstrap
    return {
        "valid": True,
        "project": matrix.project,
        "repository": matrix.repository,
        "promotion": content["promotion"],
        "live": list(matrix.live),
        "environments": covered_value((), content["environments"]),
        "shared_accounts": {account: list(names) for account, names in matrix.shared_accounts.items()},
        "trusted_subjects": list(bootstrap.subjects_of(matrix.repository, "{environment}")) if bootstrap else [],
        "quotas": [
            {
                "environment": deployment.environment.name,
                "region": deployment.region,
                "path": list(quota.path),
                "quota": quota.name,
                "used": quota.used,
                "limit": quota.limit,
                "adjustable": quota.adjustable,
            }
            for deployment in matrix.regional_environments()
            for quota in quotas(deployment.environment)
        ],
        "remarks": [json_of(problem, "information") for problem in matrix.remarks],
        "undecided": [json_of(problem, "warning") for problem in undecided],
        "unread_types": [{"type": each.type, "stack": each.stack, "actions": list(each.actions)} for each in unread],
    }
