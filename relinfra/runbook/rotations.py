"""A secret that is changed now: its value, the tasks that have read the former one, and what shows that they serve."""

from __future__ import annotations

from typing import TypeAlias

from relinfra.claims import rotation_reaches_tasks
from relinfra.evidence import value_of
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import active, named, right_account, serves
from relinfra.runbook.step import Given, Kind, Procedure, Step

__all__ = ["rotations_of"]

_DEPLOYED_WITHIN = 360
_ROTATED_WITHIN = 15
_BEGUN_WITHIN = 15
_Reader: TypeAlias = tuple[Service, Secret]


def rotations_of(stage: Stage) -> tuple[Procedure, ...]:
    """Return how each secret of a stage is changed, whoever reads it."""
    readers: dict[str, list[_Reader]] = {}
    for service in stage.services:
        for secret in service.secrets:
            source = value_of(secret.secret) or value_of(secret.managed_for)
            known = readers.setdefault(str(source), []) if source and not secret.master_of else []
            if all(service != other for other, _ in known):
                known.append((service, secret))
    return tuple(_rotation(stage, reading) for reading in readers.values())


def _rotation(stage: Stage, readers: list[_Reader]) -> Procedure:
    """Return the procedure of one secret. That of a password which Terraform makes is raised in the matrix instead."""
    secret = readers[0][1]
    about: dict[str, Given] = {"region": stage.region}
    inputs: tuple[str, ...] = ()
    if secret.managed_for:
        changed = _managed({**about, "source": secret.managed_for, "identifier": secret.managed_for})
    else:
        inputs, changed = ("VALUE_FILE",), _stored({**about, "source": secret.secret, "secret": secret.secret})
    steps = (
        *right_account(stage),
        *(active(stage, one) for one, _ in readers),
        *changed,
        *(step for one, read in readers for step in _restarted(stage, one, read)),
    )
    source = secret.secret or secret.managed_for
    title: dict[str, Given] = {"source": source, "managed": secret.managed_for, "stage": stage.name}
    return Procedure("rotate", secret.id, title, steps, inputs)


def _managed(about: dict[str, Given]) -> tuple[Step, ...]:
    """Return how RDS gives a master password anew; its secret's version is another one then."""
    return (
        Step("secret_known", Kind.LEARN, "master_secret", about, variable="SECRET_ARN"),
        Step("version_known", Kind.LEARN, "secret_version", about, variable="VERSION_ID"),
        Step("rotate", Kind.ACT, "rotate_master", about),
        Step("rotated", Kind.AWAIT, "secret_changed", about, "yes", minutes=_ROTATED_WITHIN),
    )


def _stored(about: dict[str, Given]) -> tuple[Step, ...]:
    """Return how a value is put from a file, so that it stands in no history of a shell."""
    return (
        Step("secret_found", Kind.LEARN, "stored_secret", about, variable="SECRET_ARN"),
        Step("version_known", Kind.LEARN, "secret_version", about, variable="VERSION_ID"),
        Step("put", Kind.ACT, "put_secret", about),
        Step("rotated", Kind.AWAIT, "secret_changed", about, "yes", minutes=_ROTATED_WITHIN),
    )


def _restarted(stage: Stage, service: Service, secret: Secret) -> tuple[Step, ...]:
    """Return how tasks read the new value: ECS gives a secret to a task once, when that starts."""
    about = named(stage, service)
    if isinstance(service.rollout, CodeDeploy):
        return (Step("restart_code", Kind.DECIDE, given=about), *serves(stage, service))
    # Where a rule restarts the tasks by itself, a second deployment would end the first.
    restart = () if rotation_reaches_tasks(secret).holds else (Step("restart", Kind.ACT, "deploy_anew", about),)
    failed = "@(STOPPED|ROLLBACK_*)"
    # RDS has forgotten the former password; a stored value can be put back.
    restarted = "restarted_managed" if secret.managed_for else "restarted"
    return (
        *restart,
        Step("restarting", Kind.LEARN, "running_deployment", about, minutes=_BEGUN_WITHIN, variable="DEPLOYMENT_ARN"),
        Step(restarted, Kind.AWAIT, "deployment_status", about, "SUCCESSFUL", failed, _DEPLOYED_WITHIN),
        *serves(stage, service),
    )
