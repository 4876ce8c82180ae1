from pathlib import Path

import pytest
from relinfra_benchmarks.installed_size import closure_bytes, installed


def install(site_packages: Path, name: str, size: int, *requires: str) -> None:
    """Put a distribution of one file into `site_packages`."""
    info = site_packages / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (site_packages / f"{name}.py").write_bytes(b"#" * size)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {item}" for item in requires)]
    (info / "METADATA").write_text("\n".join(lines) + "\n")
    (info / "RECORD").write_text(f"{name}.py,,\n__pycache__/{name}.cpython-311.pyc,,\n")


def test_requirements_count_once_and_extras_do_not(tmp_path: Path) -> None:
    install(tmp_path, "top", 10, "left>=1", "right; python_version >= '3'", "extra; extra == 'more'")
    install(tmp_path, "left", 20, "right")
    install(tmp_path, "right", 30)
    install(tmp_path, "extra", 1000)
    assert closure_bytes(installed(tmp_path), ["Top"]) == {"top": 10, "left": 20, "right": 30}


def test_bytecode_does_not_count(tmp_path: Path) -> None:
    install(tmp_path, "top", 10)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "top.cpython-311.pyc").write_bytes(b"x" * 99)
    assert sum(closure_bytes(installed(tmp_path), ["top"]).values()) == 10


def test_the_first_folder_wins(tmp_path: Path) -> None:
    install(tmp_path / "a", "top", 10)
    install(tmp_path / "b", "top", 99)
    assert closure_bytes(installed(tmp_path / "a", tmp_path / "b"), ["top"]) == {"top": 10}


def test_a_distribution_that_is_missing_is_an_error(tmp_path: Path) -> None:
    install(tmp_path, "top", 10, "absent")
    with pytest.raises(KeyError, match="absent"):
        closure_bytes(installed(tmp_path), ["top"])
