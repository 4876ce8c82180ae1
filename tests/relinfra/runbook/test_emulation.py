"""What no emulator has run is said to be so, and what is said to be so no emulator has run."""

import re
from pathlib import Path

from relinfra.runbook.emulation import not_emulated
from relinfra.runbook.shell import command_text
from tests.relinfra.runbook.execution import KNOWN, recorded
from tests.relinfra.runbook.replies import Replies

REST = {"/recovery-points/": "ListRecoveryPointsByBackupVault"}


def operations() -> set[str]:
    """Return what the tests' own replies answer, as the AWS CLI calls it."""
    replies = Replies()
    names = [target.partition(".")[2] for target in replies.operations] + [REST[path] for path in replies.paths]
    return {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names} | set(replies.queries)


def listed(why: str) -> set[str]:
    """Return the commands that are named as never run, or as answered by replies."""
    return {command for command, reason in not_emulated().items() if reason == why}


def test_what_replies_stand_for_is_named() -> None:
    """Each command with an operation that the emulator does not answer, and no other."""
    asking = {command for command in recorded()[KNOWN] if operations() & set(command_text(command).split())}
    assert listed("replies") == asking - listed("never")


def test_what_was_never_run_is_named() -> None:
    """Every other command of the runbooks was run by a test of this folder, and none that is named was."""
    run = {command for test, commands in recorded().items() for command in commands if test != KNOWN}
    assert {*recorded()[KNOWN]} - run == listed("never")


def test_what_is_recorded_is_of_tests_that_there_are() -> None:
    """Each test compares its record with what it runs; one that is gone would be believed for ever."""
    folder = Path(__file__).parent
    names = {test.partition("[")[0].partition("::")[::2] for test in recorded() if test != KNOWN}
    assert [name for file, name in names if f"\ndef {name}(" not in (folder / file).read_text("utf-8")] == []
