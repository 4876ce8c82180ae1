"""Guards of a run: what must be true before its verdicts can be trusted, since silence is not a pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from relinfra.domain.versions_file import VERSIONS_FILE
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.policy.scan import Crash, Scan

__all__ = ["notices", "plan_run_problems", "problems"]

MAY_HOLD = {"moved", "terraform", "//"}
"""What `versions.tf` may hold, since Checkov does not read it."""


def problems(output: Output, scan: Scan) -> tuple[str, ...]:
    """Return everything that makes the run worthless, each with what to do; empty where it can be trusted."""
    found = [*_files(output, scan), *_stacks(output, scan), *_policies(scan)]
    return tuple(sorted(found))


def plan_run_problems(scan: Scan) -> tuple[str, ...]:
    """Return everything that makes the run over the plans worthless."""
    dropped = (
        f"{file}: Checkov dropped the plan; write it again with `terraform show -json`" for file in scan.unparsed
    )
    return tuple(sorted([*dropped, *_policies(scan)]))


def notices(scan: Scan) -> tuple[str, ...]:
    """Return the built-in policies that gave no verdict, which plain Checkov passes over in silence."""
    return tuple(
        f"{_crash(crash)} (a fault of Checkov's)"
        for crash in scan.crashes
        if crash.policy not in {*scan.pack, *scan.own}
    )


def _files(output: Output, scan: Scan) -> Iterator[str]:
    for file in scan.unparsed:
        yield (
            f"{file}: Checkov dropped the file. Keep `required_version`, `moved` and `import` out of it: "
            f"the first stands in {VERSIONS_FILE}, and `terraform state mv` and `terraform import` do the others"
        )
    for file in scan.blocks:
        if PurePosixPath(file).parent.name not in output.stacks:
            yield f"{file}: its stack is not in manifest.json; remove the folder and synthesize again"


def _stacks(output: Output, scan: Scan) -> Iterator[str]:
    seen = {PurePosixPath(file).parent.name: count for file, count in scan.blocks.items()}
    for name, stack in output.stacks.items():
        written = _blocks(stack)
        if seen.get(name, 0) != written:
            yield f"{name}: {written} resources and data sources exist, Checkov read {seen.get(name, 0)}"
        if hidden := sorted(stack.versions.keys() - MAY_HOLD):
            yield f"{name}: {VERSIONS_FILE} is not checked and holds {', '.join(hidden)}; synthesize again"
    if not any(scan.blocks.values()):
        yield "no resource was checked; run `relinfra synth` first"


def _policies(scan: Scan) -> Iterator[str]:
    if not scan.pack:
        yield "the pack relinfra_policies holds no policy; reinstall relinfra"
    if missing := sorted(scan.pack.keys() - scan.policies):
        yield f"Checkov did not load {', '.join(missing)}; reinstall relinfra"
    if scan.policies <= scan.pack.keys():
        yield "Checkov loaded none of its own policies; reinstall checkov"
    for crash in scan.crashes:
        if crash.policy in scan.pack:
            yield f"{_crash(crash)}; report it to relinfra"
        elif crash.policy in scan.own:
            yield f"{_crash(crash)}: the check raised an error; `relinfra policies test` runs it alone"


def _crash(crash: Crash) -> str:
    return f"{crash.policy} gave no verdict" + (f" on {crash.place}" if crash.place else "")


def _blocks(stack: Stack) -> int:
    kinds = (stack.body.get("resource"), stack.body.get("data"))
    return sum(
        len(named) for kind in kinds if isinstance(kind, dict) for named in kind.values() if isinstance(named, dict)
    )
