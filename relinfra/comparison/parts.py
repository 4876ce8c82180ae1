"""Outputs of which one is a part: what both are about is what can be compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from relinfra.evidence.output import Output

__all__ = ["in_common"]


def in_common(former: Output, present: Output) -> tuple[Output, Output]:
    """Return two outputs with the stacks of those environments that both are about, and those of none.

    What a part leaves out is not gone, and what a former part left out is not new.
    """
    return _within(former, present.declared.part), _within(present, former.declared.part)


def _within(output: Output, part: Collection[str] | None) -> Output:
    if part is None:
        return output
    own = {name: one for name, one in output.stacks.items() if one.label("environment") in ("", *part)}
    return replace(output, stacks=own)
