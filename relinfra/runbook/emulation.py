"""Emulation: what of the commands no test has run against an emulator of AWS, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from relinfra.packaged import packaged_yaml

__all__ = ["not_emulated"]


@cache
def not_emulated() -> Mapping[str, str]:
    """Return the commands that an emulator did not answer in tests: by `replies` of the tests, or `never` run."""
    found: dict[str, list[str]] = packaged_yaml(files("relinfra.runbook") / "not_emulated.yaml")
    return {command: why for why, commands in found.items() for command in commands}
