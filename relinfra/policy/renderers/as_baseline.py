"""The report for plain Checkov: a baseline (`--baseline`) of the failures that are accepted on the day of the report.

Checkov finds what it accepts by policy and name alone, in every file, and most policies know of a resource no type:
https://github.com/bridgecrewio/checkov/blob/3.3.30/checkov/common/output/baseline.py. So a name under which something
else fails is left out: there plain Checkov fails on both, and accepts nothing that `relinfra check` does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relinfra.policy.finding import Finding, Status
from relinfra.policy.report import Report

_Entry = tuple[str, str, str]
"""A file, the name of a block in it, and a policy."""


def render(report: Report) -> str:
    """Write what is accepted, by file and name; nothing of a run that cannot be trusted."""
    accepted = [one for one in report.findings if one.status not in {Status.FAILED, Status.PASSED}]
    entries = set(_entries(() if report.problems else accepted))
    failing = {(name, policy) for _, name, policy in _entries(report.failed)}
    body = _listed(sorted(entry for entry in entries if entry[1:] not in failing))
    return json.dumps({"failed_checks": body}, indent=2) + "\n"


def _entries(findings: Iterable[Finding]) -> Iterator[_Entry]:
    for one in findings:
        for name in _names(one.address):
            yield f"/{one.file}", name, one.policy


def _names(address: str) -> tuple[str, ...]:
    """Return the names Checkov has for a block: policies that follow references know the whole address."""
    parts = address.split(".")
    if parts[0] == "provider":
        return (f"provider.{parts[1]}",)
    kind = "data" if parts[0] == "data" else "resource"
    return address, f"{kind}.{parts[-1]}"


def _listed(entries: Iterable[_Entry]) -> list[Mapping[str, Any]]:
    files: dict[str, dict[str, list[str]]] = {}
    for file, name, policy in entries:
        files.setdefault(file, {}).setdefault(name, []).append(policy)
    return [
        {"file": file, "findings": [{"resource": name, "check_ids": policies} for name, policies in named.items()]}
        for file, named in files.items()
    ]
