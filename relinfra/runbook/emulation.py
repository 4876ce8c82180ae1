"""Emulation: what of the commands no test has run against an emulator of AWS, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["not_emulated"]


@cache
def not_emulated() -> Mapping[str, str]:
    """Return the commands that an emulator did not answer in tests: by `replies` of the tests, or `never` run."""
    text = (files("relinfra.runbook") / "not_emulated.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return {command: why for why, commands in found.items() for command in commands}
