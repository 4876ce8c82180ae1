"""Digests of stacks as they were last applied, and the stacks that differ from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from relinfra.errors import OutputError
from relinfra.evidence import Output
from relinfra.json_file import read_json, wrong_part
from relinfra.regular_file import readable

__all__ = ["affected_since_applied", "applied_record", "folder_digest", "stack_digest"]

_VERSION = 1
_AWAY = "take it away, and the stack is affected"
_SUFFIX = ".applied.json"
_MADE_BY_TERRAFORM = (
    ".terraform",
    "terraform.tfstate",
    "terraform.tfstate.backup",
    "release.tfplan",
    "errored.tfstate",
)
_ABOUT = ("metadata.json", "stack.tftest.json")


def folder_digest(folder: Path) -> str:
    """Return one digest of every file below a folder, but for those that Terraform makes while it works."""
    return _digest({path: _sha256(folder / path) for path in _files(folder)})


def stack_digest(folder: Path, output: Output, name: str, inputs: Mapping[str, str]) -> str:
    """Return the digest of what Terraform applies of a stack: its files, and values of the variables it declares."""
    own = folder / "stacks" / name
    files = {path: _sha256(own / path) for path in _files(own) if path not in _ABOUT}
    return _digest({"files": files, "inputs": _own_inputs(output, name, inputs)})


def _own_inputs(output: Output, name: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the inputs that a stack declares a variable for."""
    variables = output.stacks[name].body.get("variable")
    declared = variables if isinstance(variables, dict) else {}
    return {key: inputs[key] for key in sorted(declared) if key in inputs}


def applied_record(folder: Path, output: Output, name: str, inputs: Mapping[str, str], *, run: str, ended: bool) -> str:
    """Return what is kept beside the state of a stack: digest, inputs, and whether the apply came to its end."""
    record = {
        "version": _VERSION,
        "stack": name,
        "digest": stack_digest(folder, output, name, inputs),
        "inputs": _own_inputs(output, name, inputs),
        "outcome": "succeeded" if ended else "begun",
        "run": run,
    }
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def affected_since_applied(
    folder: Path, output: Output, order: Sequence[str], records: Path, inputs: Mapping[str, str]
) -> dict[str, str]:
    """Return the stacks that have to be applied, in their order, each with the reason.

    That is every stack without the record of an apply that came to its end, whose digest then was another, or that
    reads from one of those.
    """
    found: dict[str, str] = {}
    for name in order:
        reason = _reason(records / f"{name}{_SUFFIX}", stack_digest(folder, output, name, inputs))
        upstream = sorted(set(output.stacks[name].dependencies) & found.keys())
        if reason or upstream:
            found[name] = reason or f"depends on {', '.join(upstream)}"
    return found


def _reason(file: Path, digest: str) -> str:
    if not file.is_file() or not file.stat().st_size:
        return "was never applied"
    record = read_json(file, _AWAY)
    try:
        if record["version"] != _VERSION:
            return "was applied by another version of relinfra"
        if record["outcome"] != "succeeded":
            return "its last apply did not come to its end"
        return "" if record["digest"] == digest else "differs"
    except (KeyError, TypeError) as error:
        raise OutputError(f"{file}: not the record of an apply ({wrong_part(error)}); {_AWAY}") from error


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part in _MADE_BY_TERRAFORM for part in relative.parts):
            yield relative.as_posix()


def _sha256(path: Path) -> str:
    return hashlib.sha256(readable(path).read_bytes()).hexdigest()


def _digest(content: object) -> str:
    return f"sha256:{hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}"
