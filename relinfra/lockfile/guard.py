"""The guard of the lock: refuses losses, and gives the lock what is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import LockError
from relinfra.lockfile.file import lock_path, read_lock
from relinfra.lockfile.foreseen import Composed, foreseen
from relinfra.lockfile.lock import Lock
from relinfra.lockfile.loss import losses
from relinfra.lockfile.taking import table_digest, take_stock
from relinfra.lockfile.telling import refusal
from relinfra.matrix import Position, Problem
from relinfra.output import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from relinfra.evidence import Output
    from relinfra.matrix import Matrix

__all__ = ["LockUpdate", "guard", "refuse_foreseen"]

_SHOWN = 5


@dataclass(frozen=True)
class LockUpdate:
    """The lock as it is after a synthesis, and what it gained by that; nothing where it stays as it is."""

    path: Path
    text: str
    gained: tuple[str, ...]

    def write(self) -> None:
        """Write the lock where it gained anything."""
        if self.gained:
            write_file(self.path, self.text)


def refuse_foreseen(matrix: Matrix, composed: Callable[[], Composed] | None = None) -> None:
    """Raise `LockError` with all that the matrix would lose of what is locked, as far as it alone tells.

    `composed` is asked, where there is a lock, for all that the stacks will hold.
    """
    file = read_lock(Path(matrix.file))
    found = tuple(foreseen(file.lock, matrix, composed() if composed else None)) if file else ()
    if file and found:
        raise refusal(found, file, matrix)


def guard(
    matrix: Matrix, output: Output, *, locked: bool = False, environments: Sequence[str] = ()
) -> LockUpdate | None:
    """Return what the lock beside `matrix` gains by an output; None where the matrix is no file.

    Of a part, with the stacks of these environments alone, it keeps what is theirs, and gains nothing: the whole does.

    Raises `LockError` with everything that the output would lose, and where the lock is `locked` and lacks something.
    """
    path = Path(matrix.file)
    if not path.is_file():
        return None
    file, stock = read_lock(path), take_stock(output, matrix.project)
    if file and environments:
        file = replace(file, lock=file.lock.part(environments))
    if file and (found := tuple(losses(file.lock, stock))):
        raise refusal(found, file, matrix)
    forgotten = file.lock.forgotten if file else ()
    lock = Lock(project=stock.project, arguments=table_digest(), stacks=stock.stacks, forgotten=forgotten)
    former = file.lock if file else None
    # However it is laid out, what it says counts.
    gained = () if former == lock else tuple(_gained(former, lock)) or ("a newer table",)
    if locked and gained:
        raise _lacking(lock_path(path), gained)
    if environments:
        return None
    return LockUpdate(lock_path(path), lock.text, gained)


def _gained(former: Lock | None, lock: Lock) -> Iterator[str]:
    """Yield what a lock has and the former did not have so."""
    stacks = former.stacks if former else {}
    for name, stack in lock.stacks.items():
        if name not in stacks:
            yield name
        was = stacks[name].resources if name in stacks else {}
        yield from (
            f"{name} {address}" for address, kept in stack.resources.items() if dict(was.get(address, {})) != dict(kept)
        )


def _lacking(path: Path, gained: tuple[str, ...]) -> LockError:
    more = f" and {len(gained) - _SHOWN} more" if len(gained) > _SHOWN else ""
    found = f"{', '.join(gained[:_SHOWN])}{more} not locked" if path.is_file() else "no lock"
    expected = "every stack and whatever holds data in it"
    hint = "run `relinfra synth` without --locked, and commit the file"
    return LockError([Problem(Position(str(path), 1, 1), (), expected, found, hint)])
