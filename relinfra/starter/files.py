"""Every file that `relinfra init` writes."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING

from relinfra.domain.github_subjects import IMMUTABLE_SINCE, asking_form, asking_ids
from relinfra.errors import MatrixError, UsageError
from relinfra.matrix import Matrix
from relinfra.pipeline import WORKFLOW_PATH, versioning_files, workflow
from relinfra.reading.problems import render_path
from relinfra.starter.schemas import schema_files
from relinfra.templating import templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.starter.answers import Answers

__all__ = ["starter_files"]

_PLAIN = {
    "main.py": "main.py.j2",
    "cdktf.json": "cdktf.json.j2",
    "requirements.txt": "requirements.txt.j2",
    ".gitignore": "gitignore.j2",
    "CHANGELOG.md": "changelog.md.j2",
}


def starter_files(answers: Answers) -> Mapping[str, str]:
    """Return the files of a new repository by their path, sorted.

    Raises `UsageError` when an answer is nothing the matrix accepts.
    """
    source = templates("relinfra.starter")
    values = {
        **asdict(answers),
        "repository": answers.github,
        "state_bucket": answers.state_bucket,
        "image": answers.image,
        "version": version("relinfra"),
        "immutable_since": IMMUTABLE_SINCE,
        "asking_form": asking_form(answers.github),
        "asking_ids": asking_ids(answers.github),
    }
    text = source.get_template("relinfra.yaml.j2").render(values)
    matrix = _accepted(text, answers)
    files = {path: source.get_template(name).render(values) for path, name in _PLAIN.items()}
    files |= {"relinfra.yaml": text, WORKFLOW_PATH: workflow(matrix), **schema_files()}
    files |= versioning_files(answers.project)
    return dict(sorted(files.items()))


def _accepted(text: str, answers: Answers) -> Matrix:
    try:
        return Matrix.parse(text.encode(), "relinfra.yaml")
    except MatrixError as error:
        faults = {render_path(each.path): f"expected {each.expected}, found {each.found}" for each in error.problems}
        if "project" in faults:
            faults = {path: fault for path, fault in faults.items() if path not in _named_after_project(answers)}
        raise UsageError("; ".join(f"{path}: {fault}" for path, fault in faults.items())) from error


def _named_after_project(answers: Answers) -> tuple[str, ...]:
    """Return the values that are wrong because the name of the project is."""
    return ("state.bucket", *(() if answers.repository else ("repository",)))
