"""A process that scans a part of a folder for another one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from relinfra.policy.exchange import Exchange, IndivisibleError
from relinfra.policy.loading import checkov
from relinfra.policy.scan import Scan, Verdict

__all__ = ["scan_said", "work"]


class _Starter(Exchange):
    """The process that started this one, heard and told beside the streams that Checkov may use."""

    def __init__(self, heard: TextIO, told: TextIO) -> None:
        self._heard, self._told = heard, told

    def tell(self, subject: str, value: Any) -> None:
        self._told.write(json.dumps([subject, value]) + "\n")
        self._told.flush()

    def all(self, subject: str, value: Any) -> list[Any]:
        self.tell(subject, value)
        about, values = json.loads(self._heard.readline())
        if about != subject:
            raise IndivisibleError(f"asked for {subject}, told of {about}")
        return list(values)


def work(job: Mapping[str, Any]) -> None:
    """Scan the part of the job and say what was seen; whoever fails ends, which the other process notices."""
    starter = _Starter(sys.stdin, os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8"))
    checks = [Path(folder) for folder in job["checks"]]
    found = checkov("run_part", Path(job["root"]), job["part"], starter, checks=checks)
    starter.tell("scan", asdict(found) | {"policies": sorted(found.policies)})


def scan_said(said: Mapping[str, Any]) -> Scan:
    """Return the scan that a worker has said."""
    verdicts = tuple(Verdict(**verdict | {"lines": tuple(verdict["lines"])}) for verdict in said["verdicts"])
    lists = {"unparsed": tuple(said["unparsed"]), "policies": frozenset(said["policies"]), "crashes": ()}
    return Scan(**{**said, **lists, "verdicts": verdicts})
