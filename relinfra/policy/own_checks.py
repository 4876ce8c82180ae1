"""Checks that a team wrote itself, loaded as plain Checkov loads `--external-checks-dir`. Importing this loads Checkov.

Checkov passes over what it cannot load; here each such file is an error with its place.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import yaml
from checkov.common.checks.base_check_registry import BaseCheckRegistry
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.terraform_json.runner import TerraformJsonRunner

from relinfra.errors import InputError
from relinfra.policy.check_files import YAML_ENDINGS, check_files
from relinfra.regular_file import readable

__all__ = ["loaded"]

_NEEDED = {"metadata": ("id", "name", "category"), "definition": ()}


@contextmanager
def loaded(folders: Sequence[Path]) -> Iterator[Mapping[str, str]]:
    """Load the checks of folders while the block runs; yield their ids and titles, sorted.

    Checkov's registries belong to the whole process: whoever checks next has none of them. Raises `InputError` with
    everything that cannot be loaded.
    """
    with _kept():
        known, path, modules = _known(), list(sys.path), set(sys.modules)
        try:
            problems = [problem for folder in folders for problem in _load(folder, known)]
            if problems:
                raise InputError("\n".join(problems))
            found = _known()
            yield {one: found[one] for one in sorted(found.keys() - known.keys())}
        finally:
            sys.path[:] = path
            for name in set(sys.modules) - modules:
                file = getattr(sys.modules[name], "__file__", None) or ""
                if any(Path(file).is_relative_to(folder) for folder in folders):
                    del sys.modules[name]


def _load(folder: Path, known: Mapping[str, str]) -> Iterator[str]:
    """Load the checks of one folder; yield what is wrong with each that cannot be."""
    for file in check_files(folder):
        before, was = {id(check) for check in _checks()}, _known()
        yield from _load_yaml(file) if file.suffix in YAML_ENDINGS else _load_python(file)
        made = [check.id for check in _checks() if id(check) not in before]
        for taken in sorted({one for one in made if one in was}):
            whose = "Checkov or relinfra has it" if taken in known else "another of these checks has it"
            yield f"{file}: expected an id of its own, found {taken}: {whose}; give the check another one"


def _load_python(file: Path) -> Iterator[str]:
    if not (file.parent / "__init__.py").is_file():
        yield f"{file.parent}: expected an `__init__.py`, without which Checkov loads no check there; add an empty one"
        return
    sys.path.insert(1, str(file.parent))
    try:
        spec = spec_from_file_location(file.stem, file)
        if spec and spec.loader:
            spec.loader.exec_module(module_from_spec(spec))
    except Exception as error:  # whatever a module of a team raises
        yield f"{_place(file, error)}: the check cannot be loaded: {type(error).__name__}: {error}"


def _load_yaml(file: Path) -> Iterator[str]:
    registry = get_graph_checks_registry("terraform")
    try:
        body = json.loads(json.dumps(yaml.safe_load(readable(file).read_text("utf-8"))))
    except (ValueError, TypeError, yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        yield f"{file}{line}: expected a check as YAML or JSON, found {getattr(error, 'problem', None) or error}"
        return
    if missing := _missing(body):
        yield f"{file}: expected a check, found none of {', '.join(missing)}; a check in YAML has each of them"
        return
    try:
        check = registry.parser.parse_raw_check(body, resources_types=None, check_path=str(file))
    except Exception as error:  # Checkov raises what it happens to meet
        yield f"{file}: Checkov cannot read the definition: {type(error).__name__}: {error}"
    else:
        registry.checks.append(check)


def _missing(body: Any) -> list[str]:
    """Return what a check in YAML has to hold and this one does not."""
    found = body if isinstance(body, dict) else {}
    parts = [part for part in _NEEDED if part not in found]
    metadata = found.get("metadata")
    inner = _NEEDED["metadata"] if "metadata" in found else ()
    return [*parts, *(f"metadata.{key}" for key in inner if not isinstance(metadata, dict) or key not in metadata)]


def _place(file: Path, error: Exception) -> str:
    """Return the line of the file at which loading it failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}:{error.offset or 1}"
    frames = [one for one in traceback.extract_tb(error.__traceback__) if Path(one.filename) == file]
    return f"{file}:{frames[-1].lineno}" if frames else str(file)


def _checks() -> list[Any]:
    """Return every check that was ever registered, and those that follow references."""
    return [*BaseCheckRegistry.get_all_registered_checks(), *get_graph_checks_registry("terraform").checks]


def _known() -> dict[str, str]:
    get_graph_checks_registry("terraform").load_checks()
    return {check.id: check.name for check in _checks()}


@contextmanager
def _kept() -> Iterator[None]:
    """Give Checkov's registries back as they were."""
    runner = TerraformJsonRunner()
    registries = list(runner.block_type_registries.values())
    get_graph_checks_registry("terraform").load_checks()
    graph = get_graph_checks_registry("terraform").checks
    every = BaseCheckRegistry.get_all_registered_checks()
    before = [{kind: list(checks) for kind, checks in one.checks.items()} for one in registries]
    wild = [{kind: list(checks) for kind, checks in one.wildcard_checks.items()} for one in registries]
    lengths = len(graph), len(every)
    environment = dict(os.environ)
    try:
        yield
    finally:
        for one, checks, wildcard in zip(registries, before, wild, strict=True):
            _restore(one.checks, checks)
            _restore(one.wildcard_checks, wildcard)
        del graph[lengths[0] :]
        del every[lengths[1] :]
        os.environ.clear()
        os.environ.update(environment)


def _restore(present: dict[str, list[Any]], former: Mapping[str, list[Any]]) -> None:
    for kind in [*present]:
        if kind in former:
            present[kind][:] = former[kind]
        else:
            del present[kind]
