"""The sections on the database, the user interface, security and roles."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import old_versions_kept
from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import DatabaseChange
from relinfra.plan.blocks import points, under
from relinfra.plan.missing import field, known
from relinfra.plan.model import Line, Row, Section, Subheading, Table
from relinfra.plan.people import ROLES, person
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.compliance import compliance
from relinfra.plan.sections.migrations import migrations
from relinfra.plan.sections.procedures import shown, title_of
from relinfra.plan.sections.recovery import backups
from relinfra.plan.sections.schema_order import order_forth, undone
from relinfra.plan.sections.upgrades import upgrades
from relinfra.plan.stages import deployed
from relinfra.runbook import Procedure, restore_of

__all__ = ["database", "interface", "roles", "security"]


def database(facts: Facts) -> Section:
    """Return the section on the database: schema, first data, backups."""
    changes = facts.release.database_changes
    seed = facts.release.mvp.seed_data
    held = [(stage, one) for stage in facts.live for one in stage.databases if one.identifier]
    restored = [_restored(one) for one in (restore_of(stage, base) for stage, base in held) if one]
    blocks = (
        *under("deploy.schema", [(label("deploy.expand"),)]),
        *upgrades(facts),
        *migrations(facts),
        *under(
            "deploy.mvp_schema",
            [line for change in changes for line in _change(change)],
        ),
        *under("deploy.seed", [(known(seed, say("deploy.seeded", seed=seed), "mvp.seed_data"),)]),
        *under("deploy.backups", [line for one in deployed(facts) if (line := backups(one))]),
        *under("deploy.restore", restored),
    )
    return Section("deploy.database", None, blocks)


def _restored(procedure: Procedure) -> Line:
    return (title_of(procedure), label("rollback.colon"), *shown(procedure, "deploy.restore"))


def _change(change: DatabaseChange) -> Iterator[Line]:
    yield (
        say("deploy.change", change.id, change=change.key),
        field(change, DatabaseChange.description, "deploy.described"),
    )
    yield order_forth(change)
    yield undone(change)


def interface(facts: Facts) -> Section:
    """Return the section on the user interface and where its files lie."""
    ui = facts.release.ui
    lines: list[Line] = [(known(ui, say("deploy.ui", text=ui), "ui"),)]
    for stage in deployed(facts):
        for bucket in stage.buckets:
            name, days, kept = bucket.name, bucket.old_version_days, old_versions_kept(bucket)
            key = "deploy.bucket_kept" if days and kept.holds else "deploy.bucket"
            lines.append((asserted(kept, key, bucket.id, name=name, days=days),))
    return Section("deploy.interface", None, (points(lines), *under("deploy.assets", [(label("deploy.versioned"),)])))


def security(facts: Facts) -> Section:
    """Return the section on security, of the pipeline and of the infrastructure."""
    workflows = [one for one in facts.project.repository.workflows if one.scanning]
    scans: list[Line] = [(say("deploy.scans", one.key, file=one.file, scanning=one.scanning),) for one in workflows]
    checks: list[Line] = [(label(f"deploy.secure.{name}"),) for name in ("secrets", "access", "edge", "review")]
    blocks = (
        *under("deploy.pipeline_security", scans),
        Subheading((label("deploy.infrastructure_security"),)),
        *compliance(facts).blocks,
        *under("deploy.mvp_security", checks),
    )
    return Section("deploy.security", None, blocks)


def roles(facts: Facts) -> Section:
    """Return the section on the roles, now and later."""
    headings = tuple(label(f"deploy.heading.{name}") for name in ("role", "mvp", "later"))
    rows = []
    for role in ROLES:
        if role == "cto" and facts.release.person(role).empty:
            continue
        cells = (
            person(facts, role, "deploy"),
            (label(f"team.does.{role}"),),
            (label(f"deploy.later_role.{'same' if role != 'qa_lead' else 'qa'}"),),
        )
        rows.append(Row(tuple((cell,) for cell in cells)))
    return Section("deploy.roles", None, (Table(headings, tuple(rows)),))
