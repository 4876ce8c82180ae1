"""The table of what `terraform plan` reads, by Terraform type; loads nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

__all__ = ["offered_reads", "synthesized_reads"]

_TABLE = Path(__file__).with_name("plan_reads.toml")


def synthesized_reads() -> Mapping[str, Sequence[str]]:
    """Return the IAM actions that refreshing each type of our stacks takes; data sources begin with `data.`."""
    return _load()["synthesized"]


def offered_reads() -> Mapping[str, Sequence[str]]:
    """Return the same of types that a team's own stacks can use, which a plan role reads where it is told to."""
    return _load()["offered"]


@cache
def _load() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_TABLE.read_text())
