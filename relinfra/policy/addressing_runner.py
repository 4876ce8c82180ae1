"""Checkov's runner for Terraform JSON, with Terraform addresses. Importing this loads Checkov."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def add_graph_check_results(self, report: Report, runner_filter: Any) -> None:
        """Run the checks that follow references, and keep of each record what is read."""
        super().add_graph_check_results(report=_Addressed(report), runner_filter=runner_filter)

    def run_graph_checks_results(self, *args: Any, **options: Any) -> dict[Any, Any]:
        """Run the checks that follow references, and note those without any result."""
        results: dict[Any, Any] = super().run_graph_checks_results(*args, **options)
        self.silent = {check.id for check in self.graph_registry.checks} - {check.id for check in results}
        return results

    @staticmethod
    def _update_check_correct_connected_node(_: Any) -> None:
        """Leave results as they are: Checkov copies each here for a field that is not reported of Terraform JSON."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """As much of a record of Checkov's as is read: there is one for each policy and block."""

    check_id: str
    check_name: str
    check_result: Mapping[str, Any]
    file_abs_path: str
    file_line_range: Sequence[int]
    resource: str
    resource_address: str | None
    guideline: str | None


@dataclass(frozen=True)
class _Addressed:
    """As much of a report as records are added to; `address` is that of the block they are about, where it is known."""

    whole: Report
    address: str | None = None

    def add_record(self, record: Record) -> None:
        result = record.check_result["result"]
        self.whole.add_record(
            _Seen(
                check_id=record.check_id,
                check_name=record.check_name,
                check_result=_RESULTS.setdefault(result, {"result": result}),
                file_abs_path=record.file_abs_path,
                file_line_range=record.file_line_range,
                resource=record.resource,
                resource_address=self.address or record.resource_address,
                guideline=record.guideline,
            )
        )


_RESULTS: dict[Any, Mapping[str, Any]] = {}


def address(kind: str, entity: dict[str, Any]) -> str:
    """Return a block's address: `aws_lb.main`, `data.aws_region.here`, `provider.aws`, `provider.aws.dr`."""
    label, body = next(iter(entity.items()))
    if kind == "resource":
        return f"{label}.{next(iter(body))}"
    if kind == "data":
        return f"data.{label}.{next(iter(body))}"
    alias = body.get("alias") if kind == "provider" else None
    return ".".join([kind, label, *(alias or ())])
