from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest

from relinfra.errors import OutputError
from relinfra.output import lock, move, replacing_build, replacing_stacks
from tests.relinfra.output.folders import manifest, read, synthesize, write

STATE = {"stacks/web/terraform.tfstate": "state"}


def _produce(target: Path, text: str, *stacks: str) -> None:
    with replacing_stacks(target) as begun:
        synthesize(begun.folder, text, *(stacks or ("web",)))
        begun.commit()


def _interrupted(target: Path) -> None:
    with replacing_stacks(target) as begun:
        synthesize(begun.folder, "new", "web")
        raise KeyboardInterrupt


def _build(target: Path, files: dict[str, str], ours: Iterable[str] = ()) -> None:
    with replacing_build(target, lambda: map(PurePath, ours)) as begun:
        synthesize(begun.folder / "cdktf.out", "new", "web")
        write(begun.folder, files)
        begun.commit()


def _says(target: Path) -> str:
    return (target / "stacks/web/cdk.tf.json").read_text()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_new_output_replaces_the_old_whole(target: Path) -> None:
    """Nothing of the previous output stays, and nothing lies beside it."""
    _produce(target, "old", "web", "gone")
    _produce(target, "new")
    assert _says(target) == "new"
    assert set(read(target)) == {"manifest.json", "relinfra.json", "stacks/web/cdk.tf.json"}
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o055 == 0o055 & ~_umask()


def test_an_interrupted_run_leaves_the_previous_output(target: Path) -> None:
    """An interrupt while writing changes nothing and leaves nothing behind."""
    _produce(target, "old")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(target)
    assert _says(target) == "old"
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_last_step_leaves_the_previous_output(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file system refuses the last rename, the previous output is back in place."""
    _produce(target, "old")
    monkeypatch.setattr(move, "exchange", lambda _first, _second: False)
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if to == target and path.parent.name == "new":
            raise OSError(28, "No space left on device")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="No space left on device; what was there is unchanged"):
        _produce(target, "new")
    assert _says(target) == "old"
    assert list(target.parent.iterdir()) == [target]


def test_a_killed_run_leaves_the_previous_output(tmp_path: Path) -> None:
    """A process killed outright leaves the old output; the next run clears its remains at once."""
    target = tmp_path / "out"
    _produce(target, "old")
    script = (
        "import os, sys, pathlib\n"
        "from relinfra.output import replacing_stacks\n"
        "with replacing_stacks(pathlib.Path(sys.argv[1])) as begun:\n"
        "    (begun.folder / 'manifest.json').write_text('half')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(target)], check=False).returncode == -9
    assert _says(target) == "old"
    assert len(list(tmp_path.iterdir())) == 2
    _produce(target, "new")
    assert _says(target) == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_working_files_of_terraform_survive(target: Path) -> None:
    """State, lock file, providers and saved plans of a remaining stack come along."""
    working = {
        "stacks/web/.terraform/providers/x/aws": "binary",
        "stacks/web/.terraform/modules/vpc/main.tf": "a module",
        "stacks/web/.terraform.lock.hcl": "lock",
        "stacks/web/terraform.tfstate.backup": "state",
        "stacks/web/release.tfplan": "plan",
        "stacks/web/crash.log": "crash",
        **STATE,
    }
    _produce(target, "old")
    write(target, working)
    with zipfile.ZipFile(target / "stacks/web/plan.bin", "w") as saved:
        saved.writestr("tfplan", "saved by `terraform plan -out plan.bin`")
    (target / "stacks/web/.terraform/link").symlink_to("/nonexistent/plugin-cache")
    _produce(target, "new")
    assert (target / "stacks/web/.terraform/link").readlink() == Path("/nonexistent/plugin-cache")
    assert zipfile.is_zipfile(target / "stacks/web/plan.bin")
    assert {name: (target / name).read_text() for name in working} == working
    assert _says(target) == "new"


def test_working_files_survive_without_hard_links(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no hard links, working files are copied."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    _produce(target, "old")
    write(target, STATE)
    monkeypatch.setattr(os, "link", refuse)
    _produce(target, "new")
    assert read(target).items() >= STATE.items()


def test_a_state_is_never_lost_with_its_stack(target: Path) -> None:
    """A state in a stack that the new output lacks stops the replacement and is named."""
    _produce(target, "old")
    write(target, STATE)
    with pytest.raises(OutputError, match=r"stacks/web/terraform\.tfstate: a Terraform state"):
        _produce(target, "new", "api")
    assert read(target).items() >= STATE.items()
    assert _says(target) == "old"


@pytest.mark.parametrize(
    ("files", "stranger"),
    [
        ({"thesis.txt": "years of work"}, "thesis.txt"),
        ({"manifest.json": '{"name": "my PWA"}', "index.html": "x", "src/app.js": "x"}, "index.html"),
        ({"manifest.json": '{"name": "my PWA"}'}, "manifest.json"),
        ({"manifest.json": '{"version": "1", "stacks": ["a"]}'}, "manifest.json"),
        ({"manifest.json": "[" * 100_000}, "manifest.json"),
        ({"relinfra.json": '{"version": 1, "project": "shop"}'}, "relinfra.json"),
        ({"relinfra.json": '{"files": {}}'}, "relinfra.json"),
        ({"stacks/web/cdk.tf.json": "{}"}, "stacks/web/cdk.tf.json"),
        ({"manifest.json": manifest("web"), "stacks/web/notes.md": "mine"}, "stacks/web/notes.md"),
        ({"manifest.json": manifest("web"), "stacks/web/main.tf": "mine"}, "stacks/web/main.tf"),
        ({"manifest.json": manifest("web"), "relinfra.json": "mine"}, "relinfra.json"),
    ],
)
def test_a_foreign_folder_is_never_replaced(target: Path, files: dict[str, str], stranger: str) -> None:
    """A folder that holds what relinfra did not write is refused before anything is written; the first is named."""
    write(target, files)
    with pytest.raises(OutputError, match=f"did not write {stranger};"), replacing_stacks(target):
        pytest.fail("a foreign folder was accepted")  # pragma: no cover
    assert read(target) == files


@pytest.mark.parametrize(
    "stranger", ["notes.md", "stacks/web/x.tf", "stacks/web/a.tfstate.tf", "stacks/api/cdk.tf.json"]
)
def test_a_file_of_somebody_elses_among_ours_is_never_lost(target: Path, stranger: str) -> None:
    """Whatever the listing does not name stops the replacement, and is named."""
    _produce(target, "old")
    write(target, {stranger: "mine"})
    with pytest.raises(OutputError, match=f"did not write {stranger};"):
        _produce(target, "new")
    assert _says(target) == "old"
    assert (target / stranger).read_text() == "mine"


def test_what_comes_while_a_run_goes_on_is_not_lost(target: Path) -> None:
    """The folder is looked at again before it is replaced."""
    _produce(target, "old")
    with replacing_stacks(target) as begun:
        synthesize(begun.folder, "new", "web")
        write(target, {"late.txt": "mine"})
        with pytest.raises(OutputError, match=r"did not write late\.txt;"):
            begun.commit()
    assert (target / "late.txt").read_text() == "mine"


def test_a_link_to_a_folder_of_somebody_elses_is_no_output(target: Path, tmp_path: Path) -> None:
    """It is named as a file would be, and not walked through."""
    _produce(target, "old")
    write(tmp_path / "elsewhere", {"mine.txt": "mine"})
    (target / "stacks" / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="did not write stacks/linked;"):
        _produce(target, "new")


@pytest.mark.parametrize("declared", [{"relinfra.json": '{"version": 1, "project": "shop"}'}, {}])
def test_outputs_of_the_version_before_are_recognized(target: Path, declared: dict[str, str]) -> None:
    """They have no listing, as those of plain cdktf; the manifest and cdktf's names say what is theirs."""
    of_versions = ("versions.tf.json", "versions.tf")
    names = ("cdk.tf.json", *of_versions, "stack.tftest.json", "metadata.json", "assets/code/handler.zip")
    write(target, {"manifest.json": manifest("web"), **declared, **{f"stacks/web/{name}": "old" for name in names}})
    write(target, STATE)
    _produce(target, "new")
    assert set(read(target)) == {"manifest.json", "relinfra.json", "stacks/web/cdk.tf.json", *STATE}


def test_other_files_of_a_build_are_kept(target: Path) -> None:
    """What somebody else put beside the stacks stays, at every depth, also in the folders of documents."""
    others = {"notes.txt": "mine", "signed/plan.pdf": "mine", "releases/v2.4.0/summary.md": "former", "releases/x": "x"}
    _build(target, {"releases/v2.5.0/summary.md": "old"})
    write(target, others)
    _build(target, {"releases/v2.5.0/summary.md": "new"}, ours=["releases/v2.5.0"])
    assert read(target).items() >= {**others, "releases/v2.5.0/summary.md": "new"}.items()
    assert list(target.parent.iterdir()) == [target]


def test_a_build_replaces_no_file_of_somebody_elses(target: Path) -> None:
    """A file of the same name that relinfra did not write stops it."""
    _build(target, {})
    write(target, {"release-plan.md": "by hand"})
    with pytest.raises(OutputError, match=r"out/release-plan\.md: would be replaced"):
        _build(target, {"release-plan.md": "new"})
    assert (target / "release-plan.md").read_text() == "by hand"


def test_a_build_needs_a_folder_of_its_own(target: Path) -> None:
    """Where no stacks lie yet, only what other commands wrote may be there; stacks must be stacks of ours."""
    write(target, {"index.html": "x"})
    with pytest.raises(OutputError, match=r"did not write index\.html;"):
        _build(target, {})
    (target / "index.html").rename(target / "release-plan.md")
    _build(target, {}, ours=["release-plan.md"])
    write(target, {"cdktf.out/stacks/web/x.tf": "mine"})
    with pytest.raises(OutputError, match=r"out/cdktf\.out: .* did not write stacks/web/x\.tf;"):
        _build(target, {})


def test_a_folder_in_the_way_of_a_new_file_is_named(target: Path) -> None:
    """Neither is lost."""
    _build(target, {})
    write(target, {"release-plan.md/mine.txt": "mine"})
    with pytest.raises(OutputError, match=r"release-plan\.md: is in the way of a new file"):
        _build(target, {"release-plan.md": "new"})
    assert (target / "release-plan.md/mine.txt").read_text() == "mine"


def test_the_current_folder_is_never_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder and those above it are refused even when they look like an output."""
    _produce(target, "old")
    monkeypatch.chdir(target / "stacks")
    with pytest.raises(OutputError, match="the current folder or above it"):
        _produce(target, "new")


def test_a_file_in_the_way_is_named(target: Path) -> None:
    """A file where the folder should be is refused."""
    write(target.parent, {"out": "file"})
    with pytest.raises(OutputError, match="expected a folder"):
        _produce(target, "new")


def test_an_empty_folder_is_accepted(target: Path) -> None:
    """An existing empty folder is an ordinary place to write into; one that is not there is made."""
    target.mkdir()
    _produce(target, "new")
    _produce(target / "deep" / "er", "new")
    assert _says(target) == _says(target / "deep" / "er") == "new"


def test_a_link_to_the_output_is_kept(target: Path) -> None:
    """A symbolic link to the output folder stays a link; what it points to is replaced."""
    _produce(target, "old")
    link = target.with_name("link")
    link.symlink_to(target)
    _produce(link, "new")
    assert link.is_symlink()
    assert _says(target) == "new"


def test_runs_at_the_same_time_do_not_mix(target: Path) -> None:
    """Of several runs into one folder the last to finish wins whole; nothing else is left."""
    _produce(target, "start", "web", "api")
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(15):
                _produce(target, f"{name}{number}", "web", "api")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert _says(target) == (target / "stacks/api/cdk.tf.json").read_text()
    assert list(target.parent.iterdir()) == [target]


def test_a_run_inside_the_folder_is_waited_for(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is not replaced while another run prepares something in it, and that run loses nothing."""
    monkeypatch.setattr("relinfra.output.transaction.PATIENCE_SECONDS", 0.2)
    _build(target, {})
    with replacing_stacks(target / "cdktf.out") as inner:
        synthesize(inner.folder, "inner", "web")
        with pytest.raises(OutputError, match="another run of relinfra is writing there"):
            _build(target, {})
        inner.commit()
    assert _says(target / "cdktf.out") == "inner"
    _build(target, {})
    assert _says(target / "cdktf.out") == "new"


def test_a_folder_that_another_run_holds_is_an_error_in_the_end(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.1)
    with (
        lock.holding(target.parent),
        pytest.raises(OutputError, match="another run of relinfra is writing there"),
        replacing_stacks(target),
    ):
        pytest.fail("two runs held one lock")  # pragma: no cover


def test_a_missing_folder_is_an_error(target: Path) -> None:
    """What was prepared and has disappeared is reported, and the output stays."""
    _produce(target, "old")
    with replacing_stacks(target) as begun:
        shutil.rmtree(begun.folder.parent)
        with pytest.raises(OutputError, match="cannot be written"):
            begun.commit()
    assert _says(target) == "old"
