"""AWS accounts as the bootstrap prepares them: buckets of states and evidence, images, the pipeline's roles."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.project import ContainerRepository
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.plan.sections.aws_documentation import documented

__all__ = ["kept_evidence", "kept_images", "kept_state", "trusted"]


def kept_state(facts: Facts) -> Line:
    """Return how the buckets of the states are kept, nothing where no stack makes them."""
    return tuple(
        say(
            f"infrastructure.{key}",
            account.key,
            name=bucket.name,
            stack=account.stack,
            days=bucket.old_version_days,
            key=bucket.key_alias,
        )
        for account in facts.project.accounts
        for key, bucket in (
            ("state_made", account.state),
            *(("recovery_state_made", one) for one in account.recovery_states),
        )
        if bucket.name
    )


def kept_evidence(facts: Facts) -> list[Line]:
    """Return where evidence is kept that nobody can remove."""
    return [
        (
            say(
                "compliance.evidence",
                account.key,
                account=account.number,
                name=bucket.name,
                days=bucket.days,
                mode=bucket.mode,
                key=bucket.key_alias,
            ),
        )
        for account in facts.project.accounts
        if (bucket := account.evidence).name and bucket.days
    ]


def kept_images(facts: Facts) -> list[Line]:
    """Return how the repositories of container images are kept, nothing where no stack makes one."""
    return [_images(one) for account in facts.project.accounts for one in account.repositories]


def _images(repository: ContainerRepository) -> Line:
    about = repository.id
    line = [
        say(
            "infrastructure.image_repository",
            about,
            name=repository.name,
            region=repository.region,
            key=repository.key_alias,
            tags=repository.tags,
        )
    ]
    if repository.scanning:
        line.append(say("infrastructure.images_inspected", about, scanning=repository.scanning))
    elif repository.scanned_on_push:
        line.append(say("infrastructure.images_scanned", about, scanned=repository.scanned_on_push))
    if repository.kept_images:
        kept = {"patterns": repository.deployed_tags, "kept": repository.kept_images, "days": repository.other_days}
        line.append(say("infrastructure.images_kept", about, **kept))
    if repository.pulled_from:
        line.append(say("infrastructure.images_pulled", about, accounts=repository.pulled_from))
    if repository.copied_to:
        line.append(say("infrastructure.images_copied", about, regions=repository.copied_to))
    return tuple(line)


def trusted(facts: Facts) -> list[Line]:
    """Return which runs of the pipeline AWS trusts with which role, for how long, and by which form of their name."""
    found = [(account, role) for account in facts.project.accounts for role in account.roles]
    lines: list[Line] = [
        (
            say(
                "secrets.trusted",
                role.id,
                account=account.number,
                name=role.name,
                trusts=role.trusts,
                session_minutes=role.session_minutes or documented(role).role_session,
                repository=role.repository_id,
                owner=role.owner_id,
            ),
        )
        for account, role in found
    ]
    if found and not all(role.repository_id for _, role in found):
        lines.append((say("secrets.subject_form", repository=facts.project.repository_name),))
    return lines
