"""Policies over several environments, which no single stack answers: asked by `relinfra check`, not by Checkov."""

from relinfra.policy.parity.asking import PARITY, UNASKED, parity_notices, parity_verdicts

__all__ = ["PARITY", "UNASKED", "parity_notices", "parity_verdicts"]
