"""One environment matrix becomes CDKTF stacks, policy checks and a release plan proven by the stacks.

    import relinfra

    matrix = relinfra.load("relinfra.yaml")
    relinfra.synth(matrix)
    assert relinfra.check().ok
    relinfra.write_plan()
    assert relinfra.verify().ok

or all of it at once: `relinfra.build()`. Stacks lie in `out/cdktf.out` and documents in `out` unless told otherwise.
Names are imported on first use: reading a matrix starts no Node.js and loads no Checkov.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relinfra.api import build, check, lint, load, load_release, synth, verify, write_plan
    from relinfra.errors import (
        InputError,
        MatrixError,
        OutputError,
        ReleaseError,
        RelinfraError,
        ToolError,
        UsageError,
    )
    from relinfra.matrix import Environment, Matrix
    from relinfra.plan import Verification
    from relinfra.policy import Report
    from relinfra.results import Build, Synthesis
    from relinfra.stacks import ReleaseApp

__all__ = [
    "Build",
    "Environment",
    "InputError",
    "Matrix",
    "MatrixError",
    "OutputError",
    "ReleaseApp",
    "ReleaseError",
    "RelinfraError",
    "Report",
    "Synthesis",
    "ToolError",
    "UsageError",
    "Verification",
    "build",
    "check",
    "lint",
    "load",
    "load_release",
    "synth",
    "verify",
    "write_plan",
]

_HOMES = {
    "relinfra.api": ("build", "check", "lint", "load", "load_release", "synth", "verify", "write_plan"),
    "relinfra.errors": (
        "InputError",
        "MatrixError",
        "OutputError",
        "RelinfraError",
        "ReleaseError",
        "ToolError",
        "UsageError",
    ),
    "relinfra.matrix": ("Environment", "Matrix"),
    "relinfra.plan": ("Verification",),
    "relinfra.policy": ("Report",),
    "relinfra.results": ("Build", "Synthesis"),
    "relinfra.stacks": ("ReleaseApp",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
