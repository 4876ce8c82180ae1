"""Three answers: passed, failed, and unknown where only Terraform knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from checkov.common.models.enums import CheckResult

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.verdict import judged


def _asked(**conf: object) -> CheckResult:
    block = Block(conf)

    def demands() -> Iterator[bool]:
        yield (block.number("days") or 0) >= 7
        yield block.flag("kept") is True

    return judged(demands(), block)


def test_a_demand_fails_on_what_is_written_and_is_unknown_on_what_is_not() -> None:
    """A failure wins over what is unknown, and that over a pass, in whatever order they are asked."""
    assert _asked(days=7, kept=True) is CheckResult.PASSED
    assert _asked(days=6, kept=True) is CheckResult.FAILED
    assert _asked(days="${var.days}", kept=True) is CheckResult.UNKNOWN
    assert _asked(days=7, kept="module.keep.it") is CheckResult.UNKNOWN
    assert _asked(days="${var.days}", kept=False) is CheckResult.FAILED
    assert _asked(kept="${var.kept}") is CheckResult.FAILED
    assert _asked(days="seven", kept=True) is CheckResult.FAILED


def _planned(**conf: object) -> CheckResult:
    return _asked(**conf, __change_actions__=["create"])


def test_of_a_plan_nothing_passes_that_it_does_not_tell() -> None:
    """An argument that is not set stands in it as null; one known after apply is missing, or a reference."""
    assert _planned(days=[7], kept=[True]) is CheckResult.PASSED
    assert _planned(days=[6], kept=[True]) is CheckResult.FAILED
    assert _planned(days=[7], kept=[None]) is CheckResult.FAILED
    assert _planned(days=[7]) is CheckResult.UNKNOWN
    assert _planned(days=["aws_db_instance.main.days"], kept=[True]) is CheckResult.UNKNOWN
    assert _planned(kept=[False]) is CheckResult.FAILED


@pytest.mark.parametrize("conf", [{}, {"lifecycle": [{"ignore_changes": [["action"]]}]}])
def test_what_terraform_reads_of_a_resource_is_in_no_plan(conf: dict[str, object]) -> None:
    """Nor is what the matrix declares: neither passes nor fails there."""
    block = Block({**conf, "__change_actions__": ["create"], "name": ["web"], "alarms": [{"rollback": [True]}]})

    def says(ask: Callable[[], bool]) -> CheckResult:
        return judged((met() for met in (ask,)), block)

    assert says(lambda: block.block("lifecycle").strings("ignore_changes") == ("action",)) is CheckResult.UNKNOWN
    assert says(lambda: block.declared("days") is None) is CheckResult.UNKNOWN
    assert says(lambda: block.block("alarms").flag("rollback") is True) is CheckResult.PASSED
    assert says(lambda: block.block("alarms").flag("enable") is None) is CheckResult.UNKNOWN
