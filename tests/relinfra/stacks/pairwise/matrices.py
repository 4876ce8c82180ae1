"""The environments of the covering combinations, packed into matrices."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from string import Template
from typing import Any

import yaml

from tests.relinfra.stacks.pairwise.covering import Pair, covering

__all__ = ["FACTORS", "REFUSED", "environment", "matrices", "matrix_of", "rows"]

HERE = Path(__file__).parent
FACTORS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "options.yaml").read_text())
_ECR = "222222222222.dkr.ecr.us-east-1.amazonaws.com"
"""Of an account that all pull from: without NAT, tasks reach no registry of another region."""
_PACKED = 8
"""Environments of a matrix: few enough for a readable failure, enough to start Node seldom."""


def _refused() -> set[Pair]:
    return {
        frozenset({(one, level), (other, another)})
        for left, right in yaml.safe_load((HERE / "refused.yaml").read_text())
        for (one, levels), (other, others) in product(left.items(), right.items())
        for level, another in product(levels, others)
    }


REFUSED = _refused()


def rows() -> list[dict[str, str]]:
    """Return the combinations: the level of each factor."""
    return list(covering({factor: list(levels) for factor, levels in FACTORS.items()}, REFUSED))


def environment(number: int, row: Mapping[str, str]) -> dict[str, Any]:
    """Return an environment of its own account, network and domain that says what the levels say."""
    made: dict[str, Any] = {
        "account": f"1111111111{number:02}",
        "region": "us-east-1",
        "network": {"cidr": f"10.{number}.0.0/16"},
        "services": {
            "web": {
                "image": f"{_ECR}/web:1",
                "domain": {"name": f"e{number:02}.example.com", "zone": "example.com"},
            }
        },
    }
    for factor, level in row.items():
        made = _laid(made, _numbered(FACTORS[factor][level], number))
    if "main" in made.get("databases", {}):
        made["services"]["web"].setdefault("secrets", {})["DATABASE"] = "database.main"
    return made


def matrix_of(environments: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the text of a matrix whose last environment, where promotion ends, waits for an approval."""
    last = list(environments)[-1]
    approved = {**environments[last], "approval": {"reviewers": ["release-managers"]}}
    state = {"bucket": "acme-pairs-tfstate", "region": "us-east-1"}
    head = {"version": 1, "project": "pairs", "repository": "acme/pairs", "state": state}
    return yaml.safe_dump({**head, "environments": {**environments, last: approved}}, sort_keys=False).encode()


def matrices() -> list[bytes]:
    """Return the matrices of all combinations, a few environments each; the first of them runs in two regions.

    That is no factor, since a further region has the stacks of the first once more.
    """
    made = {f"e{number:02}": environment(number, row) for number, row in enumerate(rows(), 1)}
    made["e01"] = _in_two_regions(made["e01"])
    names = list(made)
    return [
        matrix_of({name: made[name] for name in names[start : start + _PACKED]})
        for start in range(0, len(names), _PACKED)
    ]


def _laid(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: _laid(below.get(key), value) for key, value in above.items()}}


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {key: _numbered(item, number) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbered(item, number) for item in value]
    return Template(value).substitute(n=f"{number:02}", ecr=_ECR) if isinstance(value, str) else value


def _in_two_regions(made: dict[str, Any]) -> dict[str, Any]:
    """Return the environment in a further region too, with names of its own there."""
    named = {key: service["domain"]["name"] for key, service in made["services"].items() if service.get("domain")}
    services = {key: {"domain": {"name": f"two.{name}"}} for key, name in named.items()}
    further = {"network": {"cidr": "10.200.0.0/16"}, "services": services, "disaster_recovery": None}
    return {**made, "regions": {"us-east-2": _laid(_images(made), further)}}


def _images(made: Any) -> Any:
    """Return the images of an environment alone, as the other region has them."""
    found = {}
    for key, value in made.items():
        if isinstance(value, dict) and (below := _images(value)):
            found[key] = below
        elif isinstance(value, str) and value.startswith(_ECR):
            found[key] = value.replace("us-east-1", "us-east-2")
    return found
