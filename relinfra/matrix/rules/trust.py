"""Whom AWS trusts: runs of one repository of GitHub's, in one environment."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from relinfra.domain.github_subjects import asking_form
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Bootstrap

__all__ = ["subjects_name_the_environment", "subjects_name_the_repository"]

_PATH = ("bootstrap", "subject")
_NAMING = ("repo", "repository")
"""Claims that tell the repository of a run; a `job_workflow_ref` is that of a workflow, which others may call."""


def subjects_name_the_repository(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that a subject says whose run it is: anybody's repository may have an environment of the same name.

    And anybody may choose which claims a subject of theirs is made of:
    https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
    """
    bootstrap = matrix.bootstrap
    if bootstrap is not None and not any(_names(bootstrap, matrix.repository, *pair) for pair in _claims(bootstrap)):
        expected = f"a subject that holds `repo:{{repository}}`, so that runs of {matrix.repository} alone are trusted"
        hint = f"`{asking_form(matrix.repository)}` tells how GitHub begins it"
        yield Finding(_PATH, expected, f"`{bootstrap.subject}`", hint, (("repository",),))


def subjects_name_the_environment(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that a subject says in which environment it runs, whose protection in GitHub decides who deploys."""
    bootstrap = matrix.bootstrap
    if bootstrap is not None and ("environment", "{environment}") not in _claims(bootstrap):
        expected = "a subject that holds `environment:{environment}`"
        hint = "GitHub protects environments; who may push names branches and files as they like"
        yield Finding(_PATH, expected, f"`{bootstrap.subject}`", hint)


def _claims(bootstrap: Bootstrap) -> tuple[tuple[str, str], ...]:
    """Return the claims of a subject and their values, which have no colons: GitHub writes `%3A` in them."""
    return tuple(pairwise(bootstrap.subject.split(":")))


def _names(bootstrap: Bootstrap, repository: str, claim: str, value: str) -> bool:
    ids = bootstrap.repository_ids
    if claim == "repository_id":
        return value.isdecimal() and (ids is None or value == str(ids.repository))
    if claim not in _NAMING or value in ("{repository}", *bootstrap.names_of(repository)):
        return claim in _NAMING
    owner, _, name = repository.partition("/")
    return ids is None and re.fullmatch(rf"{re.escape(owner)}@\d+/{re.escape(name)}@\d+", value) is not None
