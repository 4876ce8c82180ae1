"""The real terraform binary against an offline provider, for tests that need more than one apply."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["RUNTIME", "offline_provider", "terraform"]

RUNTIME = {"GOGC": "400", "GOMAXPROCS": "1"}
"""Of terraform's many short runs, a third is the collection of garbage; and as many run at once as there are cores."""


@contextmanager
def offline_provider() -> Iterator[dict[str, str]]:
    """Give the environment in which terraform finds hashicorp/aws offline; skip where no program offers it.

    The program that `RELINFRA_TFCHECK` names keeps its provider beside it, and runs it in a virtual environment that
    `TFCHECK_VENV` names, by default one in the temporary folder.
    """
    program = Path(os.environ.get("RELINFRA_TFCHECK", ""))
    provider = program.with_name("aws_stand_in.py") if program.name else program
    if not provider.is_file() or not shutil.which("terraform"):
        pytest.skip("RELINFRA_TFCHECK names no program with an offline provider beside it, or there is no terraform")
    subprocess.run([program, "--help"], check=True, capture_output=True)
    venv = os.environ.get("TFCHECK_VENV") or str(Path(tempfile.gettempdir()) / "tfcheck-venv")
    server = subprocess.Popen(
        [Path(venv, "bin", "python"), provider], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        reattach = server.stdout.readline().strip()
        yield {
            **RUNTIME,
            **os.environ,
            "TF_REATTACH_PROVIDERS": reattach,
            "CHECKPOINT_DISABLE": "1",
            "TF_CLI_ARGS": "-no-color",
        }
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait(timeout=10)


def terraform(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run terraform in a folder."""
    return subprocess.run(
        ["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
