import logging
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import ToolError
from relinfra.policy import engine
from relinfra.policy.scan import Crash
from relinfra_policies.topic_key_admits_alarms import check

INFLUENCES = {
    "BC_API_KEY": "key",
    "CHECKOV_ENABLE_FOREACH_HANDLING": "false",
    "CHECKOV_GRAPH_FRAMEWORK": "NETWORKX",
    "CKV_IGNORED_DIRECTORIES": "stacks",
    "CKV_SKIP_CHECK": "CKV_RELINFRA_9",
    "CREATE_COMPLEX_VERTICES": "false",
    "CREATE_EDGES": "false",
    "LOG_LEVEL": "DEBUG",
    "PYTHONWARNINGS": "error",
}
SCAN = """
import sys
from pathlib import Path
from relinfra.policy.engine import scan
from relinfra.policy.scan import Verdict
found = scan(Path(sys.argv[1]))
print(len(found.verdicts), hash(tuple(v.lines for v in found.verdicts)), "boto3" in sys.modules)
"""


def _run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.mark.slow
def test_the_environment_changes_no_verdict_and_nothing_is_printed(synthesized: Any) -> None:
    """Not even a variable that Checkov reads while it is imported, or one that strips Python of docstrings."""
    folder = str(synthesized())
    plain, influenced = _run(SCAN, folder), _run(SCAN, folder, PYTHONOPTIMIZE="2", **INFLUENCES)

    assert influenced.stdout == plain.stdout
    assert plain.stdout.count("\n") == 1
    assert (plain.stderr, influenced.stderr) == ("", "")


def test_importing_the_room_loads_no_checkov() -> None:
    """Only a check pays for it."""
    program = "import sys, relinfra.policy; print([name for name in sys.modules if name.startswith('checkov')])"

    assert _run(program).stdout == "[]\n"


def test_the_process_is_left_as_it_was(synthesized: Any) -> None:
    """Environment, streams, log handlers and levels."""
    root = logging.getLogger()
    before = dict(os.environ), sys.stdout, sys.stderr, root.handlers[:], root.level
    engine.scan(synthesized())

    assert (dict(os.environ), sys.stdout, sys.stderr, root.handlers[:], root.level) == before


def test_nothing_is_asked_of_the_network(synthesized: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without one gets the same report."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert engine.scan(synthesized()).verdicts


def test_a_checkov_that_cannot_be_loaded_is_a_tool_error(synthesized: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as one whose compiled extension does not fit the machine."""
    monkeypatch.setitem(sys.modules, "relinfra.policy.checkov_run", None)

    with pytest.raises(ToolError, match="Checkov cannot run: ModuleNotFoundError"):
        engine.scan(synthesized())


def test_a_policy_that_crashes_is_noticed(synthesized: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkov logs it and goes on without a verdict."""

    def crash(_: object) -> bool:
        raise ValueError("boom")

    monkeypatch.setattr(check, "demands", crash)
    found = engine.scan(synthesized()).crashes

    assert Crash("CKV_RELINFRA_9", "/stacks/shop-staging/cdk.tf.json:aws_sns_topic.alerts") in found


def test_a_minified_file_keeps_its_addresses_apart(tmp_path: Path) -> None:
    """Two resources on one line are still two."""
    (tmp_path / "cdk.tf.json").write_text(
        '{"resource":{"aws_sns_topic":{"main":{"name":"a"}},"aws_sqs_queue":{"main":{"name":"b"}}}}'
    )

    assert {verdict.address for verdict in engine.scan(tmp_path).verdicts} >= {
        "aws_sns_topic.main",
        "aws_sqs_queue.main",
    }
