"""The life of every secret, a row each: where it comes from, who reads it, what changes it, what follows then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from relinfra.claims import failed_restart_is_told, password_rotates, rotation_reaches_tasks
from relinfra.evidence import value_of
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.secret import DatabaseLogin, Secret
from relinfra.evidence.records.service import Migration, Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Row, Statement, Table
from relinfra.plan.once import once
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.aws_documentation import documented

__all__ = ["secret_lives"]

_HEADINGS = ("stage", "source", "readers", "rotation", "restart")
_Lines: TypeAlias = tuple[Line, ...]


@dataclass(frozen=True)
class _Reader:
    """A reader of a secret: a service, or its migration."""

    service: Service
    secret: Secret
    migration: Migration | None = None


def secret_lives(stages: tuple[Stage, ...]) -> Table | None:
    """Return the table of all secrets of the stages, None where there is none."""
    rows = tuple(row for stage in stages for row in _rows(stage))
    return Table(tuple(label(f"secrets.heading.{name}") for name in _HEADINGS), rows) if rows else None


def _source(secret: Secret) -> Statement:
    """Return where a secret comes from."""
    about, named = secret.id, secret.secret
    if named:
        database = secret.master_of
        return say("secrets.stored_for" if database else "secrets.stored", about, secret=named, database=database)
    if secret.managed_for:
        return say("secrets.managed", about, database=secret.managed_for)
    if secret.parameter:
        return say("secrets.parameter", about, parameter=secret.parameter)
    return label("secrets.unknown")


def _rows(stage: Stage) -> Iterator[Row]:
    """Yield a row for each secret, whoever reads it, and for each login that has none."""
    for readers in _by_source(stage).values():
        secret = readers[0].secret
        # A service that reads it twice is restarted once.
        restarts = tuple(map(_restart, once(readers, lambda one: (one.service.id, one.migration is not None))))
        yield _row(stage, secret, tuple((_reader(one),) for one in readers), restarts)
    for secret in stage.unread_secrets:
        yield _row(stage, secret, ((label("secrets.unread"),),), ((label("none"),),))
    for service in stage.services:
        for login in service.logins:
            yield _login(stage, service, login)


def _by_source(stage: Stage) -> dict[tuple[object, ...], list[_Reader]]:
    """Return who reads each secret, services before migrations."""
    found: dict[tuple[object, ...], list[_Reader]] = {}
    for service in stage.services:
        for reader in (
            *(_Reader(service, secret) for secret in service.secrets),
            *(_Reader(service, secret, service.migration) for secret in service.migration.secrets),
        ):
            one = reader.secret
            source = (value_of(one.secret), value_of(one.managed_for), value_of(one.parameter))
            # What is not found in the stacks is told apart by its variable.
            unknown = (service.key, value_of(one.variable)) if not any(source) else ()
            found.setdefault((*source, *unknown), []).append(reader)
    return found


def _row(stage: Stage, secret: Secret, readers: _Lines, restarts: _Lines) -> Row:
    about = secret.id
    stage_name = say("secrets.stage", about, stage=stage.title)
    return Row((((stage_name,),), ((_source(secret),),), readers, (_rotation(secret),), restarts))


def _reader(reader: _Reader) -> Statement:
    secret, about = reader.secret, reader.secret.id
    given = {"variable": secret.variable, "key": secret.json_key}
    if reader.migration:
        return say("secrets.migration_reader", about, name=reader.migration.family, **given)
    if secret.container:
        return say("secrets.beside_reader", about, name=reader.service.name, container=secret.container, **given)
    return say("secrets.reader", about, name=reader.service.name, **given)


def _rotation(secret: Secret) -> Line:
    """Return what gives a secret another value, and when."""
    about, rotation, version = secret.id, secret.rotation, secret.version
    if secret.managed_for:
        claim = password_rotates(secret)
        if claim.holds:
            return (asserted(claim, "secrets.scheduled_rotation", about, rotation=rotation, window=claim.window),)
        default = say("secrets.managed_rotation", about, rotation=documented(secret).password_rotation)
        return (default, label("secrets.stop"), *reason(claim))
    if rotation:
        return (say("secrets.rotation", about, rotation=rotation),)
    if version:
        return (say("secrets.own_rotation", about, version=version),)
    return (label("secrets.parameter_rotation" if secret.parameter else "secrets.no_rotation"),)


def _restart(reader: _Reader) -> Line:
    """Return how another value reaches a reader, and for how long connections may fail until then."""
    secret, about = reader.secret, reader.secret.id
    if reader.migration:
        return (say("secrets.migration_reads", about, name=reader.migration.family),)
    claim, name = rotation_reaches_tasks(secret), reader.service.name
    if claim.holds:
        line = [asserted(claim, "secrets.restarted", about, name=name, rule=secret.restart.rule)]
        return (*line, *_gap(reader), *_failing(secret))
    if secret.reread_at:
        read = say("secrets.reread", about, name=name, variable=secret.reread_at)
        return (read, *(_rotating(secret) if _is_password(secret) else ()))
    return (say("secrets.kept", about, name=name), *reason(claim))


def _is_password(secret: Secret) -> bool:
    """Whether connections depend on it: a master password."""
    return bool(secret.managed_for or secret.master_of)


def _rotating(secret: Secret) -> Line:
    return (say("secrets.rotating", secret.id, minutes=documented(secret).managed_rotation),)


def _gap(reader: _Reader) -> Line:
    """Return the minutes in which new connections fail: the rotation, a release that runs, and the deployment."""
    secret, rollout = reader.secret, reader.service.rollout
    if not _is_password(secret):
        return ()
    about, wait = secret.id, secret.restart.wait_minutes
    given = {"rotation": documented(secret).managed_rotation, "wait": wait}
    if isinstance(rollout, CodeDeploy):
        return (say("secrets.gap_code_deploy", about, bake=rollout.bake_minutes, **given),)
    if rollout.waits_minutes:
        return (say("secrets.gap", about, deployment=rollout.waits_minutes, **given),)
    return (say("secrets.gap_unknown", about, **given),)


def _failing(secret: Secret) -> Line:
    """Return who hears of it where tasks are not replaced."""
    claim, restart = failed_restart_is_told(secret), secret.restart
    if claim.holds:
        return (asserted(claim, "secrets.failure_told", secret.id, alarm=restart.alarm, alert=restart.alert),)
    return (say("secrets.failure_untold", secret.id, rule=restart.rule), *reason(claim))


def _login(stage: Stage, service: Service, login: DatabaseLogin) -> Row:
    about = login.id
    readers = [say("secrets.login_reader", about, name=service.name, variables=login.told)]
    migrating = Migration.logins.get(service.migration, login.key)
    if not migrating.empty:
        given = {"name": service.migration.family, "variables": migrating.told}
        readers.append(say("secrets.migration_login", migrating.id, **given))
    return Row(
        (
            ((say("secrets.stage", about, stage=stage.title),),),
            ((say("secrets.login", about, user=login.user, database=login.database),),),
            tuple((reader,) for reader in readers),
            ((say("secrets.login_rotation", about, minutes=documented(login).database_token),),),
            ((say("secrets.login_restart", about, name=service.name),),),
        )
    )
