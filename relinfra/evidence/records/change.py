"""Records of changes since the output that the present one is compared with."""

from __future__ import annotations

from relinfra.evidence.record import Record, anything, figure, flag, parts, text, texts

__all__ = ["ChangeFacts", "ChangeKind", "ChangedAddress", "ChangedStack", "Changes"]


class ChangeFacts(Record):
    """One change: where it is, what was, what is, and why it matters."""

    stage = text()
    address = text()
    attribute = text()
    why = text()
    stateful = flag()
    before = anything()
    after = anything()
    order = text()
    instead = text()
    """What is made anew in its place: the same thing under another address."""
    locked = text()
    """The lock that keeps it, where nobody has let it go."""
    forgotten = text()
    """Why the lock let it go."""
    attributes = texts()
    lost = texts()
    actions = texts()
    resources = texts()
    principals = texts()

    @property
    def stack(self) -> str:
        """The stack it is in."""
        return self.id.split(".")[1]

    @property
    def kind(self) -> str:
        """The kind of change, such as `destroyed` or `access`."""
        return self.id.rsplit(".", 2)[-2]


class ChangeKind(Record):
    """The changes of one kind at an address."""

    changes = parts(ChangeFacts, "")


class ChangedAddress(Record):
    """The changes at an address."""

    kinds = parts(ChangeKind, "")


class ChangedStack(Record):
    """The changes in a stack."""

    addresses = parts(ChangedAddress, "")


class Changes(Record):
    """Every change between two outputs, and how many stacks were compared."""

    compared = figure()
    stacks = parts(ChangedStack, "")

    @property
    def every(self) -> tuple[ChangeFacts, ...]:
        """The changes, stack by stack and address by address."""
        return tuple(
            change
            for stack in self.stacks
            for address in stack.addresses
            for kind in address.kinds
            for change in kind.changes
        )
