"""Secrets: the life of each, logins that need none, and who has access."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import iam_logs_in
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.secret import DatabaseLogin
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Bullet, Bullets, Line, Section
from relinfra.plan.say import asserted, reason, say
from relinfra.plan.sections.accounts import trusted
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.secret_lives import secret_lives
from relinfra.plan.sections.sessions import sessions
from relinfra.plan.stages import deployed, stages

__all__ = ["secrets"]


def secrets(facts: Facts) -> Section:
    """Return the section on secrets."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.services]
    lives = secret_lives(deployed(facts))
    blocks: list[Block] = [lives] if lives else []
    plain = [Bullet(_plain(stage, service)) for stage, service in services if service.variables]
    bullets = (
        *(Bullet(line) for stage, service in services for line in _logins(stage, service)),
        *plain,
        Bullet(_example(facts)),
        *(
            Bullet(line)
            for line in (*_permissions(facts), *_access(facts), *sessions(facts), *trusted(facts), *_bounded(facts))
        ),
    )
    return Section("secrets", None, (*blocks, Bullets(bullets)))


def _logins(stage: Stage, service: Service) -> Iterator[Line]:
    """Yield how tasks log in by IAM, what that takes in the database, and what AWS says of its limits."""
    for login in service.logins:
        about, claim = login.id, iam_logs_in(login)
        given = {"stage": stage.title, "name": service.name, "user": login.user, "database": login.database}
        if not claim.holds:
            yield (say("secrets.cannot_log_in", about, **given), *reason(claim))
            continue
        aws = documented(login)
        limits = say("secrets.login_limits", about, connections=aws.iam_connections, memory=aws.iam_memory)
        yield (asserted(claim, "secrets.logs_in", about, **given), *_grant(login), limits)
    for login in service.migration.logins:
        claim = iam_logs_in(login)
        if not claim.holds:
            given = {"name": service.migration.family, "user": login.user, "database": login.database}
            yield (say("secrets.cannot_log_in", login.id, stage=stage.title, **given), *reason(claim))


def _grant(login: DatabaseLogin) -> Line:
    """Return the statements that let a user of the database log in by IAM, where its engine is known."""
    engine = value_of(login.engine) or ""
    for family, key in (("postgres", "secrets.grant_postgres"), ("mysql", "secrets.grant_mysql")):
        if family in engine.replace("mariadb", "mysql"):
            return (say(key, login.id, user=login.user),)
    return ()


def _bounded(facts: Facts) -> list[Line]:
    """Return what limits the roles of every stage, where a boundary does."""
    lines: list[Line] = []
    for stage in deployed(facts):
        roles = stage.roles
        if not roles.bound:
            continue
        line = [say("secrets.bounded", stage.id, stage=stage.title, bound=roles.bound, boundaries=roles.boundaries)]
        if roles.unbound:
            line.append(say("secrets.unbounded", stage.id, stage=stage.title, unbound=roles.unbound))
        lines.append(tuple(line))
    return lines


def _permissions(facts: Facts) -> list[Line]:
    """Return what tasks may do in AWS because the matrix says so, each with its reason where it needs one."""
    return [
        (
            say(
                "secrets.permission",
                one.id,
                stage=stage.title,
                name=service.name,
                actions=one.actions,
                resources=one.resources,
                why=one.why,
            ),
        )
        for stage in deployed(facts)
        for service in stage.services
        for one in service.permissions
    ]


def _plain(stage: Stage, service: Service) -> Line:
    names = service.variables
    return (say("secrets.plain", service.id, stage=stage.title, name=service.name, names=names),)


def _example(facts: Facts) -> Line:
    """Return what a developer has to set, and what of it the repository gives away or leaves out."""
    files = facts.project.repository.file
    if files.example_config is None:
        return (say("secrets.no_example"), *_unnamed(facts))
    line = [say("secrets.example", file=files.example_config)]
    if files.example_variables:
        line.append(say("secrets.example_names", names=files.example_variables))
    if files.example_values:
        line.append(say("secrets.example_values", names=files.example_values))
    return (*line, *_unnamed(facts))


def _unnamed(facts: Facts) -> Line:
    composes = [stage.compose for stage in stages(facts)]
    return tuple(say("secrets.unnamed", one.id, file=one.file, names=one.unnamed) for one in composes if one.unnamed)


def _access(facts: Facts) -> list[Line]:
    lines: list[Line] = []
    for workflow in facts.project.repository.workflows:
        about, file = workflow.key, workflow.file
        oidc, keys = workflow.oidc, workflow.long_lived_keys
        if oidc:
            lines.append((say("secrets.oidc", about, file=file, oidc=oidc),))
        if keys:
            lines.append((say("secrets.long_lived", about, file=file, keys=keys),))
    return lines
