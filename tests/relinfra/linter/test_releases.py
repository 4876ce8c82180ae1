"""Release files name what the matrix beside them has."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra import build
from relinfra.errors import ReleaseError
from relinfra.linter.releases import checked_release, checked_releases
from relinfra.matrix import Matrix
from relinfra.release import chosen_release

SHOP = Path(__file__).parents[3] / "examples/shop/relinfra.yaml"
KNOWN = """\
log_patterns: {a: {service: web, pattern: x}}
database_changes: {a: {description: A., service: web, database: main, rehearsed_in: staging}}
rollback_rehearsal: {where: production}
"""


def released(folder: Path, content: str, version: str = "1.0.0") -> Path:
    """Write a release file beside no matrix, and return the repository."""
    file = folder / "releases" / f"{version}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"version: {version}\n{content}")
    return folder


@pytest.fixture(scope="module")
def shop() -> Matrix:
    """The matrix of the shop."""
    return Matrix.load(SHOP)


def test_names_of_the_matrix_are_taken(tmp_path: Path, shop: Matrix) -> None:
    """Of services, databases and environments."""
    assert len(checked_releases(shop, released(tmp_path, KNOWN))) == 1


@pytest.mark.parametrize(
    ("field", "kind", "known", "typed"),
    [
        ("log_patterns.a.service", "a service", "web", "wbe"),
        ("database_changes.a.service", "a service", "web", "nope"),
        ("database_changes.a.database", "a database", "main", "mani"),
        ("database_changes.a.rehearsed_in", "an environment", "staging", "stag"),
        ("rollback_rehearsal.where", "an environment", "production", "prod"),
    ],
)
def test_a_name_that_the_matrix_does_not_have_is_refused(
    tmp_path: Path, field: str, kind: str, known: str, typed: str
) -> None:
    """With its line and column, and with the nearest that there is."""
    shop = Matrix.load(SHOP)
    lines = ["version: 1.0.0", *KNOWN.splitlines()]
    at = next(place for place, line in enumerate(lines) if line.startswith(field.partition(".")[0]))
    lines[at] = lines[at].replace(known, typed)
    repository = released(tmp_path, "\n".join(lines[1:]))
    for refuse in (lambda: checked_release(shop, repository, "1.0.0"), lambda: checked_releases(shop, repository)):
        with pytest.raises(ReleaseError) as caught:
            refuse()
        (one,) = caught.value.problems
        place = f"releases/1.0.0.yaml:{at + 1}:{lines[at].index(typed) + 1}"
        assert str(one).startswith(f"{place}: {field}: expected {kind} of the matrix, found `{typed}`")
        assert f"`{known}`" in one.hint


@pytest.mark.parametrize("over", ["status: released\n", "status: rolled_back\n", ""])
def test_a_release_that_is_over_may_name_what_left_the_matrix(tmp_path: Path, shop: Matrix, over: str) -> None:
    """What it says was true then; a closed release is over whatever its file says."""
    repository = released(tmp_path, over + KNOWN.replace("web", "gone"))
    if not over:
        (repository / "releases/1.0.0").mkdir()
        (repository / "releases/1.0.0/closed.json").write_text("{}")
    assert len(checked_releases(shop, repository)) == 1


@pytest.mark.parametrize(
    ("version", "content"),
    [("v1", ""), ("0.9.0", "criteria: {a: {title: A, category: security, owner: nobody}}\n"), ("0.9.0", "x")],
)
def test_a_build_refuses_the_release_files_that_validate_refuses(tmp_path: Path, version: str, content: str) -> None:
    """Before anything is synthesized, whichever release is planned."""
    (tmp_path / "relinfra.yaml").write_text(SHOP.read_text())
    released(released(tmp_path, KNOWN), content, version)
    with pytest.raises(ReleaseError, match=f"releases/{version}.yaml"):
        build(tmp_path / "relinfra.yaml", tmp_path / "out", release="1.0.0")
    assert not (tmp_path / "out").exists()


def test_the_newest_is_not_chosen_past_a_file_named_after_no_version(tmp_path: Path) -> None:
    """That may be the one that was meant; a version that is asked for is still found."""
    repository = released(released(tmp_path, ""), "", "v2")
    with pytest.raises(ReleaseError, match=r"releases/v2\.yaml"):
        chosen_release(repository, "newest")
    assert chosen_release(repository, "1.0.0") == "1.0.0"
