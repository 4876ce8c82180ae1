"""The waiver of a failure, as YAML to be pasted into the matrix."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from relinfra.errors import UsageError
from relinfra.evidence.output import Output
from relinfra.policy.accepted_value import Place
from relinfra.policy.finding import Finding, Status
from relinfra.policy.report import Report
from relinfra.reading.nearest import nearest

__all__ = ["WaiverDraft", "draft_waivers"]

STAND_IN = "change-me"
"""The word that `relinfra validate` asks to be replaced."""


@dataclass(frozen=True, kw_only=True)
class WaiverDraft:
    """A waiver of one failure in some environments; what only people know is a stand-in until they say it."""

    policy: str
    address: str
    environments: tuple[str, ...]
    accepts: Mapping[str, Any]
    since: date
    expires: date
    reason: str
    owner: str

    def __str__(self) -> str:
        lines = [f"policy: {self.policy}", f"resources: [{json.dumps(self.address)}]"]
        lines += [f"environments: [{', '.join(self.environments)}]"] if self.environments else []
        lines += [f"accepts: {{{_pairs(self.accepts)}}}"] if self.accepts else []
        lines += [f"reason: {_text(self.reason)}", f"owner: {_text(self.owner)}"]
        lines += [f"since: {self.since}", f"expires: {self.expires}"]
        return "  - " + "\n    ".join(lines)


def draft_waivers(
    report: Report, output: Output, policy: str, address: str, *, expires: date, reason: str = "", owner: str = ""
) -> tuple[WaiverDraft, ...]:
    """Return the waivers that accept what a policy finds at an address: one for each value that is there.

    Raises `UsageError` where nothing fails there, naming what was probably meant.
    """
    there = [one for one in report.findings if (one.policy, one.address) == (policy, address)]
    failed = [one for one in there if one.status is Status.FAILED]
    if not failed:
        raise UsageError(f"{policy} does not fail at {address}{_instead(report, there, policy)}")
    values: dict[str, list[Finding]] = {}
    for one in failed:
        values.setdefault(json.dumps(_inspected(output, one), sort_keys=True), []).append(one)
    return tuple(
        WaiverDraft(
            policy=policy,
            address=address,
            environments=tuple(sorted({one.environment for one in alike if one.environment})),
            accepts=json.loads(accepts),
            since=report.today,
            expires=expires,
            reason=reason or f"{STAND_IN}, why the risk is accepted",
            owner=owner or f"{STAND_IN}, who answers for it",
        )
        for accepts, alike in values.items()
    )


def _instead(report: Report, there: Sequence[Finding], policy: str) -> str:
    if there:
        return f": it is {', '.join(sorted({str(one.status) for one in there}))} there"
    addresses = [one.address for one in report.failed if one.policy == policy]
    if addresses:
        return f", but at {', '.join(dict.fromkeys(addresses))}"
    hint = nearest(policy, {one.policy for one in report.failed})
    return f" or anywhere else; {hint or 'see `relinfra check`'}"


def _inspected(output: Output, finding: Finding) -> Mapping[str, Any]:
    """Return the plain arguments that a policy of Checkov's looks at, with the values that the stacks have."""
    stack = output.stacks.get(finding.stack)
    resource = stack.get(finding.address) if stack else None
    if resource is None:
        return {}
    place = Place(output, resource)
    body = resource.body if isinstance(resource.body, dict) else {}
    paths = [*_looks_at(finding.policy, body), *_looks_beside(finding.policy, resource.type)]
    values = ((path, [one.value if one else None for one in place.at(path)]) for path in paths)
    alike = ((path, found[0]) for path, found in values if found and all(one == found[0] for one in found))
    return {path: value for path, value in alike if isinstance(value, int | float | str) and "${" not in str(value)}


def _looks_at(policy: str, body: Mapping[str, Any]) -> Iterator[str]:
    from checkov.terraform.checks.resource.registry import resource_registry  # noqa: PLC0415 - loaded by now

    check = resource_registry.get_check_by_id(policy)
    if check is None:
        return
    try:
        check.evaluated_keys = []
        check.scan_resource_conf({name: [value] for name, value in body.items()})
    except Exception:  # of a check that needs more than the arguments, nothing is known of what it looks at
        return
    inspected = getattr(check, "get_inspected_key", None)
    yield from dict.fromkeys([*check.get_evaluated_keys(), *([inspected()] if inspected else [])])


def _looks_beside(policy: str, own: str) -> Iterator[str]:
    """Yield the arguments of other resources that a policy asks for, with their types."""
    from checkov.common.checks_infra.registry import get_graph_checks_registry  # noqa: PLC0415 - loaded by now

    asked = [one for one in get_graph_checks_registry("terraform").checks if one.id == policy]
    for one in asked:
        asked += getattr(one, "sub_checks", None) or ()
        kinds = getattr(one, "resource_types", None) or ()
        if (name := getattr(one, "attribute", None)) and name != "resource_type":
            yield from (f"{kind}.{name.replace('.*', '')}" for kind in kinds if kind != own)


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {json.dumps(value)}" for name, value in values.items())


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
