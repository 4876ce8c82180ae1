"""`relinfra.json`: what the matrix declares and no Terraform holds, with the line that says so.

Documents are written from the synthesized folder alone; people, purposes and promises travel in this file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relinfra.output import DECLARATION, FILES, digests
from relinfra.packs.default import DEFAULT
from relinfra.stacks.services.openings import opened, openings_of
from relinfra.stacks.sources import source_lines
from relinfra.visible import visible_json
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import AnyEnvironment, IntendedDifference, Matrix, Position, Waiver

__all__ = ["DECLARATION", "write_declaration"]

_FORMAT = 1
_DECLARED = {
    "purpose": (),
    "database": (),
    "approval": ("reviewers", "wait_minutes"),
    "budget": ("monthly_usd", "alert_at_percent"),
    "edge": ("waf", "protection"),
    "disaster_recovery": ("mode", "region", "rto_minutes", "rpo_minutes"),
}
"""What is told of an environment: a value, or the members of a section."""
_REGIONAL = ("edge", "disaster_recovery")
"""What each region decides for itself, and is told of it too."""


def write_declaration(
    output: Path, matrix: Matrix, stacks: Mapping[str, Sequence[str]], deviations: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Write what `matrix` declares into a synthesized folder; `stacks` names those of each environment, in order.

    `deviations` are the arguments that differ from what the constructs chose. It is written last, for it lists every
    other file of the folder with its digest.
    """
    declaration = {
        "version": _FORMAT,
        "project": _leaf(matrix, matrix.project, matrix.position("project")),
        "repository": _leaf(matrix, matrix.repository, matrix.position("repository")),
        "matrix": {"file": _file(matrix), "sha256": matrix.sha256, "effective": dict(matrix.effective_digests)},
        "promotion": _leaf(matrix, matrix.promotion or tuple(matrix.environments), matrix.position("promotion")),
        **_live(matrix),
        "environments": {
            name: _environment(matrix, environment, stacks.get(name, ()))
            for name, environment in matrix.environments.items()
        },
        "sources": {
            name: {path: {"file": _file(matrix), "line": line} for path, line in source_lines(matrix, each).items()}
            for name, each in matrix.environments.items()
        },
        **_checks(matrix),
        "waivers": [_waiver(matrix, index, waiver) for index, waiver in enumerate(matrix.waivers)],
        **_parity(matrix),
        "deviations": list(deviations),
        FILES: digests(output),
    }
    text = visible_json(json.dumps(declaration, indent=2, sort_keys=True, ensure_ascii=False)) + "\n"
    (output / DECLARATION).write_text(text, "utf-8")


def _environment(matrix: Matrix, environment: AnyEnvironment, stacks: Sequence[str]) -> dict[str, Any]:
    at = matrix.position("environments", environment.name)
    return {
        "target": environment.target,
        "region": environment.region if environment.target == "aws" else None,
        "stacks": list(stacks),
        "line": at.line if at else None,
        **_packs(matrix, environment),
        **_reasons(matrix, environment.name),
        **{name: _declared(matrix, environment, name, members) for name, members in _DECLARED.items()},
        **_regions(matrix, environment.name),
    }


def _live(matrix: Matrix) -> dict[str, Any]:
    """Return the environments that customers use; nothing where it is the last of the promotion alone."""
    if matrix.live == (matrix.promotion or tuple(matrix.environments))[-1:]:
        return {}
    said = (matrix.source(name, "live") for name in matrix.live)
    return {"live": _leaf(matrix, matrix.live, next((at for at in said if at), matrix.position("promotion")))}


def _regions(matrix: Matrix, name: str) -> dict[str, Any]:
    """Return what each further region declares of its own; nothing where there is none."""
    found = {
        one.region: {key: _declared(matrix, one.environment, key, _DECLARED[key], one.region) for key in _REGIONAL}
        for one in matrix.regional_environments()
        if one.environment.name == name and not one.primary
    }
    return {"regions": found} if found else {}


def _packs(matrix: Matrix, environment: AnyEnvironment) -> dict[str, Any]:
    """Return the packs of policies that the environment is held to; nothing where it is the default alone."""
    if environment.policies == (DEFAULT,):
        return {}
    return {"policies": _leaf(matrix, environment.policies, matrix.source(environment.name, "policies"))}


def _checks(matrix: Matrix) -> dict[str, Any]:
    return {"checks": _leaf(matrix, matrix.checks, matrix.position("checks"))} if matrix.checks else {}


def _reasons(matrix: Matrix, name: str) -> dict[str, Any]:
    """Return the reasons of permissions by region, service and number, and of ways by the name of their rule.

    No policy says why, and a rule's description only in AWS's characters. Nothing where there are none.
    """
    reasons: dict[str, dict[str, dict[str, Any]]] = {}
    for found in matrix.regional_environments():
        environment = found.environment
        for key, service in environment.services.items() if environment.name == name else ():
            for index, permission in enumerate(service.permissions):
                at = matrix.source(name, "services", key, "permissions", index, "why", region=environment.region)
                for region in environment.running_regions if permission.why else ():
                    numbered = reasons.setdefault(region, {}).setdefault(terraform_name(key), {})
                    numbered[str(index + 1)] = _leaf(matrix, permission.why, at)
            for opening in openings_of(service):
                at = matrix.source(name, "services", key, opening.direction, region=environment.region)
                for region in environment.running_regions:
                    ways = reasons.setdefault(region, {}).setdefault(terraform_name(key), {})
                    ways[opened(opening).name(key)] = _leaf(matrix, opening.why, at)
    return {"reasons": reasons} if reasons else {}


def _declared(
    matrix: Matrix, environment: AnyEnvironment, name: str, members: Sequence[str], region: str | None = None
) -> Any:
    value = getattr(environment, name, None)
    if value is None:
        return None
    if not members:
        return _leaf(matrix, value, matrix.source(environment.name, name, region=region))
    return {
        member: _leaf(matrix, _member(value, member), matrix.source(environment.name, name, member, region=region))
        for member in members
    }


def _member(value: Any, name: str) -> Any:
    # What a developer's machine inherits for AWS alone is a table.
    return value[name] if isinstance(value, Mapping) else getattr(value, name)


def _leaf(matrix: Matrix, value: Any, position: Position | None) -> dict[str, Any]:
    """Return a value and the line it stands in; the line is null where it is relinfra's own default."""
    plain = list(value) if isinstance(value, tuple) else value
    return {"value": plain, "file": _file(matrix), "line": position.line if position else None}


def _waiver(matrix: Matrix, index: int, waiver: Waiver) -> dict[str, Any]:
    position = matrix.position("waivers", index)
    return {
        "policy": waiver.policy,
        "resources": list(waiver.resources),
        "environments": _waived_in(matrix, waiver),
        "reason": waiver.reason,
        "owner": waiver.owner,
        **({"accepts": dict(waiver.accepts)} if waiver.accepts else {}),
        **({"since": waiver.since.isoformat()} if waiver.since else {}),
        "expires": waiver.expires.isoformat(),
        "ticket": waiver.ticket,
        "file": _file(matrix),
        "line": position.line if position else None,
    }


def _parity(matrix: Matrix) -> dict[str, Any]:
    """Return the differences between environments that are meant; nothing where there are none."""
    declared = [_difference(matrix, index, one) for index, one in enumerate(matrix.parity)]
    return {"parity": declared} if declared else {}


def _difference(matrix: Matrix, index: int, one: IntendedDifference) -> dict[str, Any]:
    position = matrix.position("parity", index)
    return {
        "between": list(one.between),
        "resources": list(one.resources),
        "attributes": list(one.attributes),
        "components": None if one.components is None else list(one.components),
        "reason": one.reason,
        "file": _file(matrix),
        "line": position.line if position else None,
    }


def _waived_in(matrix: Matrix, waiver: Waiver) -> list[str] | None:
    """Return the environments of a waiver; None is everywhere, where stacks exist that belong to no environment."""
    if waiver.environments is None and matrix.bootstrap:
        return None
    with_stacks = [name for name, environment in matrix.environments.items() if environment.target == "aws"]
    return list(waiver.environments or with_stacks)


def _file(matrix: Matrix) -> str:
    """Return the matrix's file name alone, so that the output does not depend on where it was called from."""
    return Path(matrix.file).name
