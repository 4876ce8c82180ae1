"""Every file that `relinfra init` writes."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING

from relinfra.domain.github_subjects import IMMUTABLE_SINCE, asking_form, asking_ids
from relinfra.errors import MatrixError, UsageError
from relinfra.layout import APP_FILE, MATRIX
from relinfra.local import chosen_stage, local_files
from relinfra.matrix import LocalEnvironment, Matrix
from relinfra.pipeline import further_workflows, versioning_files, workflow
from relinfra.reading.problems import render_path
from relinfra.starter.schemas import schema_files
from relinfra.templating import templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.starter.answers import Answers
    from relinfra.starter.site import Site

__all__ = ["starter_files", "workflow_file"]


def starter_files(answers: Answers, site: Site) -> Mapping[str, str]:
    """Return the files of a repository by their path from its top, sorted; those that are there may be kept.

    A matrix that is there is the one they are about. Raises `UsageError` when an answer is nothing the matrix accepts,
    `MatrixError` where the matrix that is there is wrong.
    """
    values = _values(answers, site)
    text = _rendered("relinfra.yaml.j2", values)
    path = site.target / MATRIX
    matrix = Matrix.load(path) if path.exists() else _accepted(text, answers)
    own = {MATRIX: text, **_plain(site, values), **schema_files(), **_local(matrix, site)}
    if not site.versioned_by:
        own |= {"CHANGELOG.md": _rendered("changelog.md.j2", values), **versioning_files(matrix.project, site.folder)}
    files = {site.path(name): content for name, content in own.items()}
    return dict(sorted({**files, **workflow_file(matrix, site)}.items()))


def workflow_file(matrix: Matrix, site: Site) -> Mapping[str, str]:
    """Return the workflow of the release, and those that go with it, by their path from the top of the repository."""
    where = site.workflow(matrix.project)
    further = {path: text for path, text in further_workflows(matrix, where).items() if site.may_write_workflow(path)}
    return {where.path: workflow(matrix, where), **further}


def _values(answers: Answers, site: Site) -> dict[str, object]:
    return {
        **asdict(answers),
        "repository": answers.github,
        "state_bucket": answers.state_bucket,
        "image": answers.image,
        "version": version("relinfra"),
        "program": site.program,
        "immutable_since": IMMUTABLE_SINCE,
        "asking_form": asking_form(answers.github),
        "asking_ids": asking_ids(answers.github),
    }


def _plain(site: Site, values: Mapping[str, object]) -> Mapping[str, str]:
    named = {
        site.program: "main.py.j2",
        APP_FILE: "cdktf.json.j2",
        site.requirements: "requirements.txt.j2",
        ".gitignore": "gitignore.j2",
    }
    return {name: _rendered(template, values) for name, template in named.items()}


def _local(matrix: Matrix, site: Site) -> Mapping[str, str]:
    """Return what runs the only local stage, nothing where Compose would then overlook a file that is there."""
    local = [one for one in matrix.environments.values() if isinstance(one, LocalEnvironment)]
    return local_files(chosen_stage(matrix)) if len(local) == 1 and not site.other_compose_file else {}


def _rendered(template: str, values: Mapping[str, object]) -> str:
    return templates("relinfra.starter").get_template(template).render(values)


def _accepted(text: str, answers: Answers) -> Matrix:
    try:
        return Matrix.parse(text.encode(), MATRIX)
    except MatrixError as error:
        faults = {render_path(each.path): f"expected {each.expected}, found {each.found}" for each in error.problems}
        if "project" in faults:
            faults = {path: fault for path, fault in faults.items() if path not in _named_after_project(answers)}
        raise UsageError("; ".join(f"{path}: {fault}" for path, fault in faults.items())) from error


def _named_after_project(answers: Answers) -> tuple[str, ...]:
    """Return the values that are wrong because the name of the project is."""
    return ("state.bucket", *(() if answers.repository else ("repository",)))
