"""What no emulator has run is said to be so: it has this name to come after every test that runs a runbook."""

import re
from pathlib import Path

import pytest

from relinfra.runbook.emulation import not_emulated
from relinfra.runbook.shell import command_text
from tests.relinfra.runbook.conftest import Executed
from tests.relinfra.runbook.replies import Replies

REST = {"/recovery-points/": "ListRecoveryPointsByBackupVault"}


def operations() -> set[str]:
    """Return what the tests' own replies answer, as the AWS CLI calls it."""
    replies = Replies()
    names = [target.partition(".")[2] for target in replies.operations] + [REST[path] for path in replies.paths]
    return {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names} | set(replies.queries)


def test_what_replies_stand_for_is_named(executed: Executed) -> None:
    """Each command with an operation that the emulator does not answer, and no other."""
    named = {command for command, why in not_emulated().items() if why == "replies"}
    words = {command: set(command_text(command).split()) for command in executed.known | named}
    assert named == {command for command, found in words.items() if found & operations()} - never()


def never() -> set[str]:
    """Return the commands that are named as never run."""
    return {command for command, why in not_emulated().items() if why == "never"}


def test_what_was_never_run_is_named(executed: Executed, request: pytest.FixtureRequest) -> None:
    """Every other command of the runbooks was run by a test of this folder, and none that is named was."""
    assert never() & executed.run == set()
    if not whole(request):
        pytest.skip("a part of this folder's tests was run, or another process ran some")
    assert executed.known - executed.run - never() == set()


def whole(request: pytest.FixtureRequest) -> bool:
    """Whether this process runs every test of the folder."""
    folder = Path(__file__).parent
    chosen = {item.path for item in request.session.items if item.path.parent == folder}
    alone = not hasattr(request.config, "workerinput") and not request.config.getoption("keyword")
    return alone and chosen == set(folder.glob("test_*.py"))
