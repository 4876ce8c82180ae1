"""The scan: what one run of Checkov saw, before waivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

__all__ = ["Crash", "Scan", "Verdict", "merged"]


@dataclass(frozen=True, order=True, slots=True)
class Verdict:
    """One policy asked of one block; `file` is relative to the scanned folder, `lines` are first and last."""

    policy: str
    file: str
    address: str
    passed: bool
    lines: tuple[int, int]
    title: str
    guideline: str


@dataclass(frozen=True, order=True, slots=True)
class Crash:
    """A policy that gave no verdict because its check failed; `place` is empty where it failed as a whole."""

    policy: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A whole run: sorted verdicts, and what the guards need to trust them."""

    verdicts: tuple[Verdict, ...]
    blocks: Mapping[str, int]
    """Resources and data sources Checkov read, by file."""
    unparsed: tuple[str, ...]
    """Files Checkov dropped."""
    policies: frozenset[str]
    """Ids of every policy that was asked of the AWS blocks, built in or of the pack."""
    pack: Mapping[str, str]
    """Ids and titles of the pack's own policies."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Ids and titles of the checks that a team wrote itself."""
    crashes: tuple[Crash, ...]
    checkov: str
    """Checkov's version."""


def merged(parts: Sequence[Scan]) -> Scan:
    """Return what the scans of a folder's parts saw, as one scan sees it."""
    blocks = {file: number for part in parts for file, number in part.blocks.items()}
    return replace(
        parts[0],
        verdicts=tuple(sorted(verdict for part in parts for verdict in part.verdicts)),
        blocks=dict(sorted(blocks.items())),
        unparsed=tuple(sorted(file for part in parts for file in part.unparsed)),
        policies=frozenset.union(*(part.policies for part in parts)),
        crashes=tuple(sorted(crash for part in parts for crash in part.crashes)),
    )
