"""Quotas of AWS that only an apply would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.quotas import quotas
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["first_names_fit_certificates", "quotas_are_kept"]

_LONGEST_FIRST_NAME = 64
"""https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""


def quotas_are_kept(scope: Scope) -> Iterator[Finding]:
    """Refuse more of something than AWS takes, counted as `validate --json` shows it.

    It tells only when it makes the last one, in the middle of an apply.
    """
    for quota in quotas(scope.environment):
        if not quota.kept:
            expected = f"at most {quota.limit:,} {quota.name}"
            hint = "keep several values in one secret, or split the service" if quota.path else "split the environment"
            yield Finding(scope.at(*quota.path), expected, f"{quota.used:,}", hint)


def first_names_fit_certificates(scope: Scope) -> Iterator[Finding]:
    """Refuse a domain longer than the first name of a certificate may be; each has a certificate of its own."""
    for key, service in scope.environment.services.items():
        name = service.domain.name if service.domain else ""
        if len(name) > _LONGEST_FIRST_NAME:
            expected = (
                f"a name of at most {_LONGEST_FIRST_NAME} characters, which ACM takes as the first of a certificate"
            )
            yield Finding(scope.at("services", key, "domain", "name"), expected, f"{len(name)} characters")
