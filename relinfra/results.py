"""Results of `relinfra.synth` and `relinfra.build`: small values, ready to be printed or asserted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relinfra.lockfile import LockUpdate
    from relinfra.plan import Verification
    from relinfra.policy import Report

__all__ = ["Build", "Synthesis"]


@dataclass(frozen=True, kw_only=True)
class Synthesis:
    """A synthesized folder, its stacks by name in their order, and how many resources each one holds.

    `said` is what the app of the repository printed, or why it was left out; `lock` is what the lock beside the matrix
    gained by it, None where the matrix is no file.
    """

    folder: Path
    resources: Mapping[str, int]
    said: str = ""
    lock: LockUpdate | None = None

    @property
    def stacks(self) -> tuple[str, ...]:
        """The names of the stacks."""
        return tuple(self.resources)


@dataclass(frozen=True, kw_only=True)
class Build:
    """Everything one `relinfra build` made.

    `files` are the reports and documents, relative to `folder`; `seconds` is the time of every phase, in order.
    `outdated` is what no longer holds of documents in the folder that former builds made and this one did not.
    """

    folder: Path
    synthesis: Synthesis
    report: Report
    verification: Verification
    outdated: Verification
    files: tuple[Path, ...]
    seconds: Mapping[str, float]

    @property
    def ok(self) -> bool:
        """Whether every policy passed or is waived, and every statement of the plan holds."""
        return self.report.holds and self.verification.ok
