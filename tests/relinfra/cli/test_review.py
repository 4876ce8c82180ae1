"""`diff`, `parity`, `affected` and `merge`, run as people and CI run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Relinfra


@pytest.fixture(scope="module")
def hello(synthesized: Callable[[str], Path]) -> Path:
    """Stacks of the minimal example."""
    return synthesized("minimal")


@pytest.fixture(scope="module")
def shop(synthesized: Callable[[str], Path]) -> Path:
    """Stacks of the shop."""
    return synthesized("shop")


def test_a_difference_is_a_verdict_only_where_it_is_asked_for(relinfra: Relinfra, hello: Path, shop: Path) -> None:
    """0 without `--exit-code`; with it 1 for a difference and 0 for none; results are on standard output alone."""
    for arguments, code in (
        ((hello, shop), 0),
        ((hello, shop, "--exit-code"), 1),
        ((hello, hello, "--exit-code"), 0),
    ):
        done = relinfra("diff", *arguments)
        assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout == f"{hello} → {hello}: nothing differs\n"


def test_programs_and_pull_requests_read_a_difference_too(relinfra: Relinfra, hello: Path, shop: Path) -> None:
    """`--json` is one document, `--format markdown` a comment."""
    document = json.loads(relinfra("diff", hello, shop, "--json").stdout)
    assert (document["version"], document["former"]) == (1, str(hello))
    assert relinfra("diff", hello, shop, "--format", "markdown").stdout.startswith("### Infrastructure: ")


def test_a_side_that_is_nothing_is_bad_input(relinfra: Relinfra, hello: Path) -> None:
    """The exit code is 2, and what was expected is told."""
    done = relinfra("diff", hello, "no-such-revision", "--matrix", Path(__file__))
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-such-revision: expected a revision of" in done.stderr


def test_environments_that_differ_unsaid_fail(relinfra: Relinfra, shop: Path) -> None:
    """1 for what nobody declared, 0 for what does not differ, 2 for an environment that is none."""
    done = relinfra("parity", "staging", "production", shop)
    assert done.returncode == 1
    assert "not declared" in done.stdout
    assert relinfra("parity", "staging", "staging", shop, "--quiet").stdout == ""
    assert json.loads(relinfra("parity", "staging", "production", shop, "--json").stdout)["ok"] is False
    assert relinfra("parity", "staging", "prod", shop).returncode == 2


def test_what_is_affected_is_told_in_each_form(relinfra: Relinfra, hello: Path, shop: Path) -> None:
    """A step appends the matrices to its outputs; without a side to compare with it is bad input."""
    done = relinfra("affected", hello, "--against", hello)
    assert (done.returncode, done.stdout) == (0, "0 stacks are affected\n")
    lines = relinfra("affected", hello, "--against", shop, "--format", "github").stdout.splitlines()
    assert lines[0] == "any=true"
    assert json.loads(lines[1].partition("=")[2]) == {
        "include": [{"environment": "staging"}, {"environment": "production"}]
    }
    assert relinfra("affected", hello).returncode == 2


def test_a_whole_is_no_part(relinfra: Relinfra, hello: Path, tmp_path: Path) -> None:
    """The exit code is 3, and nothing is written."""
    done = relinfra("merge", hello, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "expected a part" in done.stderr
    assert not (tmp_path / "out" / "cdktf.out").exists()
