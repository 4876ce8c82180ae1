from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import relinfra
from relinfra.linter import LintFinding, lint, lint_rules
from relinfra.matrix import Matrix
from tests.relinfra.linter.planted import MATRIX, PLANTED, RELEASE, SILENT, WORKFLOW, Planted, repository, write

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stacks of the shop as it is, for what does not show in them."""
    out = tmp_path_factory.mktemp("stacks") / "cdktf.out"
    relinfra.synth(Matrix.load(repository(out.parent / "shop") / MATRIX), out)
    return out


def found(folder: Path, stacks: Path) -> tuple[LintFinding, ...]:
    findings = lint(Matrix.load(folder / MATRIX), folder, stacks, today=TODAY)
    return tuple(finding for finding in findings if finding.waiver is None)


def stacks_of(folder: Path, planted: Planted, stacks: Path) -> Path:
    if not planted.synthesized:
        return stacks
    relinfra.synth(Matrix.load(folder / MATRIX), folder / "out/cdktf.out")
    return folder / "out/cdktf.out"


def of(planted: Planted, findings: tuple[LintFinding, ...]) -> Iterator[LintFinding]:
    for finding in findings:
        if finding.rule == planted.rule and fnmatch.fnmatchcase(finding.subject, planted.subject):
            yield finding


def test_nothing_is_found_before(tmp_path: Path, stacks: Path) -> None:
    """So that whatever is found was planted."""
    assert found(repository(tmp_path / "shop"), stacks) == ()


def test_there_are_many_and_none_twice() -> None:
    """Of every rule at least one."""
    assert len(PLANTED) >= 90
    assert len({planted.name for planted in PLANTED}) == len(PLANTED)
    assert {planted.rule for planted in PLANTED} == set(lint_rules())


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_it_is_found_where_it_was_planted_and_its_remedy_helps(planted: Planted, tmp_path: Path, stacks: Path) -> None:
    """By its rule and subject; what the remedy names is taken by the file, and then nothing of it is found."""
    folder = repository(tmp_path / "shop", planted.edits)
    own = stacks_of(folder, planted, stacks)
    findings = list(of(planted, found(folder, own)))
    assert findings, [str(finding) for finding in found(folder, own)]
    for finding in findings:
        assert finding.position.line > 0
        for path, value in finding.remedy.sets.items():
            write(folder, MATRIX if finding.position.file.endswith(MATRIX) else RELEASE, path, value)
    if any(finding.remedy.sets for finding in findings):
        left = {finding.found for finding in of(planted, found(folder, own))}
        assert not left & {finding.found for finding in findings if finding.remedy.sets}


@pytest.mark.parametrize("name", SILENT)
def test_what_passes_is_known(name: str, tmp_path: Path, stacks: Path) -> None:
    """A program that a workflow starts may do anything."""
    path, steps = SILENT[name]
    folder = repository(tmp_path / "shop", ((WORKFLOW, ("jobs", *path.split("/")), steps),))
    assert found(folder, stacks) == ()
