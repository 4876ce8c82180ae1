"""Programs that synthesize given Terraform: ordinary cdktf code, one module per stack."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from .stack_item import StackItem
from .terraform_output import Stacks, addressed

__all__ = ["Idiom", "write_program"]

_CLASSES = (
    "DataTerraformRemoteStateS3",
    "S3Backend",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformStack",
    "TerraformVariable",
)
_BACKEND = {"bucket", "encrypt", "key", "kms_key_id", "region"}


class Idiom(ABC):
    """A way to write resources: with typed bindings, or with one of the bare classes.

    `notes` collects what it could not write as asked, one line each.
    """

    def __init__(self, cdk: str) -> None:
        self.cdk = cdk
        self.notes: list[str] = []

    @abstractmethod
    def imports(self) -> list[str]:
        """Return the import lines, and helpers, of the stack written last."""

    @abstractmethod
    def provider(self, index: int, body: Mapping[str, Any]) -> Iterator[str]:
        """Yield the lines that configure hashicorp/aws; the variable is `provider_INDEX`."""

    @abstractmethod
    def resource(self, item: StackItem) -> Iterator[str]:
        """Yield the lines that construct one resource or data source as the variable `item.variable`."""


def write_program(folder: Path, stacks: Stacks, idiom: Idiom) -> None:
    """Write `main.py` and a module for every stack into `folder`."""
    package = folder / "stacks"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text("", "utf-8")
    modules = {name: re.sub(r"\W", "_", name) for name in stacks}
    for name, stack in stacks.items():
        (package / f"{modules[name]}.py").write_text(_stack_module(name, stack, idiom), "utf-8")
    (folder / "main.py").write_text(_main(list(modules.values()), idiom.cdk), "utf-8")


def _main(modules: list[str], cdk: str) -> str:
    imports = [f"from {cdk} import App", "", f"from stacks import {', '.join(modules)}", ""]
    builds = [f"{module}.build(app)" for module in modules]
    return "\n".join([*imports, "app = App(stack_traces=False)", *builds, "app.synth()", ""])


def _stack_module(name: str, stack: Mapping[str, Any], idiom: Idiom) -> str:
    lines = [f"stack = TerraformStack(app, {name!r})", *_backend(stack["terraform"]["backend"])]
    for index, body in enumerate(stack.get("provider", {}).get("aws", [])):
        lines += idiom.provider(index, body)
    lines += _plumbing(stack)
    for item in _in_order(stack):
        lines += idiom.resource(item)
    head = [f"from {idiom.cdk} import {', '.join(_CLASSES)}", *idiom.imports()]
    return "\n".join([*head, "", "", "def build(app):", *(f"    {line}" for line in lines), ""])


def _backend(backend: Mapping[str, Any]) -> Iterator[str]:
    arguments = backend["s3"]
    known = ", ".join(f"{name}={value!r}" for name, value in arguments.items() if name in _BACKEND)
    yield f"backend = S3Backend(stack, {known})"
    for name, value in arguments.items():
        if name not in _BACKEND:
            yield f"backend.add_override({name!r}, {value!r})"


def _plumbing(stack: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is neither resource nor provider, the same in every idiom: remote states, outputs, locals."""
    for name, body in stack.get("data", {}).get("terraform_remote_state", {}).items():
        arguments = {**body["config"], "workspace": body.get("workspace")}
        listed = ", ".join(f"{key}={value!r}" for key, value in arguments.items() if value is not None)
        yield f"DataTerraformRemoteStateS3(stack, {name!r}, {listed})"
    for name, body in stack.get("output", {}).items():
        listed = ", ".join(f"{key}={value!r}" for key, value in body.items())
        yield f"TerraformOutput(stack, {name!r}, {listed})"
    for name, body in stack.get("variable", {}).items():
        listed = ", ".join(f"{key}={value!r}" for key, value in body.items())
        yield f"TerraformVariable(stack, {f'var.{name}'!r}, {listed}).override_logical_id({name!r})"
    for name, value in stack.get("locals", {}).items():
        yield f"TerraformLocal(stack, {f'local.{name}'!r}, expression={value!r}).override_logical_id({name!r})"


def _in_order(stack: Mapping[str, Any]) -> list[StackItem]:
    """Return the resources so that each comes after those its `depends_on` names; an id is short where it can be."""
    taken = {"aws", "backend", *stack.get("output", {}), *stack.get("data", {}).get("terraform_remote_state", {})}
    items = {}
    for kind, terraform_type, name, body in addressed(stack):
        if terraform_type != "terraform_remote_state":
            item = StackItem(kind, terraform_type, name, body, short_id=name not in taken)
            taken.add(name)
            items[item.address] = item
    graph = {address: [a for a in item.depends_on if a in items] for address, item in items.items()}
    return [items[address] for address in TopologicalSorter(graph).static_order()]
