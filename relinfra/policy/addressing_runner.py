"""Checkov's runner for Terraform JSON, with Terraform addresses. Importing this loads Checkov."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checkov.common.output.record import Record
from checkov.common.output.report import Report
from checkov.terraform_json.runner import TerraformJsonRunner

__all__ = ["AddressingRunner"]


class AddressingRunner(TerraformJsonRunner):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Checkov reports `resource.web` for any `aws_*.web`; here each record has its `resource_address`."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: set[str] = set()
        """Ids of graph policies that raised, which Checkov swallows."""

    def run_block(self, entities: list[dict[str, Any]], *args: Any, **options: Any) -> None:
        """Run the checks block by block, to know which block a record is about."""
        whole: Report = options.pop("report")
        for entity in entities:
            addressed = _Addressed(whole, address(options["block_type"], entity))
            super().run_block([entity], *args, report=addressed, **options)

    def run_graph_checks_results(self, *args: Any, **options: Any) -> dict[Any, Any]:
        """Run the checks that follow references, and note those without any result."""
        results: dict[Any, Any] = super().run_graph_checks_results(*args, **options)
        self.silent = {check.id for check in self.graph_registry.checks} - {check.id for check in results}
        return results

    @staticmethod
    def _update_check_correct_connected_node(_: Any) -> None:
        """Leave results as they are: Checkov copies each here for a field that is not reported of Terraform JSON."""


@dataclass(frozen=True)
class _Addressed:
    """As much of a report as `run_block` writes to."""

    whole: Report
    address: str

    def add_record(self, record: Record) -> None:
        record.resource_address = self.address
        self.whole.add_record(record)


def address(kind: str, entity: dict[str, Any]) -> str:
    """Return a block's address: `aws_lb.main`, `data.aws_region.here`, `provider.aws`, `provider.aws.dr`."""
    label, body = next(iter(entity.items()))
    if kind == "resource":
        return f"{label}.{next(iter(body))}"
    if kind == "data":
        return f"data.{label}.{next(iter(body))}"
    alias = body.get("alias") if kind == "provider" else None
    return ".".join([kind, label, *(alias or ())])
