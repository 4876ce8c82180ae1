"""Failures of Node.js and what helps, in words for whoever runs relinfra, not for whoever wrote jsii."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterable, Iterator
from errno import errorcode

from relinfra_constructs.errors import ConstructError

__all__ = ["ended", "not_loaded", "not_started", "silent", "strange"]

_NEEDED = "the constructs need Node.js 22 or 24: install it, or pip install 'relinfra[node]'"
_USABLE = "let TMPDIR name a folder that can be written to"
_FEW_FILES = 128
_SIGKILL = 9
_ADVICE = {
    "ENOSPC": "free some space where TMPDIR points",
    "EDQUOT": "free some space where TMPDIR points",
    "EFBIG": "allow larger files (ulimit -f)",
    "EAGAIN": "allow more processes (ulimit -u)",
    "EMFILE": "allow more open files (ulimit -n)",
    "ENFILE": "allow more open files",
    "ENOMEM": "allow more memory",
    "EACCES": _USABLE,
    "EROFS": _USABLE,
    "ENOTDIR": _USABLE,
    "ENOENT": _USABLE,
}
"""What helps, by the code that begins a message of Node.js."""

_LINES = 6
_FRAME = re.compile(r"\s*(\d+: 0x|at |#|-----|Thrown at)|.*(stack trace|JS stacktrace)", re.IGNORECASE)
_MEMORY = re.compile(r"out of memory|Allocation failed|heap limit|Cannot allocate|ENOMEM", re.IGNORECASE)


def not_started(node: str, error: OSError) -> ConstructError:
    """Return what to say where the program `node` cannot be started, or what it runs cannot be written."""
    limits = _limits()
    if error.filename == node:
        return ConstructError(f"{node}: cannot be started ({error.strerror}){limits}; {_NEEDED}")
    where = f"{error.filename}: " if error.filename else ""
    advice = _ADVICE.get(errorcode.get(error.errno or 0, ""), _USABLE)
    return ConstructError(f"{where}Node.js cannot be started: {error.strerror}{limits}; {advice}")


def not_loaded(package: str, error: Exception) -> ConstructError:
    """Return what to say where Node.js refuses a package."""
    found = re.search(r"\b(E[A-Z]{3,})\b", str(error))
    advice = f"; {_ADVICE[found[1]]}" if found and found[1] in _ADVICE else ""
    return ConstructError(f"Node.js cannot load the package {package}: {error}{_limits()}{advice}")


def ended(node: str, code: int | None, said: Iterable[str]) -> ConstructError:
    """Return what to say where Node.js ended while it was needed; `said` is what it printed on standard error."""
    limits, words = _limits(), _words(said)
    if limits:
        advice = "allow more"
    elif _MEMORY.search(words) or code == -_SIGKILL:
        advice = "allow it more memory"
    else:
        advice = f"run `{node} --version` to see whether it works; {_NEEDED}"
    return ConstructError(f"{node}: ended {_how(code)} while it was needed{limits}; {advice}{words}")


def silent(node: str, seconds: float, said: Iterable[str]) -> ConstructError:
    """Return what to say where Node.js gave no answer in time."""
    return ConstructError(
        f"{node}: gave no answer within {seconds:g} seconds and was stopped; run `{node} --version` to see whether it "
        f"works, or allow more (RELINFRA_NODE_TIMEOUT, in seconds); {_NEEDED}{_words(said)}"
    )


def strange(node: str, answer: str, said: Iterable[str]) -> ConstructError:
    """Return what to say where a program answers that does not speak as jsii does."""
    return ConstructError(f"{node}: expected the runtime of jsii, found {answer[:80]!r}; {_NEEDED}{_words(said)}")


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"by {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"
    return f"with exit code {code}"


def _words(said: Iterable[str]) -> str:
    """Return what Node.js said, without the frames of its stack."""
    lines = [line for line in said if line.strip() and not _FRAME.match(line)]
    return "".join(f"\n  {line}" for line in lines[:_LINES])


def _limits() -> str:
    """Return the limits of this process that are too narrow for most of what Node.js does."""
    found = ", ".join(_narrow())
    return f" under {found}" if found else ""


def _narrow() -> Iterator[str]:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    memory, _ = resource.getrlimit(resource.RLIMIT_AS)
    if memory != resource.RLIM_INFINITY:
        yield f"a limit of {memory // 1024} KiB of memory (ulimit -v)"
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files != resource.RLIM_INFINITY and files < _FEW_FILES:
        yield f"a limit of {files} open files (ulimit -n)"
