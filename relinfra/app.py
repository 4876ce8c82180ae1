"""The app of a repository: the program that `cdktf.json` names, run as the cdktf command runs it.

It holds the stacks of the matrix and the team's own, so that it, and not the matrix alone, is what is synthesized.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relinfra.errors import ToolError, UsageError
from relinfra.layout import APP_FILE, MATRIX, read_app_file
from relinfra.real_path import real
from relinfra.regular_file import readable
from relinfra_constructs.wheel_node import node_of_the_wheel

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PLAIN", "RepositoryApp", "find_app"]

PLAIN = """\
import relinfra

app = relinfra.ReleaseApp(relinfra.load("relinfra.yaml"))
app.synth()
"""
"""What the program of `relinfra init` does."""

_PROGRAM = re.compile(r"python3?\s+(?P<file>[\w./-]+\.py)")
_INSIDE = "RELINFRA_IN_APP"
_LAST_LINES = 40


@dataclass(frozen=True)
class RepositoryApp:
    """The command of a `cdktf.json`, and what the file says besides."""

    folder: Path
    command: str
    context: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.folder / APP_FILE}: the app `{self.command}`"

    def synthesize(self, output: Path) -> str:
        """Run the app, let it write into `output`, and return what it printed. Raises `ToolError` where it fails."""
        done = subprocess.run(  # noqa: S602 - the command of the team, which cdktf gives to a shell too
            self._runnable(),
            shell=True,
            cwd=self.folder,
            env=self._environment(real(output)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode(errors="replace").strip()
        if done.returncode:
            raise ToolError(f"{self} ended with {done.returncode}{_excerpt(said)}")
        if not (output / "manifest.json").is_file():
            raise ToolError(f"{self} wrote no manifest.json to CDKTF_OUTDIR; does it call app.synth()?{_excerpt(said)}")
        return said

    @property
    def adds_nothing(self) -> bool:
        """Whether the app is known to hold the stacks of `relinfra.yaml` and nothing else, comments aside."""
        program = _PROGRAM.fullmatch(self.command.strip())
        try:
            text = readable(self.folder / program["file"]).read_text("utf-8") if program else ""
            return _meaning(text) == _meaning(PLAIN)
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):  # of what no Python can parse
            return False

    def _runnable(self) -> str:
        """Return the command; where no `python` is on PATH, as on Debian, with the interpreter that runs this."""
        if shutil.which("python", path=_path()):
            return self.command
        return re.sub(r"^python(?=\s)", lambda _: shlex.quote(sys.executable), self.command)

    def _environment(self, output: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_VAR_")}
        context = {"CDKTF_CONTEXT_JSON": json.dumps(self.context)} if self.context else {}
        # An app that imports cdktf before relinfra has started Node.js by the time anybody can choose one.
        node = node_of_the_wheel() if "JSII_NODE" not in kept else None
        return {
            **kept,
            **context,
            **({"JSII_NODE": node} if node else {}),
            "PATH": _path(),
            "CDKTF_OUTDIR": str(output),
            _INSIDE: "1",
        }


def find_app(repository: Path, matrix: Path) -> RepositoryApp | None:
    """Return the app of a repository that is to be run for the stacks of `matrix`.

    None where `cdktf.json` names none, where this process is run by one, and where it is the program of `relinfra init`
    as it was written: that gives the same bytes as the matrix alone, in a second Python. Raises `UsageError` where
    `cdktf.json` cannot be read.
    """
    said = read_app_file(repository) or {}
    command, context = said.get("app"), said.get("context") or {}
    if command is None or _INSIDE in os.environ:
        return None
    if not isinstance(command, str) or not command.strip():
        path = repository / APP_FILE
        raise UsageError(f"{path}: app: expected a command such as `python main.py`, found {command!r}")
    app = RepositoryApp(folder=repository, command=command, context=context)
    return None if app.adds_nothing and real(matrix) == real(repository / MATRIX) else app


def _meaning(program: str) -> str:
    """Return what a program does, without its comments and its docstring."""
    tree = ast.parse(program)
    if ast.get_docstring(tree) is not None:
        tree.body.pop(0)
    return ast.dump(tree)


def _path() -> str:
    """Return PATH, on which `python` is that of the active virtual environment, or else the one that runs this."""
    path = os.environ.get("PATH", os.defpath)
    if os.environ.get("VIRTUAL_ENV"):
        return path
    return os.pathsep.join((str(Path(sys.executable).parent), path))


def _excerpt(said: str) -> str:
    """Return the last lines of what an app printed, as the end of a message."""
    lines = said.splitlines()
    left_out = [f"  … ({len(lines) - _LAST_LINES} lines before)"] if len(lines) > _LAST_LINES else []
    shown = [f"  {line}" for line in lines[-_LAST_LINES:]]
    return "\n".join((":", *left_out, *shown)) if lines else "; it printed nothing"
