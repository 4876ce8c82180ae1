"""Resources that are paid for by the month, whether or not anybody uses it, and are told by how many there are."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure

__all__ = ["Paid"]


class Paid(Record):
    """The number of each kind the stacks of a stage have, those for the loss of its region too."""

    load_balancers = figure()
    addresses = figure()
    keys = figure()
    secrets = figure()
    alarms = figure()
    dashboards = figure()
    automations = figure()
    buckets = figure()
