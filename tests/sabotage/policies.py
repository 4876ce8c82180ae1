"""What Checkov would notice of a change: our pack and its own policies, by the real run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from relinfra.evidence import read_output
from relinfra.policy.engine import scan
from relinfra.policy.waivers import read_waivers

__all__ = ["Policies"]

Body = Mapping[str, Any]
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

    def notice(self, changed: Sequence[tuple[str, Body]]) -> Iterator[tuple[str, ...]]:
        """Yield the policies that fail anew with each of the bodies, given with the names of their stacks."""
        for number, failed in _failures(changed):
            stack = changed[int(number)][0]
            new = failed - self._before[str(self._names.index(stack))]
            environment = self._environments[stack]
            yield tuple(sorted({one for one, at in new if not self._waivers.accept(one, at, environment)}))


def _failures(bodies: Sequence[tuple[str, Body]]) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Yield the policies and addresses that fail in each body, by the place of the body."""
    with TemporaryDirectory() as folder:
        for number, (_, body) in enumerate(bodies):
            file = Path(folder, str(number), "cdk.tf.json")
            file.parent.mkdir()
            file.write_text(json.dumps(_apart(body, number)), "utf-8")
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
