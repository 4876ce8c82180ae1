from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Relinfra

AT = ("--at", "2026-12-08T14:30:00Z")


def test_what_is_not_well_ends_with_1_and_is_written(
    relinfra: Relinfra, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """A port that nobody listens at: told, with the queries to run, and the JSON is there for the record."""
    shop = synthesized("shop")
    asked = ("--url", "web=http://127.0.0.1:9/healthz", "--requests", "1", "--timeout", "1", "--output", "smoke.json")
    result = relinfra("smoke", "production", shop, *asked, *AT)
    assert result.returncode == 1
    assert "web: http://127.0.0.1:9/healthz: 1 of 1 requests: ConnectionRefusedError" in result.stdout
    assert json.loads((tmp_path / "smoke.json").read_text())["ok"] is False
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases/2.5.0.yaml").write_text("version: 2.5.0\n")
    assert relinfra("record", "check", "2.5.0", "production", "smoke.json").returncode == 0
    queries = relinfra("smoke", "production", shop, "--queries", *AT)
    assert queries.returncode == 0
    assert queries.stdout.splitlines()[0].endswith("> shop-production-web-5xx.json")


def test_what_cannot_be_asked_is_bad_input(relinfra: Relinfra, synthesized: Callable[[str], Path]) -> None:
    """A stage, a service, an address, a place: each is named."""
    shop = synthesized("shop")
    for arguments in (
        ("prod", shop),
        ("prod", shop, "--queries"),
        ("production", shop, "--url", "web=file:///etc/passwd"),
        ("production", shop, "--url", "web"),
        ("production", shop, "--connect", "host:port"),
        ("production", shop, "--requests", "0"),
    ):
        assert relinfra("smoke", *arguments).returncode == 2
