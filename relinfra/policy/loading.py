"""Starting Checkov in this process, when it is needed and no earlier."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from relinfra.errors import RelinfraError, ToolError
from relinfra.policy.docstrings import keep_docstrings
from relinfra.policy.exchange import IndivisibleError
from relinfra.policy.isolation import isolated
from relinfra.policy.scan import Scan

__all__ = ["checkov"]

RARE = 50_000
"""New objects between two searches for circles. Python's own figure, 700, costs time; ten times this one, 75 MB."""


def checkov(function: str, root: Path, *args: Any, checks: Sequence[Path] = ()) -> Scan:
    """Call a function of `checkov_run`, with the checks of a team's folders beside those of Checkov and the pack.

    Raises `ToolError` where Checkov or the pack cannot be loaded or run, `InputError` where a check of the team cannot.
    """
    try:
        keep_docstrings()
        with isolated() as errors, _rare_garbage_collection():
            run = getattr(import_module("relinfra.policy.checkov_run"), function)
            with _loaded(checks) as own:
                found: Scan = run(root, *args, errors)
    except (IndivisibleError, RelinfraError):
        raise
    except Exception as error:  # Checkov's dependencies fail in ways of their own
        raise ToolError(f"Checkov cannot run: {type(error).__name__}: {error}; reinstall relinfra") from error
    return replace(found, own=own) if own else found


def _loaded(checks: Sequence[Path]) -> AbstractContextManager[Mapping[str, str]]:
    if not checks:
        return nullcontext({})
    found: AbstractContextManager[Mapping[str, str]] = import_module("relinfra.policy.own_checks").loaded(checks)
    return found


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Let Python look for circles rarely: it would walk all that Checkov holds again and again, and find few."""
    before = gc.get_threshold()
    gc.set_threshold(RARE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
