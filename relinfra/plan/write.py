"""Writing the documents of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.output import write_atomically
from relinfra.plan.build import build_plan
from relinfra.plan.manifest import written
from relinfra.plan.markdown import render

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.plan.model import Plan

__all__ = ["MANIFEST", "MARKDOWN", "write_plan"]

MARKDOWN = "release-plan.md"
MANIFEST = "release-plan.json"


def write_plan(cdktf_out: Path, destination: Path, *, repository: Path, version: str | None = None) -> Plan:
    """Write `release-plan.md` and `release-plan.json` into `destination`, and return the plan.

    Nothing is written when anything cannot be read or rendered; each file is replaced whole. Raises `OutputError`.
    """
    plan = build_plan(cdktf_out, repository=repository, version=version)
    texts = {MARKDOWN: render(plan).text, MANIFEST: written(plan)}
    for name, text in texts.items():
        write_atomically(destination / name, text)
    return plan
