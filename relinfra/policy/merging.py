"""Policy reports of parts, merged into that of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from relinfra.errors import OutputError
from relinfra.evidence.reader import read_output
from relinfra.json_file import read_json
from relinfra.output import stacks_digest
from relinfra.policy.acceptance import Acceptance, Acceptances
from relinfra.policy.contract_rules import contract_rules
from relinfra.policy.finding import Finding, Status
from relinfra.policy.judging import Judging
from relinfra.policy.origin import Origin
from relinfra.policy.parity import UNASKED, parity_verdicts
from relinfra.policy.report import Report
from relinfra.policy.selection import select
from relinfra.policy.waiver import Waiver
from relinfra.policy.waiver_faults import Flaw, WaiverFault
from relinfra.policy.waivers import read_waivers

__all__ = ["merge_reports"]

_UNUSED = "accepts nothing that fails in any part; remove it"
_ALIKE = ("version", "project", "today", "checkov", "policies_loaded", "pack")


def merge_reports(files: Sequence[Path], stacks: Path) -> Report:
    """Return the report about `stacks` that the reports of its parts, as JSON, make together.

    Raises `OutputError` where one is no such report, or was made on another day or by another Checkov.
    """
    bodies = [_read(file) for file in files]
    for file, body in zip(files, bodies, strict=True):
        other = next((key for key in _ALIKE if body.get(key) != bodies[0].get(key)), None)
        if other:
            raise OutputError(f"{file}: {other} is another than in {files[0]}; check all parts alike (--today)")
    try:
        return _merged(bodies, stacks)
    except (LookupError, TypeError, ValueError, ValidationError) as error:
        raise OutputError(
            f"{files[0]}: is no policy report of this relinfra, or another of the parts is none"
        ) from error


def _merged(bodies: Sequence[Mapping[str, Any]], stacks: Path) -> Report:
    first = bodies[0]
    of_parts = dict.fromkeys(one for body in bodies for one in _findings(body))
    findings = (*of_parts, *_compared(stacks, date.fromisoformat(first["today"])))
    stale = [[Waiver.model_validate(one) for one in body["waivers"]["stale"]] for body in bodies]
    used = {one.waiver for one in findings if one.waiver}
    useless = tuple(one for one in stale[0] if one not in used and all(one in others for others in stale))
    faults = tuple(dict.fromkeys(one for body in bodies for one in _faults(body)))
    judged = {one.waiver for one in faults}
    whole = (WaiverFault(one, Flaw.UNUSED, f"the waiver of {one.policy} {_UNUSED}") for one in useless)
    return Report(
        project=first["project"],
        today=date.fromisoformat(first["today"]),
        checkov=first["checkov"],
        policies=first["policies_loaded"],
        pack=tuple(first["pack"]),
        digest=stacks_digest(stacks),
        stacks=tuple(sorted({name for body in bodies for name in body["summary"]["stacks"]})),
        plans=tuple(sorted({name for body in bodies for name in body["plans"]})),
        findings=tuple(sorted(findings, key=lambda one: (one.policy, one.stack, one.address))),
        expired=tuple(Waiver.model_validate(one) for one in first["waivers"]["expired"]),
        # A waiver is of no use only where it is of none anywhere.
        stale=useless,
        faults=(*faults, *(one for one in whole if one.waiver not in judged)),
        problems=tuple(dict.fromkeys(one for body in bodies for one in body["problems"])),
        notices=tuple(dict.fromkeys(one for body in bodies for one in body["notices"] if one != UNASKED)),
    )


def _compared(stacks: Path, today: date) -> Iterator[Finding]:
    """Yield what the policies find that compare environments: they could be asked of no part."""
    output = read_output(stacks)
    waivers = read_waivers(output.declared.waivers, today)
    selection = select(output.declared, {rule.policy: rule for rule in contract_rules()}, ())
    judging = Judging(output, waivers, Acceptances((), ()), selection)
    yield from map(judging.finding, filter(judging.asks, parity_verdicts(output, stacks)))


def _faults(body: Mapping[str, Any]) -> Iterator[WaiverFault]:
    for one in body["waivers"]["faults"]:
        yield WaiverFault(Waiver.model_validate(one["waiver"]), Flaw(one["flaw"]), one["told"])


def _findings(body: Mapping[str, Any]) -> Iterator[Finding]:
    rules = {rule.policy: rule for rule in contract_rules()}
    for policy in body["policies"]:
        known = {
            "policy": policy["id"],
            "title": policy["title"],
            "guideline": policy["guideline"] or "",
            "criteria": tuple(policy["criteria"]),
            "rule": rules.get(policy["id"]),
        }
        for one in policy["findings"]:
            yield Finding(
                **known,
                stack=one["stack"],
                environment=one["environment"] or "",
                address=one["address"],
                file=one["file"],
                lines=(one["lines"][0], one["lines"][1]),
                status=Status(one["status"]),
                construct=one["construct"] or "",
                arguments=tuple(one["arguments"]),
                origin=Origin(**one["matrix"]) if one["matrix"] else None,
                waiver=Waiver.model_validate(one["waiver"]) if one["waiver"] else None,
                acceptance=Acceptance(**one["acceptance"]) if one["acceptance"] else None,
            )
        for stack, addresses in policy["passed"].items():
            # The place of what passed is in no report.
            for address in addresses:
                yield Finding(
                    **known, stack=stack, environment="", address=address, file="", lines=(0, 0), status=Status.PASSED
                )


def _read(file: Path) -> dict[str, Any]:
    return read_json(file, "run `relinfra check --out` for each part")
