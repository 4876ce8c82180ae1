"""Starting Checkov in this process, when it is needed and no earlier."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from relinfra.errors import ToolError
from relinfra.policy.docstrings import keep_docstrings
from relinfra.policy.isolation import isolated
from relinfra.policy.scan import Scan

__all__ = ["scan", "scan_plans"]

RARE = 500_000
"""New objects between two searches for circles; Python's own figure is 700."""


def scan(folder: Path) -> Scan:
    """Ask every built-in policy and every one of the pack about every `*.tf.json` under a folder.

    `versions.tf.json` is left out. Nothing is downloaded, reported or printed. Raises `ToolError` where
    Checkov or the pack cannot be loaded or run.
    """
    return _checkov("run", folder.resolve())


def scan_plans(folder: Path) -> Scan:
    """Ask every built-in policy and every one of the pack about every plan `*.json` in a folder, as `scan` does."""
    return _checkov("run_plans", folder.resolve())


def _checkov(function: str, root: Path) -> Scan:
    try:
        keep_docstrings()
        with isolated() as errors, _rare_garbage_collection():
            found: Scan = getattr(import_module("relinfra.policy.checkov_run"), function)(root, errors)
    except Exception as error:  # Checkov's dependencies fail in ways of their own
        raise ToolError(f"Checkov cannot run: {type(error).__name__}: {error}; reinstall relinfra") from error
    return found


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Let Python look for circles rarely: it would walk all that Checkov holds again and again, and find none."""
    before = gc.get_threshold()
    gc.set_threshold(RARE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
