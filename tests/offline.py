"""The program that applies stacks offline, with a provider that forgets write-only arguments."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["offline_program"]

_PROVIDER = "aws_stand_in.py"


def offline_program() -> Path | None:
    """Return the program that `RELINFRA_TFCHECK` names, None where it names none.

    One that keeps its provider beside it is copied, and the copy's provider taught what write-only arguments are:
    without that a state would hold them, and each further plan would set them again.
    """
    named = os.environ.get("RELINFRA_TFCHECK")
    if not named:
        return None
    program = Path(named)
    return _taught(program) if program.with_name(_PROVIDER).is_file() else program


@cache
def _taught(program: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="relinfra-offline-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in program.parent.iterdir():
        if file.is_file():
            shutil.copy(file, folder / file.name)
    (folder / _PROVIDER).rename(folder / "aws_stand_in_original.py")
    shutil.copy(Path(__file__).with_name("write_only_provider.py"), folder / _PROVIDER)
    return folder / program.name
