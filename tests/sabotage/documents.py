"""What the documents would notice of a change, in this process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from relinfra.errors import RelinfraError
from relinfra.evidence import Fact, Facts, Repository, collect_facts, read_output
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.plan.build import plan_of
from relinfra.plan.recorded import Recorded
from relinfra.plan.sets import SETS

__all__ = ["Documents"]


class Documents:
    """Every set about one synthesized folder, as `verify` compares it: facts with their evidence, and sentences.

    That a file was edited at all, which `verify` says too, does not count: the next `synth` takes that away.
    """

    def __init__(self, folder: Path, repository: Path, version: str) -> None:
        self._output, self._repository, self._version = read_output(folder), Repository(repository), version
        self._facts = self._collected(self._output)
        self._before = {name: self._meaning(name, self._facts) for name in SETS}

    def notice(self, stack: str, body: dict[str, Any]) -> bool:
        """Return whether any fact or sentence is another with that body of a stack."""
        one = self._output.stacks[stack]
        changed = Stack(one.name, one.dependencies, body, one.versions)
        try:
            facts = self._collected(replace(self._output, stacks={**self._output.stacks, stack: changed}))
            return _values(facts) != _values(self._facts) and any(
                self._meaning(name, facts) != before for name, before in self._before.items()
            )
        except RelinfraError:
            return True

    @property
    def bodies(self) -> dict[str, dict[str, Any]]:
        """The stacks as they are, by name."""
        return {name: stack.body for name, stack in self._output.stacks.items()}

    def _collected(self, output: Output) -> Facts:
        return collect_facts(output, self._repository, self._version)

    def _meaning(self, name: str, facts: Facts) -> tuple[Any, Any]:
        recorded = Recorded.of(plan_of(name, facts, self._version), "en", ())
        return recorded.meanings, recorded.statements


def _values(facts: Facts) -> dict[str, Fact]:
    """Return every fact by its id; where none differs, no document does."""
    return dict(facts.items())
