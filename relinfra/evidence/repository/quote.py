"""The part of a workflow worth reading: its start, and each job without its steps."""

from __future__ import annotations

from relinfra.evidence.repository.nodes import YamlNode
from relinfra.evidence.repository.source import SourceFile

__all__ = ["quote"]

_TOP = ("name", "on", "permissions")
_JOB = ("name", "needs", "if", "environment", "uses")


def quote(file: SourceFile, root: YamlNode) -> str:
    """Return those lines verbatim, with `…` where lines are left out."""
    kept = {line for key in _TOP for line in _lines(root.get(key))}
    jobs = root.get("jobs")
    if jobs:
        kept.add(jobs.line)
        for _, job in jobs.items:
            kept.add(job.line)
            kept |= {line for key in _JOB for line in _lines(job.get(key))}
    return _with_gaps(file.lines, kept)


def _lines(entry: YamlNode | None) -> range:
    if entry is None:
        return range(0)
    return range(entry.line, max(entry.line + 1, entry.end))


def _with_gaps(lines: list[str], kept: set[int]) -> str:
    written: list[str] = []
    gap = ""
    for number, line in enumerate(lines, start=1):
        if number in kept and line.strip():
            written += [gap] if gap and written else []
            written.append(line.rstrip())
            gap = ""
        elif line.strip() and not line.lstrip().startswith("#") and not gap:
            gap = " " * (len(line) - len(line.lstrip())) + "…"
    return "\n".join([*written, gap] if gap else written)
