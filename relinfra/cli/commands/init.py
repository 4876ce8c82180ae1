"""`relinfra init`."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relinfra.api import load
from relinfra.cli.options import quiet as quiet_option
from relinfra.cli.terminal import plural
from relinfra.errors import UsageError
from relinfra.layout import MATRIX, find_repository
from relinfra.real_path import real
from relinfra.starter import Answers, Site, schema_files, starter_files, workflow_file, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.starter import Written

__all__ = ["command"]


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--project", help="Name of the project; everything in AWS is named after it.  [default: the directory's]")
@click.option("--repository", help="GitHub repository that may deploy, as owner/name.")
@click.option("--region", help="AWS region.  [default: us-east-1]")
@click.option("--staging-account", help="AWS account of staging, 12 digits.")
@click.option("--production-account", help="AWS account of production, 12 digits.")
@click.option("--domain", help="Domain of the service, with a Route 53 zone in both accounts.")
@click.option("--notify", help="E-mail address that alarms go to.")
@click.option("--reviewer", help="GitHub user or team that approves production.")
@click.option("--workflow", is_flag=True, help="Only write the workflow, from the relinfra.yaml that is there.")
@click.option("--schema", is_flag=True, help="Only write the schemas of this version, which editors read.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@quiet_option
def command(
    *, directory: Path | None, workflow: bool, schema: bool, force: bool, quiet: bool, **given: str | None
) -> None:
    """Write the first files of a repository into DIRECTORY (the current one), and leave those that are there.

    relinfra.yaml (a small matrix with comments), main.py and cdktf.json, requirements.txt, the CI workflow, the
    configuration of release-please with its CHANGELOG.md, what runs the local stage, and the schemas that editors read.
    Values not given get stand-ins; `relinfra validate` lists them. The repository on GitHub is that of git's remote.
    """
    part = workflow or schema
    site = Site(directory or (find_repository() if part else Path()))
    files = _part(site, workflow=workflow, schema=schema) if part else _all(site, given)
    written = write_files(site.root, files, force=force)
    if quiet:
        return
    _tell_files(written)
    if not part:
        _tell_left_out(site)
        if given["project"] is None and site.root / site.path(MATRIX) in written.files:
            _tell_name(real(site.target).name)
        count = plural(len(written.files), "file")
        click.echo(f"{count} written; next: relinfra validate, then relinfra build, then commit")


def _all(site: Site, given: dict[str, str | None]) -> Mapping[str, str]:
    answers = {name: value for name, value in given.items() if value is not None}
    project = answers.pop("project", None) or Answers.project_of(real(site.target).name)
    if not project:
        raise UsageError("--project: expected a name, since the directory's is none; give --project NAME")
    repository = answers.pop("repository", site.github)
    in_a_year = date.today() + timedelta(days=365)
    return starter_files(Answers(project=project, repository=repository, accepted_until=in_a_year, **answers), site)


def _part(site: Site, *, workflow: bool, schema: bool) -> Mapping[str, str]:
    files = workflow_file(load(site.target / MATRIX), site) if workflow else {}
    named = schema_files() if schema else {}
    return {**files, **{site.path(name): text for name, text in named.items()}}


def _tell_files(written: Written) -> None:
    for path in written.files:
        click.echo(_shown(path))
    for path in written.kept:
        click.echo(f"{_shown(path)}: kept, it was there (--force replaces it)")


def _tell_left_out(site: Site) -> None:
    """Tell what is not written at all, since a file of the repository does its work."""
    if site.other_compose_file:
        other = _shown(site.target / site.other_compose_file)
        click.echo(f"{other}: kept, and no compose.yaml written, which would hide it")
    if site.versioned_by:
        click.echo(f"{site.versioned_by} numbers the releases already: nothing of release-please was written")


def _tell_name(folder: str) -> None:
    """Tell of a project that could not be named as its folder is: everything in AWS is named after it."""
    project = Answers.project_of(folder)
    if project != folder:
        click.echo(f"the project is called {project}; another name: relinfra init --force --project NAME")


def _shown(path: Path) -> str:
    """Return a path as one would type it here."""
    return min(os.path.relpath(path), str(path), key=len)
