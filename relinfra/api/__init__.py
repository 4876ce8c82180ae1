"""The functions of relinfra; the command line calls the same ones.

Each function imports the rooms it needs when called: only `synth` starts Node.js, only `check` loads Checkov.
"""

from relinfra.api.building import build
from relinfra.api.checking import check, write_reports
from relinfra.api.comparing import affected, diff, parity
from relinfra.api.documenting import runbooks, verify, write_plan
from relinfra.api.linting import lint
from relinfra.api.loading import load, load_release, validate
from relinfra.api.merging import merge
from relinfra.api.releasing import close_release, new_release
from relinfra.api.synthesizing import synth

__all__ = [
    "affected",
    "build",
    "check",
    "close_release",
    "diff",
    "lint",
    "load",
    "load_release",
    "merge",
    "new_release",
    "parity",
    "runbooks",
    "synth",
    "validate",
    "verify",
    "write_plan",
    "write_reports",
]
