"""Stacks with the values that Terraform planned for them: what no plan carries is taken from the stack beside it.

Terraform knows what a variable, a local or another stack decides; the stack knows who refers to whom, `lifecycle`, and
what the matrix declares. Written as stacks, both are judged by every rule of the pack as a configuration is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from relinfra.evidence.output import Output
from relinfra.policy.engine import scan_pack
from relinfra.policy.plans import Plan
from relinfra.policy.scan import Verdict
from relinfra.regular_file import readable

__all__ = ["judge_planned", "planned_body"]

_REFERENCE = re.compile(r"\$\{[^}]*\b(?:aws_(?!iam_policy_document\b)\w+\.|data\.terraform_remote_state\.)")
"""A reference, which rules follow, to what is judged where it stands: a resource, or data. A document is its text."""


def judge_planned(output: Output, plans: Sequence[Plan]) -> Iterator[Verdict]:
    """Yield the verdict of every rule of the pack on stacks with their planned values, at the files of the plans."""
    files = {plan.stack: plan.file.name for plan in plans}
    with TemporaryDirectory() as folder:
        _write(output, plans, Path(folder))
        for verdict in scan_pack(Path(folder)).verdicts:
            yield replace(verdict, file=files[PurePosixPath(verdict.file).parent.name], lines=(1, 1))


def _write(output: Output, plans: Sequence[Plan], folder: Path) -> None:
    """Write each stack that has a plan into a folder of its name."""
    for plan in plans:
        if stack := output.stacks.get(plan.stack):
            values = {one["address"]: one.get("values") or {} for one in _resources(plan.file)}
            (folder / plan.stack).mkdir()
            text = json.dumps(planned_body(stack.body, values), indent=2)
            (folder / plan.stack / "cdk.tf.json").write_text(text, "utf-8")


def planned_body(body: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return `cdk.tf.json` with the values planned for each of its resources, by address."""
    resources = {
        kind: {name: _merged(conf, values.get(f"{kind}.{name}", {})) for name, conf in named.items()}
        for kind, named in body.get("resource", {}).items()
    }
    return {**body, "resource": resources}


def _merged(written: Any, planned: Any) -> Any:
    """Return what is planned; what is written where it refers to a resource, or where the plan does not know."""
    if isinstance(written, Mapping):
        return _merged_block(written, planned[0] if _is_one_block(planned) else planned)
    if isinstance(written, list) and isinstance(planned, list) and any(isinstance(one, Mapping) for one in planned):
        return _merged_blocks(written, planned)
    if planned is None or _refers(written):
        return written
    return written if isinstance(planned, list) and None in planned else planned


def _merged_block(written: Mapping[str, Any], planned: Any) -> Mapping[str, Any]:
    if not isinstance(planned, Mapping):
        return written
    merged = {name: _merged(value, planned.get(name)) for name, value in written.items()}
    return {**{name: value for name, value in planned.items() if _says(value)}, **merged}


def _merged_blocks(written: list[Any], planned: list[Any]) -> list[Any]:
    """Return blocks in the order of both; a plan sorts sets, and then what is written stays."""
    if len(written) != len(planned) or any(map(_contradicts, written, planned)):
        return written
    return [_merged(*both) for both in zip(written, planned, strict=True)]


def _contradicts(written: Any, planned: Any) -> bool:
    """Return whether two blocks are not the same one: a literal of one is another in the other."""
    if not isinstance(written, Mapping) or not isinstance(planned, Mapping):
        return bool(written != planned)
    literal = {
        name: value for name, value in written.items() if isinstance(value, str | int) and "${" not in str(value)
    }
    return any(planned.get(name) is not None and str(planned[name]) != str(value) for name, value in literal.items())


def _is_one_block(planned: Any) -> bool:
    return isinstance(planned, list) and len(planned) == 1 and isinstance(planned[0], Mapping)


def _refers(written: Any) -> bool:
    return bool(_REFERENCE.search(json.dumps(written)))


def _says(value: Any) -> bool:
    """Return whether a planned value that nobody wrote says anything: what is not set is planned as null or empty."""
    return value is not None and value not in ([], {}, "")


def _resources(plan: Path) -> list[Mapping[str, Any]]:
    root = json.loads(readable(plan).read_text("utf-8"))["planned_values"].get("root_module", {})
    return [one for one in root.get("resources", ()) if one["mode"] == "managed"]
