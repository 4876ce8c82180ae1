"""Whether written documents still say what the stacks, the repository and the release say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.comparison import without_state
from relinfra.errors import OutputError
from relinfra.evidence import read_output
from relinfra.output import DocumentList, foreign_files, stacks_digest
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.closed import ClosedRelease
from relinfra.plan.comparison import Comparison
from relinfra.plan.difference import Difference
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.files import written_manifests
from relinfra.plan.inventory import Inventory
from relinfra.plan.kept_ids import KEPT_IDS, read_kept_ids
from relinfra.plan.recorded import Recorded, read_recorded
from relinfra.plan.verification import Verification
from relinfra.release import closed_releases

if TYPE_CHECKING:
    from relinfra.evidence import Facts

__all__ = ["verify_plan"]


def verify_plan(
    documents: Path, cdktf_out: Path, *, repository: Path, against: Path | None = None, states: Path | None = None
) -> Verification:
    """Recompute every set found in the folder `documents`, and compare what they mean.

    With a folder of `states`, stacks are what was built, and the documents of what was meant are held against that.

    Documents that compare with a folder synthesized before are held against `against`, or else against the folder that
    `documents.json` names; where that holds them no longer, it is a difference, and the others are verified all the
    same.
    Raises `OutputError` where there is no set, or where a document or the synthesized folder cannot be read.
    """
    verifier = _Verifier(documents, cdktf_out, repository, against, states)
    unbuilt = without_state(read_output(cdktf_out), states) if states else None
    return Verification(tuple(verifier.differences()), foreign_files(cdktf_out), unbuilt=unbuilt)


@dataclass
class _Verifier:
    documents: Path
    cdktf_out: Path
    repository: Path
    against: Path | None
    states: Path | None = None
    known: dict[tuple[str | None, Path | None], Facts] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    def differences(self) -> Iterator[Difference]:
        """Yield every difference of every set, and of the folder as a whole."""
        inventory = Inventory(self.documents, self.listed, stacks_digest(self.cdktf_out))
        recorded = {path: read_recorded(path) for path in written_manifests(self.documents)}
        if not recorded and self.listed is None and not any(inventory.marked):
            hint = "write them with `relinfra plan`, or name their folder with `--documents`"
            raise OutputError(f"{self.documents}: documents to verify not found; {hint}")
        for path, record in recorded.items():
            yield from self._set(path, record)
        yield from inventory.differences(self.paths)
        for closed in self.closed.values():
            yield from closed.differences
        if new := self.ids.beyond(self.kept_ids):
            yield Difference("ids", KEPT_IDS, None, "", "", "", ", ".join(new))

    def _set(self, path: Path, record: Recorded) -> Iterator[Difference]:
        name = path.relative_to(self.documents).as_posix()
        if record.version in self.closed:
            own = tuple(self._listed.of_set(name))
            self.paths.update(own)
            yield from self.closed[record.version].differences_of_copy(self.documents, iter(own))
            return
        former = (self.against or self._former(name)) if record.compared else None
        if record.compared and former is None:
            self.paths.update(self._listed.of_set(name))
            yield self._uncompared(name)
            return
        plan = plan_of(record.set, self._facts(record.version, former), record.version, self.ids)
        comparison = Comparison(self.documents, path, record, plan, self._listed)
        self.paths.update(comparison.paths)
        yield from comparison.differences

    def _former(self, name: str) -> Path | None:
        """Return the folder that a set was written to compare with, as long as the same stacks are in it."""
        listed = self._listed.compared_with(name)
        return listed.found(self.repository) if listed else None

    def _uncompared(self, name: str) -> Difference:
        listed = self._listed.compared_with(name)
        folder = listed.folder if listed else ""
        there = folder and (self.repository / folder).is_dir()
        return Difference("uncompared", name, None, "", "", folder, "other stacks" if there else "")

    def _facts(self, version: str | None, former: Path | None) -> Facts:
        if (version, former) not in self.known:
            self.known[version, former] = known_facts(
                self.cdktf_out, repository=self.repository, version=version, against=former, states=self.states
            )
        return self.known[version, former]

    @cached_property
    def closed(self) -> Mapping[str | None, ClosedRelease]:
        """The releases that are over, by version."""
        return {version: ClosedRelease(self.repository, version) for version in closed_releases(self.repository)}

    @cached_property
    def listed(self) -> DocumentList | None:
        """The list of what was made in the folder."""
        return DocumentList.read(self.documents)

    @property
    def _listed(self) -> DocumentList:
        return self.listed or DocumentList()

    @cached_property
    def kept_ids(self) -> DocumentIds:
        """The ids that the repository keeps."""
        return read_kept_ids(self.repository, self.documents)

    @cached_property
    def ids(self) -> DocumentIds:
        """The same, and those that documents of today need besides."""
        return self.kept_ids.copy()
