"""The release contract as Checkov policies: one rule a file, registered with Checkov on import.

Plain Checkov loads the same rules with `--external-checks-dir policies/relinfra_policies`. A rule in Python
is a module with a `check`; a rule that follows references between resources is a YAML file. Adding the file
adds the rule.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import yaml
from checkov.common.checks_infra.registry import get_graph_checks_registry

__all__ = ["FOLDER", "POLICIES"]

FOLDER = Path(__file__).parent
"""The folder to give to plain Checkov as `--external-checks-dir`."""


def _python_rules() -> dict[str, str]:
    names = sorted(module.name for module in iter_modules(__path__) if not module.ispkg)
    checks = [getattr(import_module(f"{__name__}.{name}"), "check", None) for name in names]
    return {check.id: check.name for check in checks if check is not None}


def _graph_rules() -> dict[str, str]:
    get_graph_checks_registry("terraform").load_external_checks(str(FOLDER))
    documents = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]
    return {document["metadata"]["id"]: document["metadata"]["name"] for document in documents}


def _number(policy: str) -> int:
    return int(policy.rpartition("_")[2])


_titles = _python_rules() | _graph_rules()

POLICIES: dict[str, str] = {policy: _titles[policy] for policy in sorted(_titles, key=_number)}
"""Every policy id of the pack and its title, in the order of the ids."""
