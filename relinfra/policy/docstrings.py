"""Modules that `python -OO` must not strip: Checkov reads the grammar of JSONPath from docstrings.

Without them the policies that follow a JSONPath (CKV2_AWS_40, CKV2_AWS_69) give no verdict.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

__all__ = ["keep_docstrings"]

_PACKAGES = ("bc_jsonpath_ng",)
_STRIPPED = 2


def keep_docstrings() -> None:
    """Let what is imported from now on keep the docstrings it needs, where this process would strip them."""
    if sys.flags.optimize >= _STRIPPED and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Finds the modules of the packages concerned, and has them loaded whole."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in _PACKAGES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _WholeLoader(fullname, spec.loader.path)
        return spec


class _WholeLoader(SourceFileLoader):
    """Compiles a module from its source with all that is in it; what Python has cached lacks docstrings."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = compile(self.get_data(path), path, "exec", dont_inherit=True, optimize=0)
        return code
