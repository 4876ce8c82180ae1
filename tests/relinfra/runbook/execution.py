"""Execution: which commands of runbooks each test has run, recorded as golden files record what was read.

So it is known of all tests at once, whichever of them run, and in how many processes. `RELINFRA_GOLDEN=write` records;
of a record that is gone, all of this folder's tests have to run to write it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from relinfra.runbook import Procedure
from tests.locked import locked

__all__ = ["KNOWN", "RECORD", "Execution", "recorded"]

RECORD = Path(__file__).with_name("executed.json")
KNOWN = "every command of a runbook that a test has seen"


class Execution:
    """The commands of one test: those that the runbooks of its projects have, and those that were run."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.run: set[str] = set()

    def remember(self, procedures: Mapping[str, Procedure], name: str, log: Sequence[tuple[str, str]]) -> None:
        """Remember the steps of a run that have printed something."""
        self.known |= {step.command for one in procedures.values() for step in one.steps if step.command}
        number = 0
        for word, text in log:
            if word == "step":
                number = int(text.partition(":")[0])
            elif word in {"found", "learnt", "acted"}:
                self.run.add(procedures[name].steps[number - 1].command)

    def hold(self, test: str) -> None:
        """Fail where a test ran other commands than are recorded of it."""
        name = test.rpartition("/")[2]
        if os.environ.get("RELINFRA_GOLDEN") == "write":
            self._record(name)
        found = recorded()
        accept = "RELINFRA_GOLDEN=write pytest tests/relinfra/runbook accepts it"
        assert found.get(name) == sorted(self.run), f"{RECORD}: {name} ran something else; {accept}"
        assert self.known <= {*found[KNOWN]}, f"{RECORD}: runbooks have new commands; {accept}"

    def _record(self, name: str) -> None:
        """Let the record have a test, also while other workers write theirs."""
        with locked(RECORD) as file:
            before = json.loads(file.read() or "{}")
            known = sorted({*before.get(KNOWN, ()), *self.known})
            file.truncate(0)
            file.write(json.dumps(before | {name: sorted(self.run), KNOWN: known}, indent=1, sort_keys=True) + "\n")


def recorded() -> dict[str, list[str]]:
    """Return the commands by the test that ran them."""
    found: dict[str, list[str]] = json.loads(RECORD.read_text("utf-8"))
    return found
