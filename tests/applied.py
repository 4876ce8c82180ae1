"""Stacks that the real terraform applied, remembered by what they are made of.

To apply every combination takes a quarter of an hour, and the same stacks, the same terraform and the same schema end
the same way. So `applied.txt` records what was applied, as golden files record what was read: stacks that are in it are
not applied again, and any that differ are. `make applied` writes it anew, with whatever this user has not applied yet.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.locked import locked
from tests.terraform import RUNTIME

__all__ = ["applied", "applied_here", "units"]

HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CACHE = HOME if os.access(HOME if HOME.exists() else HOME.parent, os.W_OK) else Path(__file__).parents[1] / ".cache"
REMEMBERED = CACHE / "relinfra" / "tfcheck"
"""The user's, for every checkout of a machine; the checkout's own where that cannot be written to."""

RECORD = Path(__file__).with_name("applied.txt")
"""A line for each unit: the first of its stacks, and the digest of all."""

Unit = dict[str, Any]
"""The part of a cdktf manifest about stacks that read from one another, and from no other."""


def units(output: Path) -> Iterator[Unit]:
    """Yield the stacks of a cdktf output by what depends on what: an environment in a region is one unit."""
    stacks = json.loads((output / "manifest.json").read_text())["stacks"]
    unit_of = {name: {name} for name in stacks}
    for name, stack in stacks.items():
        joined = set().union(unit_of[name], *(unit_of[other] for other in stack["dependencies"]))
        unit_of.update(dict.fromkeys(joined, joined))
    for members in {min(unit): unit for unit in unit_of.values()}.values():
        yield {name: stacks[name] for name in sorted(members)}


def applied(outputs: Sequence[Path], plans: Callable[[Path], Path] | None = None) -> list[str]:
    """Apply every stack of cdktf outputs that is not recorded, and return what failed.

    Where `plans` says a folder for the plans of an output, they are made or taken from the user's cache, recorded or
    not; of what is recorded, nobody looks again whether a second plan is empty. Skips where `RELINFRA_TFCHECK` names no
    program.
    """
    program = os.environ.get("RELINFRA_TFCHECK")
    if not program or not shutil.which("terraform"):
        pytest.skip("RELINFRA_TFCHECK names no program that applies stacks offline, or there is no terraform")
    work = [(output, unit) for output in outputs for unit in units(output)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        results = list(threads.map(lambda one: _remembered(Path(program), *one, plans), work))
    return [failure for failure in results if failure]


def applied_here(outputs: Sequence[Path]) -> bool:
    """Tell whether this user's cache holds the plans of every stack of cdktf outputs."""
    program = os.environ.get("RELINFRA_TFCHECK")
    return bool(program) and all(
        (REMEMBERED / _digest(_tools(Path(program or "")), output, unit)).is_dir()
        for output in outputs
        for unit in units(output)
    )


def _remembered(program: Path, output: Path, unit: Unit, plans: Callable[[Path], Path] | None) -> str:
    digest = _digest(_tools(program), output, unit)
    kept, line, writing = REMEMBERED / digest, f"{min(unit)} {digest}\n", os.environ.get("RELINFRA_GOLDEN") == "write"
    if not plans and not writing and line in _recorded():
        return ""
    level = "apply" if writing or line not in _recorded() else "plan"
    failure = "" if kept.is_dir() else _applied(program, output, unit, kept, level)
    if plans and not failure:
        shutil.copytree(kept, plans(output), dirs_exist_ok=True)
    if writing and not failure:
        _record(line)
    return failure


@cache
def _recorded() -> frozenset[str]:
    return frozenset(RECORD.read_text().splitlines(keepends=True))


def _record(line: str) -> None:
    """Let the record have a line, also while other workers write theirs."""
    with locked(RECORD) as file:
        lines = sorted({*file.readlines(), line})
        file.truncate(0)
        file.write("".join(lines))


def _asked(output: Path) -> dict[str, str]:
    """Return a value for each variable that stacks ask for: of snapshots alone, which only the day of a loss names."""
    bodies = (json.loads(file.read_text()) for file in output.glob("stacks/*/cdk.tf.json"))
    names = {name for body in bodies for name, one in body.get("variable", {}).items() if "default" not in one}
    assert all(name.endswith("_snapshot_arn") for name in names)
    return {f"TF_VAR_{name}": "arn:aws:rds:us-west-2:444444444444:cluster-snapshot:copied" for name in names}


def _applied(program: Path, output: Path, unit: Unit, kept: Path, level: str) -> str:
    REMEMBERED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=REMEMBERED) as folder:
        made = Path(folder, "plans")
        for stack in unit.values():
            path = Path(stack["synthesizedStackPath"]).parent
            shutil.copytree(output / path, Path(folder, "output") / path)
        Path(folder, "output", "manifest.json").write_text(json.dumps({"stacks": unit}))
        command: list[str | Path] = [program, Path(folder, "output"), "--level", level, "--save-plans", made]
        given = {**RUNTIME, **os.environ, **_asked(Path(folder, "output"))}
        run = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
        if run.returncode:
            return run.stdout + run.stderr
        if not kept.is_dir():
            made.rename(kept)
    return ""


def _digest(tools: bytes, output: Path, unit: Unit) -> str:
    digest = hashlib.sha256(tools)
    for name, stack in unit.items():
        for file in sorted((output / stack["synthesizedStackPath"]).parent.glob("*.tf.json")):
            read = _read_by_terraform(json.loads(file.read_bytes()))
            # cdktf keeps a state that nobody says the place of in the folder it runs in.
            text = json.dumps(read).replace(json.dumps(str(Path.cwd()))[1:-1], ".")
            digest.update(f"{name}/{file.name}\n{text}".encode())
    return digest.hexdigest()


def _read_by_terraform(content: Any) -> Any:
    """Return what Terraform reads of its JSON: `//` is a comment, wherever it stands."""
    if isinstance(content, dict):
        return {key: _read_by_terraform(value) for key, value in content.items() if key != "//"}
    return [_read_by_terraform(value) for value in content] if isinstance(content, list) else content


@cache
def _tools(program: Path) -> bytes:
    """Return a digest of terraform's version, and of the program and all that lies beside it."""
    version = subprocess.run(["terraform", "version", "-json"], capture_output=True, check=True).stdout
    digest = hashlib.sha256(version)
    for file in sorted(path for path in program.parent.iterdir() if path.is_file()):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.digest()
