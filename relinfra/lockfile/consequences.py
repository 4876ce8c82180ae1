"""Losses of a lock as consequences for the documents that compare with former stacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.comparison import Locked
from relinfra.comparison.consequence import RESOURCE, Consequence, LockEntry
from relinfra.domain.stateful import NAMED_BY, loss_of
from relinfra.evidence import FileEvidence, TerraformEvidence
from relinfra.evidence.records.change import ChangeFacts
from relinfra.lockfile.file import lock_path, read_lock
from relinfra.lockfile.loss import losses
from relinfra.lockfile.taking import MAJOR, Stock, take_stock

if TYPE_CHECKING:
    from relinfra.comparison.pair import Place
    from relinfra.evidence import Output
    from relinfra.lockfile.file import LockFile
    from relinfra.lockfile.lock import Lock
    from relinfra.lockfile.loss import Loss

__all__ = ["locked_by"]

_VERSION = "engine_version"
_OF_STACKS = {
    "project": "left_behind",
    "environment": "left_behind",
    "left": "left_behind",
    "state": "begins_empty",
    "account": "begins_empty",
    "region": "begins_empty",
}
"""What becomes of everything in a stack, by the kind of its loss."""
_OF_DATABASES = {"upgraded": "major_upgrade", "lowered": "version_lowered", "renamed": "renamed"}


def locked_by(repository: Path, present: Output) -> Locked:
    """Return what the lock of the matrix says of its stacks; nothing where there is no lock, or no matrix.

    Raises `LockError` and `OutputError` where it cannot be read.
    """
    matrix, project = present.declared.matrix, present.declared.project("project")
    file = read_lock(repository / matrix) if matrix else None
    if file is None or project is None:
        return Locked()
    return _Said(file, lock_path(Path(matrix)).as_posix(), present, take_stock(present, str(project.value))).locked


@dataclass(frozen=True)
class _Said:
    """A lock, by its path in the repository, read beside what the stacks of today hold."""

    file: LockFile
    place: str
    present: Output
    stock: Stock

    @property
    def locked(self) -> Locked:
        """Everything it says."""
        found = (one for loss in losses(self._lock, self.stock) for one in self._of(loss))
        told: dict[tuple[str, ...], Consequence] = {}
        for one in found:
            told.setdefault(one.id, one)
        return Locked(tuple(told.values()), dict(self._forgotten()))

    @cached_property
    def _former(self) -> dict[Place, str]:
        """The address that the lock has of each that a `moved` block leads to."""
        return {(stack, now): was for stack, moved in self.stock.moved.items() for was, now in moved.items()}

    @cached_property
    def _lock(self) -> Lock:
        part = self.present.declared.part
        return self.file.lock if part is None else self.file.lock.part(part)

    def _of(self, loss: Loss) -> Iterator[Consequence]:
        if loss.address:
            yield self._of_one(loss)
            return
        for stack in [loss.stack] if loss.stack else self._lock.stacks:
            for address in self._lock.stacks[stack].resources:
                given = {"before": loss.before, "after": loss.after} if loss.argument else {}
                yield self._consequence(stack, address, "left", _OF_STACKS[loss.kind], **given)

    def _of_one(self, loss: Loss) -> Consequence:
        stack, address = loss.stack, loss.address
        match loss.kind:
            case "elsewhere":
                return self._consequence(stack, address, "moved", "moved", before=stack, after=loss.after)
            case "upgraded" | "lowered" | "renamed":
                what = _VERSION if loss.argument == MAJOR else loss.argument
                given = {"what": what, "before": loss.before, "after": loss.after}
                return self._consequence(stack, address, "database", _OF_DATABASES[loss.kind], **given)
            case "destroyed":
                return self._consequence(stack, address, "destroyed", loss_of(address))
            case _:
                given = {"before": loss.before, "after": loss.after}
                return self._consequence(stack, address, "replaced", loss_of(address), argument=loss.argument, **given)

    def _consequence(
        self,
        stack: str,
        address: str,
        kind: str,
        why: str,
        *,
        what: str = RESOURCE,
        argument: str = "",
        before: str = "",
        after: str = "",
    ) -> Consequence:
        entry = self._entry(stack, address)
        proofs = (entry.evidence, self._today(stack, address, argument or what))
        return Consequence(
            *(stack, address, kind, what, why, proofs),
            before=before or None,
            after=after or None,
            stateful=what == RESOURCE,
            details={ChangeFacts.attributes: (argument,)} if argument else {},
            lock=entry,
        )

    def _entry(self, stack: str, address: str) -> LockEntry:
        former = self._former.get((stack, address), address)
        line = self.file.position("stacks", stack, "resources", former).line
        return LockEntry(self._lock.stacks[stack].environment, FileEvidence(self.place, line, former))

    def _today(self, stack: str, address: str, argument: str) -> TerraformEvidence:
        """Return what stands at an address now: of one that is gone, nothing at its name."""
        names = NAMED_BY.get(address.partition(".")[0], ())
        path = argument if argument != RESOURCE else names[0] if names else ""
        unresolved = TerraformEvidence(stack, address, path, None)
        return TerraformEvidence(stack, address, path, self.present.resolve(unresolved))

    def _forgotten(self) -> Iterator[tuple[Place, LockEntry]]:
        """Yield what was let go, the last of the same place last."""
        for index, one in enumerate(self.file.lock.forgotten):
            line = self.file.position("forgotten", index).line
            yield (one.stack, one.address), LockEntry("", FileEvidence(self.place, line, one.address), one.reason)
