"""Secrets: what services are given, how it is rotated, and who has access."""

from __future__ import annotations

from relinfra.claims import rotation_reaches_tasks
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.service import Secret, Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Bullet, Bullets, Line, Row, Section, Table
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.accounts import trusted
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.sessions import sessions
from relinfra.plan.stages import deployed, stages

__all__ = ["secrets"]

_HEADINGS = ("stage", "service", "variable", "source", "rotation")


def secrets(facts: Facts) -> Section:
    """Return the section on secrets."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.services]
    rows = tuple(_row(stage, service, secret) for stage, service in services for secret in service.secrets)
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(tuple(label(f"secrets.heading.{name}") for name in _HEADINGS), rows))
    plain = [Bullet(_plain(stage, service)) for stage, service in services if service.variables]
    bullets = (
        *plain,
        Bullet(_example(facts)),
        *(
            Bullet(line)
            for line in (*_permissions(facts), *_access(facts), *sessions(facts), *trusted(facts), *_bounded(facts))
        ),
    )
    return Section("secrets", None, (*blocks, Bullets(bullets)))


def _row(stage: Stage, service: Service, secret: Secret) -> Row:
    about = secret.id
    named, managed, rotation, key = secret.secret, secret.managed_for, secret.rotation, secret.json_key
    source = label("secrets.unknown")
    rotated = label("secrets.no_rotation")
    if named:
        database = secret.master_of
        kind = "secrets.stored_for" if database else "secrets.stored"
        source = say(kind, about, secret=named, database=database, key=key)
        version = secret.version
        rotated = say("secrets.own_rotation", about, version=version) if version else rotated
        rotated = say("secrets.rotation", about, rotation=rotation) if rotation else rotated
    elif managed:
        source = say("secrets.managed", about, database=managed, key=key)
        rotated = say("secrets.managed_rotation", about, rotation=documented(secret).password_rotation)
        rotated = say("secrets.scheduled_rotation", about, rotation=rotation) if rotation else rotated
    elif secret.parameter:
        source = say("secrets.parameter", about, parameter=secret.parameter)
        rotated = label("secrets.parameter_rotation")
    cells = (
        say("secrets.stage", about, stage=stage.name),
        say("secrets.service", about, name=service.name),
        say("secrets.variable", about, variable=secret.variable),
        source,
    )
    return Row((*(((cell,),) for cell in cells), ((rotated, *_reaching(service, secret)),)))


def _reaching(service: Service, secret: Secret) -> Line:
    """Return how another value reaches the tasks: they are replaced, read it themselves, or keep the former one."""
    claim, names = rotation_reaches_tasks(secret), service.variables
    if claim.holds:
        return (asserted(claim, "secrets.restarted", secret.id, rule=secret.rule),)
    if names and f"{value_of(secret.variable)}_SECRET_ARN" in names.value:
        return (say("secrets.reread", secret.id, variable=secret.variable),)
    return (label("secrets.stop"), *reason(claim))


def _bounded(facts: Facts) -> list[Line]:
    """Return what limits the roles of every stage, where a boundary does."""
    lines: list[Line] = []
    for stage in deployed(facts):
        roles = stage.roles
        if not roles.bound:
            continue
        line = [say("secrets.bounded", stage.id, stage=stage.name, bound=roles.bound, boundaries=roles.boundaries)]
        if roles.unbound:
            line.append(say("secrets.unbounded", stage.id, stage=stage.name, unbound=roles.unbound))
        lines.append(tuple(line))
    return lines


def _permissions(facts: Facts) -> list[Line]:
    """Return what tasks may do in AWS because the matrix says so, each with its reason where it needs one."""
    return [
        (
            say(
                "secrets.permission",
                one.id,
                stage=stage.name,
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
    return (say("secrets.plain", service.id, stage=stage.name, name=service.name, names=names),)


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
