"""One run of Checkov, read into a `Scan`. Importing this loads Checkov, which costs a second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checkov.runner_filter import RunnerFilter
from checkov.terraform.runner import Runner
from checkov.version import version

from relinfra.domain.versions_file import FORMER_VERSIONS_FILE
from relinfra.policy.acceleration import accelerated, accelerated_part
from relinfra.policy.addressing_runner import AddressingRunner
from relinfra.policy.exchange import Exchange, IndivisibleError
from relinfra.policy.plan_runner import PlanRunner
from relinfra.policy.scan import Crash, Scan, Verdict
from relinfra.real_path import real
from relinfra_policies import POLICIES

__all__ = ["run", "run_fixtures", "run_pack", "run_part", "run_plans"]

PROVIDER = re.compile(r"^aws\.([\w-]+)$")
CRASH = re.compile(r"Failed to run check (\S+) on (\S+)")


def run(root: Path, errors: Sequence[str]) -> Scan:
    """Scan the resolved folder `root`; `errors` is what gets logged meanwhile."""
    with accelerated():
        return _run(root, errors)


def run_pack(root: Path, errors: Sequence[str]) -> Scan:
    """Scan the resolved folder `root` with the pack alone."""
    with accelerated():
        return _run(root, errors, list(POLICIES))


def run_part(root: Path, directories: Sequence[str], exchange: Exchange, errors: Sequence[str]) -> Scan:
    """Scan some directories of the resolved folder `root`, together with whoever scans the others.

    Raises `IndivisibleError` where the folder has to be scanned as a whole, as for a policy that crashes: it would lose
    its verdicts on the other directories too.
    """
    with accelerated_part(frozenset(directories), exchange):
        found = _run(root, errors)
    if found.crashes:
        raise IndivisibleError("a policy crashed")
    return found


def _run(root: Path, errors: Sequence[str], checks: list[str] | None = None) -> Scan:
    runner = AddressingRunner()
    options = RunnerFilter(
        framework=["terraform_json"], checks=checks, excluded_paths=[FORMER_VERSIONS_FILE], show_progress_bar=False
    )
    return _scan(root, runner, runner.run(root_folder=str(root), runner_filter=options), errors)


def run_plans(root: Path, errors: Sequence[str]) -> Scan:
    """Scan every plan in the resolved folder `root`; `errors` is what gets logged meanwhile."""
    runner = PlanRunner()
    options = RunnerFilter(framework=["terraform_plan"], show_progress_bar=False)
    files = [str(file) for file in sorted(root.glob("*.json"))]
    return _scan(root, runner, runner.run(files=files, runner_filter=options), errors)


def run_fixtures(root: Path, errors: Sequence[str]) -> Scan:
    """Scan every `*.tf` below the resolved folder `root`, each folder a module of its own."""
    options = RunnerFilter(framework=["terraform"], show_progress_bar=False, download_external_modules=False)
    runner = Runner()
    report = runner.run(root_folder=str(root), runner_filter=options)
    return Scan(
        verdicts=tuple(sorted(_verdict(root, record) for record in report.passed_checks + report.failed_checks)),
        blocks={},
        unparsed=tuple(sorted(_relative(root, file) for file in report.parsing_errors)),
        policies=frozenset(),
        pack=POLICIES,
        crashes=tuple(sorted(Crash(*found.groups()) for found in map(CRASH.match, errors) if found)),
        checkov=version,
    )


def _scan(root: Path, runner: AddressingRunner | PlanRunner, report: Any, errors: Sequence[str]) -> Scan:
    return Scan(
        verdicts=tuple(sorted(_verdict(root, record) for record in report.passed_checks + report.failed_checks)),
        blocks={_relative(root, file): _blocks(body) for file, body in sorted(runner.definitions.items())},
        unparsed=tuple(sorted(_relative(root, file) for file in report.parsing_errors)),
        policies=_loaded(runner),
        pack=POLICIES,
        crashes=_crashes(runner, errors),
        checkov=version,
    )


def _verdict(root: Path, record: Any) -> Verdict:
    first, last = record.file_line_range
    return Verdict(
        policy=record.check_id,
        file=_relative(root, record.file_abs_path),
        address=PROVIDER.sub(_provider, record.resource_address or record.resource),
        passed=record.check_result["result"].value == "PASSED",
        lines=(max(first, 1), max(last, 1)),
        title=record.check_name,
        guideline=record.guideline or "",
    )


def _provider(found: re.Match[str]) -> str:
    """Return the address of a provider of a plan, `aws.default` or `aws.dr`, as that of a stack is called."""
    return "provider.aws" if found[1] == "default" else f"provider.aws.{found[1]}"


def _relative(root: Path, file: str) -> str:
    path = Path(file)
    if not path.is_relative_to(root):  # Checkov names what a link in the folder leads to
        path = next(one for one in sorted(root.rglob(f"*{path.suffix}")) if real(one) == path)
    return path.relative_to(root).as_posix()


def _blocks(body: dict[str, Any]) -> int:
    return len(body.get("resource", ())) + len(body.get("data", ()))


def _loaded(runner: AddressingRunner | PlanRunner) -> frozenset[str]:
    registries = runner.block_type_registries.values()
    checks = {check.id for registry in registries for kind, check in registry.all_checks() if kind.startswith("aws")}
    return frozenset(checks | {check.id for check in runner.graph_registry.checks})


def _crashes(runner: AddressingRunner | PlanRunner, errors: Sequence[str]) -> tuple[Crash, ...]:
    crashed = [Crash(*found.groups()) for found in map(CRASH.match, errors) if found]
    return tuple(sorted([*crashed, *(Crash(policy, "") for policy in runner.silent)]))
