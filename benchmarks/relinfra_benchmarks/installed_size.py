"""Bytes on disk of distributions with everything they require."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from urllib.parse import unquote, urlparse

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

__all__ = ["closure_bytes", "installed"]

_EDITABLE_PACKAGES = ("relinfra", "constructs/relinfra_constructs", "policies/relinfra_policies")


def installed(*site_packages: Path) -> Mapping[str, Distribution]:
    """Return the distributions of the folders by canonical name; the first folder that has one wins."""
    found: dict[str, Distribution] = {}
    for folder in site_packages:
        for distribution in distributions(path=[str(folder)]):
            found.setdefault(canonicalize_name(distribution.metadata["Name"]), distribution)
    return found


def closure_bytes(available: Mapping[str, Distribution], names: Iterable[str]) -> dict[str, int]:
    """Return the bytes of the named distributions and of all they require, by name.

    Compiled bytecode is left out: when it is written differs between installers. Raises KeyError where one is missing.
    """
    sizes: dict[str, int] = {}
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in sizes:
            sizes[name] = _bytes_of(available[name])
            waiting += _requirements(available[name])
    return sizes


def _requirements(distribution: Distribution) -> list[NormalizedName]:
    required = (Requirement(text) for text in distribution.requires or ())
    needed = (item for item in required if item.marker is None or item.marker.evaluate({"extra": ""}))
    return [canonicalize_name(item.name) for item in needed]


def _bytes_of(distribution: Distribution) -> int:
    source = _editable_source(distribution)
    if source:
        files = [path for package in _EDITABLE_PACKAGES for path in (source / package).rglob("*")]
    else:
        files = [Path(str(file.locate())) for file in distribution.files or ()]
    return sum(path.stat().st_size for path in files if path.is_file() and path.suffix != ".pyc")


def _editable_source(distribution: Distribution) -> Path | None:
    text = distribution.read_text("direct_url.json")
    origin = json.loads(text) if text else {}
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(unquote(urlparse(origin["url"]).path))
