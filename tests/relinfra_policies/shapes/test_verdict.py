"""Three answers: passed, failed, and unknown where only Terraform knows."""

from __future__ import annotations

from collections.abc import Iterator

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
