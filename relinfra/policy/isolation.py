"""A process in which Checkov can neither be influenced nor overheard."""

from __future__ import annotations

import io
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from threading import Lock

__all__ = ["isolated"]

KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE")
"""What Python itself needs. Checkov reads some fifty variables, many of which change verdicts."""

_lock = Lock()


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def isolated() -> Iterator[list[str]]:
    """Hide the environment, swallow what is printed, and collect the errors that are logged.

    The environment, the streams and the root logger belong to the whole process: one run at a time has them.
    """
    with _lock, _environment(), _streams(), _log() as errors:
        yield errors


@contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update({name: before[name] for name in KEPT if name in before})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _streams() -> Iterator[None]:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _log() -> Iterator[list[str]]:
    root, errors = logging.getLogger(), _Errors()
    handlers, level, disabled = root.handlers[:], root.level, logging.root.manager.disable
    root.handlers[:] = [errors]
    root.setLevel(logging.ERROR)
    logging.disable(logging.NOTSET)
    try:
        yield errors.messages
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.disable(disabled)
