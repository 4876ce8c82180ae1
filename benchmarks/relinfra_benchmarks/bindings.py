"""What the prebuilt bindings offer: read from their source, never imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Bindings", "Module", "Parameter", "alike"]

_STRUCT = re.compile(r"['\"](\w+)['\"]")

_RESOURCE_BASES = ("TerraformResource", "TerraformDataSource", "TerraformProvider")


@dataclass(frozen=True)
class Parameter:
    """One keyword of a class: its Python name, and the type it takes.

    `kind` is `struct`, `list`, `map`, `number`, `bool` or `string`; a struct has its class, and
    `many` where it repeats.
    """

    name: str
    kind: str
    struct: str | None = None
    many: bool = False


@dataclass(frozen=True)
class Module:
    """One resource type: the class to construct, and the parameters of it and of its structs, by `alike` name."""

    import_path: str
    resource_class: str
    parameters: Mapping[str, Mapping[str, Parameter]]


class Bindings:
    """The bindings installed in one `site-packages` folder under the import name `package`."""

    def __init__(self, site_packages: Path, package: str) -> None:
        self._folder = site_packages / package
        self._package = package

    def module(self, kind: str, terraform_type: str) -> Module | None:
        """Return the module of a resource, data source or provider (`kind`); None where the bindings lack it."""
        name = "provider" if kind == "provider" else terraform_type.removeprefix("aws_")
        name = f"data_aws_{name}" if kind == "data" else name
        source = self._folder / name / "__init__.py"
        return _read_module(source, f"{self._package}.{name}") if source.exists() else None


def alike(name: str) -> str:
    """Return a name without what Terraform, JavaScript and Python write differently: underscores and case."""
    return name.replace("_", "").lower()


@cache
def _read_module(source: Path, import_path: str) -> Module:
    classes = [node for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
    resource = next(node for node in classes if any(base in _bases(node) for base in _RESOURCE_BASES))
    return Module(import_path, resource.name, {node.name: _parameters(node) for node in classes})


def _bases(node: ast.ClassDef) -> str:
    return " ".join(ast.unparse(base) for base in node.bases)


def _parameters(node: ast.ClassDef) -> dict[str, Parameter]:
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and member.name == "__init__":
            return {alike(argument.arg): _parameter(argument) for argument in member.args.kwonlyargs}
    return {}


def _parameter(argument: ast.arg) -> Parameter:
    assert argument.annotation, f"{argument.arg} has no annotation"
    text = ast.unparse(argument.annotation)
    struct = _STRUCT.search(text)
    if struct:
        return Parameter(argument.arg, "struct", struct[1], many="Sequence[" in text[: struct.start()])
    for mark, kind in (
        ("Sequence[", "list"),
        ("Mapping[", "map"),
        ("jsii.Number", "number"),
        ("builtins.bool", "bool"),
    ):
        if mark in text:
            return Parameter(argument.arg, kind)
    return Parameter(argument.arg, "string")
