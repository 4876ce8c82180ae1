"""Steps of a procedure as a page has them, for a person to copy."""

import subprocess

import pytest

from relinfra.runbook.step import Kind, Step


@pytest.mark.parametrize("seen", ["SUCCESSFUL", "ROLLBACK_FAILED"])
def test_a_wait_shows_what_it_sees_and_ends_where_nothing_better_can_come(seen: str) -> None:
    """Who waits reads the word that the page explains, and sits before no loop that never ends."""
    step = Step("arrived", Kind.AWAIT, "status", expected="SUCCESSFUL", failed="@(STOPPED|ROLLBACK_*)", minutes=5)
    before, behind = step.around
    shell = ["bash", "-c", f"{before}echo {seen}{behind}"]
    assert subprocess.run(shell, capture_output=True, text=True, check=True, timeout=10).stdout == f"{seen}\n"


def test_a_wait_goes_on_while_it_may_end_well() -> None:
    """Every look is shown."""
    step = Step("arrived", Kind.AWAIT, "status", expected="SUCCESSFUL", failed="STOPPED", minutes=5)
    before, behind = step.around
    # The second look finds the folder that the first has made; nobody sleeps in a test.
    look = 'mkdir "$LOOKED" 2> /dev/null && echo IN_PROGRESS || echo SUCCESSFUL'
    shell = f'sleep() {{ :; }}; LOOKED="$(mktemp -u)"; {before}{look}{behind}; rmdir "$LOOKED"'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True, timeout=10)
    assert done.stdout == "IN_PROGRESS\nSUCCESSFUL\n"
