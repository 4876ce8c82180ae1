"""Files and folders written aside and put in their places together, or not at all."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from relinfra.errors import OutputError
from relinfra.output.listing import digest
from relinfra.output.lock import PATIENCE_SECONDS, busy, holding
from relinfra.output.move import StuckError
from relinfra.output.workspace import Workspace, in_use, settle
from relinfra.real_path import is_inside, real

__all__ = ["Transaction", "refusing", "transaction"]

_MACHINE = {errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EROFS}
_POLL_SECONDS = 0.1

Prepare = Callable[[Path, Path], None]
"""What is done with the former and the new folder before one replaces the other."""


class Transaction:
    """A transaction: what `root` shall hold is written into `folder`, and `commit` puts it in place at once.

    A folder in it is laid over the one that is there, file by file; with `prepare`, which may still refuse, `root` as a
    whole is replaced instead. A symbolic link is followed within `root`, and refused where it leads out.
    """

    def __init__(self, root: Path, workspace: Workspace, prepare: Prepare | None) -> None:
        self._root = root
        self._workspace = workspace
        self._prepare = prepare
        self._base = workspace.folder.parent
        self._given_up: dict[str, str] = {}
        self.folder = workspace.new / root.relative_to(self._base)

    def give_up(self, made: Mapping[str, str]) -> None:
        """Let files of `root` go with the commit, by their path there and the SHA-256 of what was made.

        One that is something else by then, edited or behind a symbolic link, stays.
        """
        self._given_up |= made

    def commit(self) -> None:
        """Put everything in place, in the time of a few renames. Raises `OutputError`, having changed nothing."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not self._committed():
            if time.monotonic() > limit:
                raise busy(self._root)
            time.sleep(_POLL_SECONDS)

    def _committed(self) -> bool:
        """Commit, unless another run is preparing something in the folder that would be replaced."""
        replaced = (self._root,) if self._prepare and self._root.is_dir() else ()
        with holding(self._base, *replaced):
            if any(map(in_use, replaced)):
                return False
            if self._prepare and replaced:
                self._prepare(self._root, self.folder)
            with refusing(self._root):
                self._workspace.commit([*self._moves(self._workspace.new, self._base), *self._removals()])
        return True

    def _removals(self) -> Iterator[tuple[None, Path]]:
        """Yield the files of `root` that go; where `root` is replaced as a whole, what came along goes at once."""
        root = self.folder if self._prepare else self._root
        for path in (root / name for name, made in self._given_up.items() if _is(root, name, made)):
            if self._prepare:
                path.unlink()
            else:
                yield None, path

    def _moves(self, staged: Path, target: Path) -> Iterator[tuple[Path, Path]]:
        for path in sorted(staged.iterdir()):
            here = target / path.name
            if path.is_dir() and here.is_dir() and not (self._prepare and path == self.folder):
                yield from self._moves(path, here)
            else:
                yield path, _place(path, here, self._root)


@contextmanager
def transaction(root: Path, prepare: Prepare | None = None) -> Iterator[Transaction]:
    """Give a transaction on the folder `root`, which need not exist; what is not committed is dropped.

    What dead runs left around it is finished or cleared first. Raises `OutputError` where the machine refuses: no
    rights, no space.
    """
    resolved = real(root)
    with refusing(root):
        settle(resolved)
        workspace = Workspace.create(_existing(resolved.parent if prepare else resolved))
    try:
        with refusing(root):
            begun = Transaction(resolved, workspace, prepare)
            begun.folder.mkdir(parents=True, exist_ok=True)
        with _naming(begun.folder, root), refusing(root, workspace.folder):
            yield begun
    finally:
        workspace.close()


@contextmanager
def refusing(root: Path, within: Path | None = None) -> Iterator[None]:
    """Tell failures of the machine as an `OutputError` about `root`: all, or what concerns a path `within`."""
    try:
        yield
    except OSError as error:
        if within is None or error.errno in _MACHINE or _concerns(error, within):
            stuck = "is half in place; run the command again, which finishes it"
            state = stuck if isinstance(error, StuckError) else "what was there is unchanged"
            raise OutputError(f"{root}: cannot be written: {error.strerror or error}; {state}") from error
        raise


@contextmanager
def _naming(staged: Path, root: Path) -> Iterator[None]:
    """Let an error that names a staged path name the one it is for."""
    try:
        yield
    except OutputError as error:
        if str(staged) not in str(error):
            raise
        raise OutputError(str(error).replace(str(staged), str(root))) from error


def _concerns(error: OSError, folder: Path) -> bool:
    return any(str(name).startswith(str(folder)) for name in (error.filename, error.filename2) if name)


def _is(root: Path, name: str, made: str) -> bool:
    """Whether a file of `root`, and of no folder that a link leads to, is what was made."""
    path = root / name
    inside = is_inside(path.parent, root)
    return inside and path.is_file() and not path.is_symlink() and digest(path) == made


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _place(staged: Path, target: Path, root: Path) -> Path:
    """Return where a staged path belongs, and let it have the rights of what is there."""
    led_to = real(target)
    if not (led_to.is_relative_to(root) or root.is_relative_to(led_to)):
        raise OutputError(f"{target}: a link leads from there to {led_to}, out of the folder; remove it, and run again")
    if target.is_symlink() and not staged.is_dir():
        target = led_to
    if target.exists():
        if target.is_dir() is not staged.is_dir():
            kind = "folder" if target.is_dir() else "file"
            raise OutputError(f"{target}: cannot be written: a {kind} is in the way")
        staged.chmod(target.stat().st_mode & 0o777)
    return target
