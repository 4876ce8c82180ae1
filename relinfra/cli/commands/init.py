"""`relinfra init`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from relinfra.api import load
from relinfra.cli.options import quiet as quiet_option
from relinfra.cli.terminal import plural
from relinfra.errors import UsageError
from relinfra.layout import MATRIX, find_repository
from relinfra.pipeline import WORKFLOW_PATH
from relinfra.pipeline import workflow as render_workflow
from relinfra.starter import Answers, schema_files, starter_files, write_files

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
    """Write the first files of a repository into DIRECTORY (the current one).

    relinfra.yaml (a small matrix with comments), main.py and cdktf.json, requirements.txt, the CI workflow, the
    configuration of release-please with its CHANGELOG.md, and the schemas that editors read. Values not given get
    stand-ins; `relinfra validate` lists them.
    """
    part = workflow or schema
    target = directory or (find_repository() if part else Path())
    files = _part(target, workflow=workflow, schema=schema) if part else _all(target, given)
    written = write_files(target, files, force=force)
    if quiet:
        return
    for path in written:
        click.echo(path)
    if not part and given["project"] is None:
        _tell_name(target.resolve().name)
    if not part:
        click.echo(f"{plural(len(written), 'file')} written; next: relinfra validate, then relinfra build, then commit")


def _all(directory: Path, given: dict[str, str | None]) -> dict[str, str]:
    answers = {name: value for name, value in given.items() if value is not None}
    project = answers.pop("project", None) or Answers.project_of(directory.resolve().name)
    if not project:
        raise UsageError("--project: expected a name, since the directory's is none; give --project NAME")
    in_a_year = date.today() + timedelta(days=365)
    return dict(starter_files(Answers(project=project, accepted_until=in_a_year, **answers)))


def _tell_name(folder: str) -> None:
    """Tell of a project that could not be named as its folder is: everything in AWS is named after it."""
    project = Answers.project_of(folder)
    if project != folder:
        click.echo(f"the project is called {project}; another name: relinfra init --force --project NAME")


def _part(directory: Path, *, workflow: bool, schema: bool) -> dict[str, str]:
    files = {WORKFLOW_PATH: render_workflow(load(directory / MATRIX))} if workflow else {}
    return {**files, **(schema_files() if schema else {})}
