"""The configuration of release-please, which versions the repository of a matrix.

Its action gives `tag_name` for a package at the root (path `.`), and `PATH--tag_name` for one in a folder:
https://github.com/googleapis/release-please-action#outputs

Chosen over semantic-release because it proposes version and changelog in a pull request, which a release
manager reads and merges: it never writes to a protected branch, and needs no Node project around it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["versioning_files"]

_SCHEMA = "https://raw.githubusercontent.com/googleapis/release-please/main/schemas/config.json"
_SECTIONS = {
    "feat": "Features",
    "fix": "Fixes",
    "perf": "Performance",
    "revert": "Reverts",
    "deps": "Dependencies",
    "docs": "Documentation",
}


def versioning_files(project: str, folder: str = "") -> Mapping[str, str]:
    """Return release-please's two files by their path: Conventional Commits to `vMAJOR.MINOR.PATCH` tags.

    `folder` is the part of the repository that is versioned, empty for all of it.
    """
    package = folder or "."
    config = {
        "$schema": _SCHEMA,
        "release-type": "simple",
        "include-component-in-tag": False,
        "include-v-in-tag": True,
        "changelog-sections": [{"type": kind, "section": section} for kind, section in _SECTIONS.items()],
        "packages": {package: {"package-name": project, "changelog-path": "CHANGELOG.md"}},
    }
    return {
        "release-please-config.json": _json(config),
        ".release-please-manifest.json": _json({package: "0.1.0"}),
    }


def _json(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
