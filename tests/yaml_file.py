"""Large YAML files of tests, read by libyaml and once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["read_yaml"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_yaml(path: Path) -> Any:
    """Return what a file says, the same object for all who ask: it is not to be changed."""
    return yaml.load(path.read_bytes(), _Loader)  # noqa: S506 - a safe loader, by libyaml where there is one
