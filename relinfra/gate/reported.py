"""The policy report beside the stacks: what fails there stands, whatever anybody wrote down of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from relinfra.gate.obstacle import Obstacle
from relinfra.json_file import read_json
from relinfra.output import DocumentList, stacks_digest
from relinfra.real_path import real

__all__ = ["reported_failures"]

_REPORT = "policy-report.json"
_RULE = "policies"
_ANEW = "run `relinfra build`"
_AGAIN = "mend what fails or accept it in `waivers`, and run `relinfra build`"


def reported_failures(stacks: Path) -> Iterator[Obstacle]:
    """Yield what the report beside a synthesized folder has against it; one of other stacks stops nothing.

    Raises `OutputError` for a report or a list of documents that cannot be read.
    """
    folder = real(stacks).parent
    listed = DocumentList.read(folder)
    report = listed.files.get(_REPORT) if listed else None
    if not listed or not report or not (folder / _REPORT).is_file():
        return
    if report.stacks != stacks_digest(stacks):
        yield Obstacle(_RULE, f"{_REPORT} tells of other stacks", _ANEW, (_REPORT,), stops=False)
        return
    if not listed.is_as_made(folder, _REPORT):
        yield Obstacle(_RULE, f"{_REPORT} is not as it was made", _ANEW, (_REPORT,))
        return
    body = _read(folder / _REPORT)
    if body.get("ok") is not True:
        yield Obstacle(_RULE, _found(body), _AGAIN, (_REPORT,))


def _read(path: Path) -> Mapping[str, Any]:
    return read_json(path, "run `relinfra build`")


def _found(body: Mapping[str, Any]) -> str:
    """Return in words why a report is none that passed."""
    failed = body["summary"]["total"].get("failed", 0)
    policies = sorted(
        one["id"] for one in body["policies"] if any(each["status"] == "failed" for each in one["findings"])
    )
    faults = len(body["waivers"]["faults"]) + len(body["problems"])
    said = [f"{failed} failed: {', '.join(policies)}"] if failed else []
    said += [f"{faults} waivers that do no good or reasons not to trust the run"] if faults else []
    return "; ".join(said) or "the check did not pass"
