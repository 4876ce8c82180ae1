"""Scanning a folder with Checkov, in one process or in several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from relinfra.errors import ToolError
from relinfra.policy.exchange import IndivisibleError
from relinfra.policy.loading import checkov
from relinfra.policy.scan import Scan, merged
from relinfra.policy.worker import scan_said
from relinfra.policy.workers import parts, started, workers_allowed
from relinfra.real_path import real

__all__ = ["scan", "scan_pack", "scan_plans"]


def scan(folder: Path, checks: Sequence[Path] = ()) -> Scan:
    """Ask every built-in policy and every one of the pack about every `*.tf.json` under a folder.

    Nothing is downloaded, reported or printed. A large folder is scanned by several processes, as many as
    `RELINFRA_WORKERS` allows. Raises `ToolError` where Checkov or the pack cannot be loaded or run, and `UsageError`
    where the setting is no number.
    """
    root = real(folder)
    mine, *others = parts(root, workers_allowed())
    return (_scan_together(root, mine, others, checks) if others else None) or checkov("run", root, checks=checks)


def scan_pack(folder: Path) -> Scan:
    """Ask the pack alone about every `*.tf.json` under a folder, as `scan` does."""
    return checkov("run_pack", real(folder))


def scan_plans(folder: Path, checks: Sequence[Path] = ()) -> Scan:
    """Ask every built-in policy and every one of the pack about every plan `*.json` in a folder, as `scan` does."""
    return checkov("run_plans", real(folder), checks=checks)


def _scan_together(root: Path, mine: list[str], others: list[list[str]], checks: Sequence[Path]) -> Scan | None:
    """Scan parts in processes of their own; None where the folder has to be scanned as a whole, or one failed."""
    try:
        with started(root, others, checks) as workers:
            found = checkov("run_part", root, mine, workers, checks=checks)
            scans = [found, *map(scan_said, workers.answers("scan"))]
    except (IndivisibleError, ToolError):
        return None
    alike = all((one.policies, one.checkov) == (found.policies, found.checkov) for one in scans)
    return merged(scans) if alike else None  # a policy that only this process has been given
