"""Whether Checkov is one whose steps are known here; of another, nothing is replaced."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["KNOWN", "familiar", "fingerprint"]

CONNECTIONS = "checkov.common.checks_infra.solvers.connections_solvers"

KNOWN: Mapping[str, frozenset[str]] = {
    "asteval.asteval": frozenset({"4813a9d0ea33028e"}),
    "checkov.common.checks_infra.registry": frozenset({"edd381c1280e2ccc"}),
    "checkov.common.checks_infra.solvers.attribute_solvers.base_attribute_solver": frozenset({"a3c5e8494f1ab9b2"}),
    f"{CONNECTIONS}.and_connection_solver": frozenset({"8b606ccb2848ed2e"}),
    f"{CONNECTIONS}.base_connection_solver": frozenset({"b49322bd4be086d5"}),
    f"{CONNECTIONS}.complex_connection_solver": frozenset({"eb3d6f45d6bcc7ac"}),
    f"{CONNECTIONS}.connection_exists_solver": frozenset({"626e91067a5f335c"}),
    f"{CONNECTIONS}.connection_not_exists_solver": frozenset({"42b67da5f8e2da37"}),
    f"{CONNECTIONS}.or_connection_solver": frozenset({"dc8d3e4ce1bcbf70"}),
    "checkov.common.graph.checks_infra.registry": frozenset({"62b55bcdb0534ab8"}),
    "checkov.common.graph.checks_infra.solvers.base_solver": frozenset({"2e135418306574ab"}),
    "checkov.common.graph.db_connectors.rustworkx.rustworkx_db_connector": frozenset({"35feb69a9619cd29"}),
    "checkov.common.graph.graph_builder.graph_components.blocks": frozenset({"ea5076d5b314ea38"}),
    "checkov.common.graph.graph_builder.local_graph": frozenset({"fada9f0c77f13268"}),
    "checkov.common.graph.graph_builder.variable_rendering.renderer": frozenset({"c1611da7c245d376"}),
    "checkov.common.graph.graph_manager": frozenset({"808013214a6b8afb"}),
    "checkov.common.parsers.yaml.loader": frozenset({"ee4ef5e1f86a0e78"}),
    "checkov.common.util.data_structures_utils": frozenset({"3255fbc4d83a49e9"}),
    "checkov.terraform.graph_builder.graph_components.blocks": frozenset({"79f9e66892895377"}),
    "checkov.terraform.graph_builder.graph_components.module": frozenset({"6188d03b3f53e1bc"}),
    "checkov.terraform.graph_builder.local_graph": frozenset({"500e6512d38d94da"}),
    "checkov.terraform.graph_builder.variable_rendering.evaluate_terraform": frozenset({"abcf6dfd93b97746"}),
    "checkov.terraform.graph_builder.variable_rendering.renderer": frozenset({"225291d49fbf89fb"}),
    "checkov.terraform.graph_builder.variable_rendering.safe_eval_functions": frozenset({"ac163b5b4b697f4a"}),
    "checkov.terraform.graph_manager": frozenset({"66d857df20391f57"}),
    "checkov.terraform_json.parser": frozenset({"7dfd4f1ece2718d2"}),
    "checkov.terraform_json.runner": frozenset({"500d33f49cd768d3"}),
    "checkov.terraform_json.utils": frozenset({"fec4683cc55758b6"}),
}
"""By module that is relied upon: how its source may begin when hashed. A new release of Checkov or asteval that changes
one of them is slow until somebody has read the change and added it here; a test fails until then."""

LENGTH = 16


def familiar() -> bool:
    """Whether the source of every module is one that has been read."""
    return all(fingerprint(module) in known for module, known in KNOWN.items())


def fingerprint(name: str) -> str:
    """Return the beginning of the SHA-256 of a module's source; empty where it has none."""
    module: Any = sys.modules.get(name) or import_module(name)
    source = Path(module.__file__ or "")
    return sha256(source.read_bytes()).hexdigest()[:LENGTH] if source.suffix == ".py" else ""
