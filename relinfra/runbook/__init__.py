"""Runbooks: what people do at night, as procedures made of facts.

`procedures` gives every one that the stacks allow. The documents show their steps, and `script_of` writes one as a
program; both take the commands from here.
"""

from relinfra.runbook.catalogue import procedures
from relinfra.runbook.deployments import rollback_of, stop_of
from relinfra.runbook.domains import control_region
from relinfra.runbook.failovers import failover_of, return_of
from relinfra.runbook.restores import restore_of
from relinfra.runbook.script import script_of
from relinfra.runbook.shell import shell_command
from relinfra.runbook.step import Kind, Procedure, Step

__all__ = [
    "Kind",
    "Procedure",
    "Step",
    "control_region",
    "failover_of",
    "procedures",
    "restore_of",
    "return_of",
    "rollback_of",
    "script_of",
    "shell_command",
    "stop_of",
]
