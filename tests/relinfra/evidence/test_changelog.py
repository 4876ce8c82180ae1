"""The changelog is read entry by entry: which versions it tells of, and whether it says anything of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.evidence import Repository, collect_repository

ENTRIES = "project.repository.changelog_entry."


def told(root: Path, text: str) -> dict[str, object]:
    """Return how many lines a changelog says of each version."""
    (root / "CHANGELOG.md").write_text(text)
    found = collect_repository(Repository(root))
    versions = {id_: fact.value for id_, fact in found.items() if id_.startswith(ENTRIES) and id_.endswith(".version")}
    return {str(version): found[id_.replace(".version", ".lines")].value for id_, version in versions.items()}


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("# Changelog\n", {}),
        ("# Changelog\n## [2.5.0] - 2026-12-08\n### Added\n- One\n- Two\n## 2.4.1\n- Old\n", {"2.5.0": 2, "2.4.1": 1}),
        ("## [2.5.0](https://x/compare/v2.4.1...v2.5.0) (2026-12-08)\n* One\n", {"2.5.0": 1}),
        ("## v2.5.0\n\n### Added\n\n## v2.4.1\n- Old\n", {"2.5.0": 0, "2.4.1": 1}),
        ("v2.5.0\n------\n\n- One\n", {"2.5.0": 1}),
        ("## 2.5.0\n<!--\n- to be written\n-->\n", {"2.5.0": 0}),
        ("```\n## 2.5.0\n- One\n```\n", {}),
        ("## 2.5.0-rc.1\n- One\n", {"2.5.0-rc.1": 1}),
        ("## Unreleased\n- with 2.5.0\n", {}),
        ("## 12.5.0\n- One\n", {"12.5.0": 1}),
    ],
)
def test_an_entry_is_a_heading_with_its_version_and_what_stands_beneath(
    tmp_path: Path, text: str, entries: dict[str, int]
) -> None:
    """Headings of both kinds, links and dates; headings, comments and what is quoted say nothing."""
    assert told(tmp_path, text) == entries


def test_an_entry_stands_in_its_line(tmp_path: Path) -> None:
    """Whoever asks for the proof finds the heading."""
    told(tmp_path, "# Changelog\n\n## 2.5.0\n- One\n")
    evidence = collect_repository(Repository(tmp_path))[f"{ENTRIES}2-5-0.version"].evidence[0]
    assert evidence.line == 3  # type: ignore[union-attr]
