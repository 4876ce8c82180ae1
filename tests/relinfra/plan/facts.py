"""Facts written by hand, for what follows from facts alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from relinfra.evidence import Fact, Facts, FileEvidence
from relinfra.plan.catalogue import load
from relinfra.plan.model import Line

UNITS = {"bake_minutes": "minutes", "window_minutes": "minutes", "zones": "zones", "nat_gateways": "nat_gateways"}


def facts(**said: object) -> Facts:
    """Return facts of nested mappings: `facts(release={"needs": {"zero_downtime": True}})`."""
    return Facts(Fact(id_, value, UNITS.get(id_.rpartition(".")[2], ""), _PROOF) for id_, value in leaves(said))


def leaves(said: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return every value with its id."""
    found = []
    for name, value in said.items():
        found += leaves(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(f"{prefix}{name}", value)]
    return found


def text(line: Line, language: str = "en") -> str:
    """Return what a line says; signs stand at the word before them, as in a document."""
    return re.sub(r" (?=[,;:.])", "", " ".join(load(language).text(statement) for statement in line))


def stage(name: str = "production", **said: object) -> dict[str, Any]:
    """Return what is known of a deployed stage."""
    return {"stage": name, "region": "eu-west-1", **said}


_PROOF = (FileEvidence("by hand", 1, ""),)
