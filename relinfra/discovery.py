"""Finding the members of an open set: whoever adds one adds a module and writes its name nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

__all__ = ["modules"]


def modules(package: str, *, packages: bool = False) -> Iterator[ModuleType]:
    """Yield the modules of a package, by name; sub-packages are left out unless `packages` are members too."""
    path = import_module(package).__path__
    for name in sorted(module.name for module in iter_modules(path) if packages or not module.ispkg):
        yield import_module(f"{package}.{name}")
