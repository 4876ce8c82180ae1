"""Both ways in which a result is put in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.output import move


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every claim holds with the one-step exchange and where the system has none."""
    if not request.param:
        monkeypatch.setattr(move, "exchange", lambda _first, _second: False)


@pytest.fixture
def target(tmp_path: Path, way: None) -> Path:
    """Where the output lies, alone in its folder."""
    del way
    return tmp_path / "out"
