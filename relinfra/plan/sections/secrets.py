"""Section 7: what services are told, and what they must not tell."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Block, Bullet, Bullets, Line, Row, Section, Statement, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.accounts import trusted
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.sessions import sessions
from relinfra.plan.stages import deployed

__all__ = ["secrets"]

_HEADINGS = ("stage", "service", "variable", "source", "rotation")


def secrets(facts: Facts) -> Section:
    """Return the section."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.nodes("service")]
    rows = tuple(_row(stage, service, secret) for stage, service in services for secret in service.nodes("secret"))
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(tuple(label(f"secrets.heading.{name}") for name in _HEADINGS), rows))
    plain = [Bullet(_plain(stage, service)) for stage, service in services if service.fact("variables")]
    bullets = (
        *plain,
        Bullet((_example(facts),)),
        *(Bullet(line) for line in (*_access(facts), *sessions(facts), *trusted(facts), *_bounded(facts))),
    )
    return Section("secrets", 7, (*blocks, Bullets(bullets)))


def _row(stage: Node, service: Node, secret: Node) -> Row:
    about = secret.id
    named, managed, rotation = secret.fact("secret"), secret.fact("managed_for"), secret.fact("rotation")
    source = label("secrets.unknown")
    rotated = label("secrets.no_rotation")
    if named:
        database = secret.fact("master_of")
        source = say("secrets.stored_for" if database else "secrets.stored", about, secret=named, database=database)
        version = secret.fact("version")
        rotated = say("secrets.own_rotation", about, version=version) if version else rotated
        rotated = say("secrets.rotation", about, rotation=rotation) if rotation else rotated
    elif managed:
        source = say("secrets.managed", about, database=managed)
        rotated = say("secrets.managed_rotation", about, rotation=documented(secret, "password_rotation"))
    cells = (
        say("secrets.stage", about, stage=stage.fact("stage")),
        say("secrets.service", about, name=service.fact("name")),
        say("secrets.variable", about, variable=secret.fact("variable")),
        source,
        rotated,
    )
    return Row(tuple(((cell,),) for cell in cells))


def _bounded(facts: Facts) -> list[Line]:
    """Return what limits the roles of every stage, where a boundary does."""
    lines: list[Line] = []
    for stage in deployed(facts):
        given = {name: stage.fact(f"roles.{name}") for name in ("bound", "boundaries")}
        if not given["bound"]:
            continue
        line = [say("secrets.bounded", stage.id, stage=stage.fact("stage"), **given)]
        unbound = stage.fact("roles.unbound")
        if unbound:
            line.append(say("secrets.unbounded", stage.id, stage=stage.fact("stage"), unbound=unbound))
        lines.append(tuple(line))
    return lines


def _plain(stage: Node, service: Node) -> Line:
    names = service.fact("variables")
    return (say("secrets.plain", service.id, stage=stage.fact("stage"), name=service.fact("name"), names=names),)


def _example(facts: Facts) -> Statement:
    example = facts.get("project.repository.file.example_config")
    return say("secrets.example", file=example) if example else say("secrets.no_example")


def _access(facts: Facts) -> list[Line]:
    lines: list[Line] = []
    for workflow in facts.at("project.repository").nodes("workflow"):
        about, file = workflow.key, workflow.fact("file")
        oidc, keys = workflow.fact("oidc"), workflow.fact("long_lived_keys")
        if oidc:
            lines.append((say("secrets.oidc", about, file=file, oidc=oidc),))
        if keys:
            lines.append((say("secrets.long_lived", about, file=file, keys=keys),))
    return lines
