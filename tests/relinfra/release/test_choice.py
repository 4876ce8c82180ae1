"""Which release a command is about: whatever is asked for has a file, and no file lies elsewhere."""

import os
from pathlib import Path

import pytest

import relinfra
from relinfra.errors import InputError, ReleaseError, UsageError
from relinfra.release import NEWEST, chosen_release, load_release, read_release, read_releases, release_files

EXAMPLES = Path(__file__).parents[3] / "examples"
ASKED = ["x/../../../../victim", "../relinfra", "2.5.O", "", "-x", "v2.5.0", "2.5.9", "/etc/passwd", "2.5.0\0"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with three releases."""
    made = tmp_path / "repository"
    (made / "releases").mkdir(parents=True)
    for version in ("2.5.0", "2.10.0", "2.10.0-rc.1"):
        (made / f"releases/{version}.yaml").write_text(f"version: {version}\n")
    return made


def link(repository: Path, target: Path) -> str:
    """Let the file of a release be a symbolic link, and return what is said about it."""
    (repository / "releases/3.0.0.yaml").symlink_to(target)
    with pytest.raises(ReleaseError) as caught:
        load_release(repository, "3.0.0")
    return str(caught.value)


def test_releases_are_known_by_their_files(repository: Path) -> None:
    """The highest comes last, and is what `newest` means."""
    assert release_files(repository) == ("2.5.0", "2.10.0-rc.1", "2.10.0")
    assert chosen_release(repository, NEWEST) == "2.10.0"
    assert chosen_release(repository, "2.5.0") == "2.5.0"
    assert chosen_release(repository, None) is None


def test_without_files_nothing_is_newest(tmp_path: Path) -> None:
    """A repository may have no release yet."""
    assert chosen_release(tmp_path, NEWEST) is None


def test_a_version_without_a_file_is_refused(repository: Path, tmp_path: Path) -> None:
    """Those there are are named, the newest first; where there is none, how to begin one."""
    told = r"releases/2\.5\.9\.yaml: expected the file of release 2\.5\.9, found none; "
    for choose in (chosen_release, load_release):
        with pytest.raises(UsageError, match=told + r"there are 2\.10\.0, 2\.10\.0-rc\.1, 2\.5\.0;"):
            choose(repository, "2.5.9")
        with pytest.raises(UsageError, match=told + r"there is none yet; a line `version: 2\.5\.9` begins one$"):
            choose(tmp_path, "2.5.9")
    assert read_release(repository, "2.5.9") is None


@pytest.mark.parametrize("asked", ASKED)
def test_documents_are_of_releases_that_exist(asked: str, repository: Path, tmp_path: Path) -> None:
    """No function of the API looks elsewhere, overwrites anything or writes about a release that is none."""
    (tmp_path / "victim.yaml").write_text("version: 2.5.0\n")
    (repository / "relinfra.yaml").write_bytes((EXAMPLES / "minimal/relinfra.yaml").read_bytes())
    before = sorted(tmp_path.rglob("*"))
    matrix, out = repository / "relinfra.yaml", tmp_path / "out"
    for ask in (
        lambda: relinfra.load_release(repository, asked),
        lambda: relinfra.lint(matrix, release=asked),
        lambda: relinfra.write_plan(tmp_path, out, repository=repository, release=asked, sets=["release-package"]),
        lambda: relinfra.build(matrix, out, release=asked),
    ):
        with pytest.raises(UsageError, match=r"expected (a version|the file)"):
            ask()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_is_named_after_no_version_is_told(repository: Path) -> None:
    """Nobody should believe that `2.5.O.yaml` is looked at."""
    (repository / "releases/2.5.O.yaml").write_text("version: 2.5.0\n")
    (repository / "releases/2.5.0.yaml").write_text("version: 2.5.0\nnmae: x\n")
    with pytest.raises(ReleaseError) as caught:
        read_releases(repository)
    first, second = map(str, caught.value.problems)
    assert first == (
        "releases/2.5.O.yaml:1:1: expected a file named after a version, such as 2.5.0.yaml, found `2.5.O.yaml`. "
        "Rename it, or keep it elsewhere."
    )
    assert second.startswith("releases/2.5.0.yaml:2:1: nmae: ")


def test_a_link_out_of_the_repository_is_not_followed(repository: Path, tmp_path: Path) -> None:
    """What lies elsewhere reaches no message."""
    secret = tmp_path / "secret"
    secret.write_text("password: hunter2\n")
    told = "expected a file in the repository, found no readable `releases/3.0.0.yaml`"
    assert link(repository, secret) == f"releases/3.0.0.yaml:1:1: {told}."


def test_a_link_inside_the_repository_is_followed(repository: Path) -> None:
    """Two releases may share a text."""
    (repository / "releases/3.0.0.yaml").symlink_to(repository / "shared.yaml")
    (repository / "shared.yaml").write_text("version: 3.0.0\n")
    assert load_release(repository, "3.0.0").release.version == "3.0.0"


@pytest.mark.parametrize("kind", ["folder", "pipe", "nowhere", "circle"])
def test_what_is_no_file_is_not_read(kind: str, repository: Path) -> None:
    """A command waits for nobody to write into a pipe."""
    path = repository / "releases/3.0.0.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "circle" else repository / "none")
    with pytest.raises(InputError, match="no readable"):
        read_release(repository, "3.0.0")
