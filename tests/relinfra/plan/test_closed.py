"""A release that is over stays true to itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import relinfra
from relinfra.errors import OutputError, UsageError
from tests.relinfra.plan.repository import with_history

EXAMPLES = Path(__file__).parents[3] / "examples"
SERVICE = "stacks/shop-production-service/cdk.tf.json"
CLOSED = "releases/2.5.0"


@pytest.fixture(scope="module")
def closed(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose release is closed."""
    root = with_history(EXAMPLES / "shop", tmp_path_factory.mktemp("closed"))
    stacks = Path(shutil.copytree(synthesized("shop"), root / "out" / "cdktf.out"))
    relinfra.write_plan(stacks, root / "out", repository=root, release="2.5.0", sets=["all"])
    verification, paths = relinfra.close_release("2.5.0", stacks, root / "out", repository=root)
    assert verification.ok
    assert {path.name for path in paths} >= {"closed.json", "facts.json", "dep-catalog.md", "scope.md", "metadata.json"}
    return root


@pytest.fixture
def repository(closed: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(closed, tmp_path / "shop"))


def _found(root: Path) -> set[tuple[str, str]]:
    stacks = root / "out" / "cdktf.out"
    return {(one.kind, one.file) for one in relinfra.verify(stacks, root / "out", repository=root).differences}


def _edit(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def test_stacks_may_change_after_it(repository: Path) -> None:
    """Its documents tell of what was, in either place."""
    _edit(repository / "out" / "cdktf.out" / SERVICE, '"bake_time_in_minutes": "30"', '"bake_time_in_minutes": "20"')
    assert _found(repository) == set()


@pytest.mark.parametrize("name", ["release-plan.md", "release-plan.json", "facts.json", "releases/v2.5.0/scope.md"])
def test_an_edit_is_found(repository: Path, name: str) -> None:
    """Whatever is frozen stays as it is."""
    file = repository / CLOSED / name
    file.write_text(file.read_text().replace("2", "3", 1))
    assert ("edited", f"{CLOSED}/{name}") in _found(repository)


def test_a_copy_is_held_against_it(repository: Path) -> None:
    """The documents in the output folder are what was frozen, or an edit."""
    _edit(repository / "out" / "release-plan.md", "30 minutes", "31 minutes")
    assert _found(repository) == {("edited", "release-plan.md")}


def test_nothing_is_removed_or_added(repository: Path) -> None:
    """A file that is gone and one that came are told."""
    (repository / CLOSED / "dep-catalog.md").unlink()
    (repository / CLOSED / "more.md").write_text("more")
    assert _found(repository) == {("gone", f"{CLOSED}/dep-catalog.md"), ("unlisted", f"{CLOSED}/more.md")}


@pytest.mark.parametrize("name", ["closed.json", "facts.json"])
def test_nothing_escapes_by_absence(repository: Path, name: str) -> None:
    """Without the list, or the facts, a release is still closed, and what is gone is told."""
    (repository / CLOSED / name).unlink()
    assert ("gone", f"{CLOSED}/{name}") in _found(repository)
    with pytest.raises(UsageError, match="is closed"):
        relinfra.write_plan(repository / "out" / "cdktf.out", repository=repository, release="2.5.0")


def test_a_manifest_is_proven_by_the_frozen_facts(repository: Path) -> None:
    """One who edits a manifest and its digest still has the facts against him."""
    from relinfra.plan.closed import _digest  # noqa: PLC0415 - what a forger would compute

    file, listed = repository / CLOSED / "release-plan.json", repository / CLOSED / "closed.json"
    before = file.read_text()
    body = json.loads(before)
    fact = next(one for one in body["facts"] if one["id"] == "production.service.web.deployment.bake_minutes")
    fact["value"] = 5
    file.write_text(json.dumps(body))
    _edit(listed, _digest(before), _digest(file.read_text()))
    shutil.rmtree(repository / "out" / "releases")
    assert ("changed", f"{CLOSED}/release-plan.json") in _found(repository)


def test_no_plan_of_it_is_written_any_more(repository: Path) -> None:
    """Asked for by its version it is refused; the newest is one that is open."""
    stacks = repository / "out" / "cdktf.out"
    with pytest.raises(UsageError, match="closed"):
        relinfra.write_plan(stacks, repository / "out", repository=repository, release="2.5.0")
    written = relinfra.write_plan(stacks, repository / "new", repository=repository, release="newest", sets=["all"])
    assert not any("v2.5.0" in str(path) for path in written)


def test_it_is_closed_once_and_only_when_true(closed: Path, repository: Path) -> None:
    """Documents that do not hold are not frozen, and what is frozen is not frozen again."""
    stacks = repository / "out" / "cdktf.out"
    with pytest.raises(UsageError, match="already"):
        relinfra.close_release("2.5.0", stacks, repository / "out", repository=repository)
    shutil.rmtree(repository / CLOSED)
    _edit(repository / "out" / "release-plan.md", "30 minutes", "31 minutes")
    verification, paths = relinfra.close_release("2.5.0", stacks, repository / "out", repository=repository)
    assert (verification.ok, paths) == (False, ())
    assert not (repository / CLOSED).exists()


def test_a_release_without_documents_is_told(repository: Path) -> None:
    """With the command that writes them; one without a file, with those that have one."""
    stacks = repository / "out" / "cdktf.out"
    with pytest.raises(UsageError, match=r"found none; there are 2\.5\.0"):
        relinfra.close_release("2.4.1", stacks, repository / "out", repository=repository)
    (repository / "releases" / "2.4.1.yaml").write_text("version: 2.4.1\n")
    with pytest.raises(OutputError, match="--set all"):
        relinfra.close_release("2.4.1", stacks, repository / "out", repository=repository)
