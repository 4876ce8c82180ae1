"""Broken promise: what a live environment is meant to do by itself at night does not happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.claims import Claim, failed_restart_is_told, failover_moves, iam_logs_in, password_rotates
from relinfra.domain.names import terraform_name
from relinfra.evidence import value_of
from relinfra.evidence.records.service import Service
from relinfra.linter.conditions import why
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["find"]

Asked = tuple[Claim, str, tuple[str, ...]]
"""A claim, the promise in words, and the place in the environment that asks for it."""


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every promise that a condition breaks; overrides and edits of a team's own can do that."""
    for live in context.live:
        for claim, promise, path in _of_environment(context, live):
            if broken := why(claim):
                remedy = "Take back what overrides it, or say in `lint_waivers` why."
                yield context.in_matrix(f"{promise}: {broken}", remedy, live.name, *path)


def _of_environment(context: LintContext, live: Environment) -> Iterator[Asked]:
    keys = {terraform_name(key): key for key in live.services}
    stages = context.live_stages(live)
    for service in (service for stage in stages for service in stage.services):
        yield from _of_service(service, keys.get(service.key, ""))
    promise = "the name does not move to the region that stands ready by itself"
    for name in (name for stage in stages for name in stage.recovery.names) if live.disaster_recovery else ():
        yield failover_moves(name), promise, ("disaster_recovery",)


def _of_service(service: Service, key: str) -> Iterator[Asked]:
    for login in service.logins:
        promise = f"tasks of `{key}` cannot log in to `{value_of(login.database) or login.key}`"
        yield iam_logs_in(login), promise, ("services", key, "secrets")
    for secret in service.secrets:
        variable = value_of(secret.variable) or secret.key
        path = ("services", key, "secrets", variable)
        if secret.managed_for and secret.rotation:
            yield password_rotates(secret), f"the password in `{variable}` does not change in its window", path
        if secret.restart.rule:
            promise = f"nobody hears of tasks of `{key}` that go on with the former `{variable}`"
            yield failed_restart_is_told(secret), promise, path
