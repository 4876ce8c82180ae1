"""Claims about the state of Terraform: that no two applies write it at once, and that the backend encrypts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition
from relinfra.evidence import Fact
from relinfra.evidence.records.project import State

__all__ = ["StateEncrypted", "StateLocked", "state_encrypted", "state_locked"]


@dataclass(frozen=True)
class StateLocked(Claim):
    """The state of every stack is locked while it is written."""

    kind: ClassVar[str] = "state_locked"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_85",)


@dataclass(frozen=True)
class StateEncrypted(Claim):
    """The backend asks for encryption of the state of every stack."""

    kind: ClassVar[str] = "state_encrypted"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_85",)


def state_locked(state: State) -> StateLocked:
    """Return whether every stack names a lock, be it a file or a table."""
    file = state.lock_file
    lock: Fact | None = file if file and file.value else state.lock_table
    conditions = (
        Condition.of("lock", lock is not None, lock or state.bucket),
        Condition.of("everywhere", state.unlocked is None, state.unlocked or lock),
    )
    return StateLocked(state.id, conditions)


def state_encrypted(state: State) -> StateEncrypted:
    """Return whether every stack asks for encryption."""
    asked = state.encrypted is not None and bool(state.encrypted.value)
    conditions = (
        Condition.of("encrypted", asked, state.encrypted or state.bucket),
        Condition.of("everywhere", state.unencrypted is None, state.unencrypted or state.encrypted),
    )
    return StateEncrypted(state.id, conditions)
