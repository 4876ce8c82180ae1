"""Running git-cliff."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

from pydantic import ValidationError

from relinfra.errors import ToolError
from relinfra.evidence.history.asking import ask
from relinfra.evidence.history.context import Context, parse
from relinfra.evidence.history.git import Git, GitAncestry
from relinfra.evidence.history.span import Span
from relinfra.reading.translate import what_is_wrong

__all__ = ["commits_of"]

_CONFIG = Path(__file__).with_name("cliff.toml")
_ALONE = ("--offline", "--no-exec")


def commits_of(git: Git, found: Span) -> Context:
    """Return the commits of a span that touch the folder of `git`. Raises `ToolError`."""
    range_ = found.range
    command = [_program(), "--config", str(_CONFIG), *_ALONE, "--context", "--repository", str(git.top), "--", range_]
    run = ask(command, git.top)
    if run.returncode != 0:
        raise ToolError(f"git-cliff: cannot read {range_} of {git.top}: {_last(run.stderr)}")
    try:
        return parse(
            run.stdout or b"[]", git.touching(range_) if git.folder else None, GitAncestry(git, found.last.commit)
        )
    except ValidationError as error:
        wrong = what_is_wrong(error)
        raise ToolError(f"git-cliff: printed something else than expected; update it ({wrong})") from error


def _program() -> str:
    """Return git-cliff: the one installed with relinfra, or else the one on the path."""
    found = shutil.which("git-cliff", path=sysconfig.get_path("scripts")) or shutil.which("git-cliff")
    if not found:
        raise ToolError("git-cliff: not found; install it with `pip install git-cliff`")
    return found


def _last(output: bytes) -> str:
    return next(reversed(output.decode("utf-8", "replace").strip().splitlines()), "it says nothing")
