"""What Checkov would notice of a change: our pack and its own policies, by the real run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from relinfra.evidence import read_output
from relinfra.policy.engine import scan
from relinfra.policy.waivers import read_waivers

__all__ = ["Policies"]

Body = Mapping[str, Any]
STATES = "terraform_remote_state"
UNREAD = ("unread", "")
"""What stands for a failure where Checkov drops the file, which fails `relinfra check`."""


class Policies:
    """Every policy about one synthesized folder: a failure counts that was none before and that no waiver covers."""

    def __init__(self, folder: Path) -> None:
        output = read_output(folder)
        self._waivers = read_waivers(output.declared.waivers, date.min)
        self._environments = {name: stack.label("environment") for name, stack in output.stacks.items()}
        self._before = dict(_failures([(name, stack.body) for name, stack in output.stacks.items()]))
        self._names = list(output.stacks)
        self._bodies = {name: stack.body for name, stack in output.stacks.items()}

    def notice(self, changed: Sequence[tuple[str, Body]]) -> Iterator[tuple[str, ...]]:
        """Yield the policies that fail anew with each of the bodies, given with the names of their stacks."""
        beside = {number: self._readers(stack, body) for number, (stack, body) in enumerate(changed)}
        for number, failed in _failures(changed, beside):
            stack = changed[int(number)][0]
            here = (stack, *beside[int(number)])
            new = failed.difference(*(self._before[str(self._names.index(name))] for name in here))
            environment = self._environments[stack]
            yield tuple(sorted({one for one, at in new if not self._waivers.accept(one, at, environment)}))

    def _readers(self, stack: str, body: Body) -> Mapping[str, Body]:
        """Return the stacks that read this one, where its outputs are changed: what they miss is told of them."""
        if body.get("output") == self._bodies[stack].get("output"):
            return {}
        read = f"cross-stack-reference-input-{stack}"
        return {name: one for name, one in self._bodies.items() if read in one.get("data", {}).get(STATES, {})}


def _failures(
    bodies: Sequence[tuple[str, Body]], beside: Mapping[int, Mapping[str, Body]] = MappingProxyType({})
) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Yield the policies and addresses that fail in each body, and in those beside it, by the place of the body."""
    with TemporaryDirectory() as folder:
        for number, (_, body) in enumerate(bodies):
            for name, one in (("", body), *beside.get(number, {}).items()):
                file = Path(folder, str(number), name, "cdk.tf.json")
                file.parent.mkdir()
                file.write_text(json.dumps(_apart(one, number)), "utf-8")
        found = scan(Path(folder))
    failed: dict[str, set[tuple[str, str]]] = {str(number): set() for number in range(len(bodies))}
    for verdict in found.verdicts:
        if not verdict.passed:
            failed[verdict.file.partition("/")[0]].add((verdict.policy, verdict.address))
    for dropped in (*found.unparsed, *(name for name, blocks in found.blocks.items() if not blocks)):
        failed[dropped.partition("/")[0]].add(UNREAD)
    yield from failed.items()


def _apart(body: Body, number: int) -> Body:
    """Return a body with a state of its own: several changes of one stack are scanned together."""
    terraform = body.get("terraform") or {}
    state = (terraform.get("backend") or {}).get("s3")
    if not state:
        return body
    return {**body, "terraform": {**terraform, "backend": {"s3": {**state, "workspace_key_prefix": str(number)}}}}
