from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from relinfra.errors import OutputError
from relinfra.output import exchange, folder, replace_folder, staging_folder


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _read(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def _produce(target: Path, files: dict[str, str]) -> None:
    with staging_folder(target) as staging:
        _write(staging, files)
        replace_folder(staging, target)


def _interrupted(target: Path, files: dict[str, str]) -> None:
    with staging_folder(target) as staging:
        _write(staging, files)
        raise KeyboardInterrupt


OLD = {"manifest.json": "old", "stacks/web/cdk.tf.json": "old"}
NEW = {"manifest.json": "new", "stacks/web/cdk.tf.json": "new"}


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every claim holds with the one-step exchange and where the system has none."""
    if not request.param:
        monkeypatch.setattr(folder, "exchange", lambda _first, _second: False)


@pytest.fixture
def target(tmp_path: Path, way: None) -> Path:
    """Where the output lies, alone in its folder."""
    del way
    return tmp_path / "out"


def test_the_new_output_replaces_the_old_whole(target: Path) -> None:
    """Nothing of the previous output stays, and nothing lies beside it."""
    _produce(target, OLD | {"stacks/gone/cdk.tf.json": "old"})
    _produce(target, NEW)
    assert _read(target) == NEW
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o055 == 0o055 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_interrupted_run_leaves_the_previous_output(target: Path) -> None:
    """An interrupt while writing changes nothing and leaves nothing behind."""
    _produce(target, OLD)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(target, NEW)
    assert _read(target) == OLD
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_last_step_leaves_the_previous_output(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file system refuses the last rename, the previous output is back in place."""
    _produce(target, OLD)
    monkeypatch.setattr(folder, "exchange", lambda _first, _second: False)
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if to == target and not path.name.endswith("-previous"):
            raise OSError(28, "No space left on device")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="No space left on device"):
        _produce(target, NEW)
    assert _read(target) == OLD


def test_a_killed_run_leaves_the_previous_output(tmp_path: Path) -> None:
    """A process killed outright leaves the old output; the next run succeeds beside its remains."""
    target = tmp_path / "out"
    _produce(target, OLD)
    script = (
        "import os, sys, pathlib\n"
        "from relinfra.output import staging_folder\n"
        "with staging_folder(pathlib.Path(sys.argv[1])) as staging:\n"
        "    (staging / 'manifest.json').write_text('half')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(target)], check=False).returncode == -9
    assert _read(target) == OLD
    _produce(target, NEW)
    assert _read(target) == NEW


def test_remains_of_a_killed_run_are_cleared_later(target: Path) -> None:
    """A staging folder is removed by a later run once no run can still be using it."""
    remains = target.with_name(f".{target.name}.relinfra-new-0123")
    _write(remains, NEW)
    _produce(target, OLD)
    assert remains.exists()
    hours_ago = time.time() - 7200
    os.utime(remains, (hours_ago, hours_ago))
    _produce(target, NEW)
    assert list(target.parent.iterdir()) == [target]


def test_a_kill_between_two_renames_is_undone(target: Path) -> None:
    """Where the previous output was set aside and never came back, the next run first puts it back."""
    _produce(target, OLD)
    target.rename(target.with_name(f".{target.name}.relinfra-new-0123-previous"))
    with pytest.raises(KeyboardInterrupt):
        _interrupted(target, NEW)
    assert _read(target) == OLD


def test_working_files_of_terraform_survive(target: Path) -> None:
    """State, lock file, providers and saved plans of a remaining stack come along; generated files do not."""
    working = {
        "stacks/web/.terraform/providers/x/aws": "binary",
        "stacks/web/.terraform.lock.hcl": "lock",
        "stacks/web/terraform.tfstate": "state",
        "stacks/web/terraform.tfstate.backup": "state",
        "stacks/web/release.tfplan": "plan",
    }
    _produce(target, OLD)
    _write(target, working | {"stacks/web/old.tf.json": "stale"})
    (target / "stacks/web/.terraform/link").symlink_to("/nonexistent/plugin-cache")
    _produce(target, NEW)
    assert (target / "stacks/web/.terraform/link").readlink() == Path("/nonexistent/plugin-cache")
    (target / "stacks/web/.terraform/link").unlink()
    assert _read(target) == NEW | working


def test_working_files_survive_without_hard_links(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no hard links, working files are copied."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    _produce(target, OLD)
    _write(target, {"stacks/web/terraform.tfstate": "state"})
    monkeypatch.setattr(os, "link", refuse)
    _produce(target, NEW)
    assert _read(target) == NEW | {"stacks/web/terraform.tfstate": "state"}


def test_a_state_is_never_lost_with_its_stack(target: Path) -> None:
    """A state in a stack that the new output lacks stops the replacement and is named."""
    _produce(target, OLD)
    _write(target, {"stacks/web/terraform.tfstate": "state"})
    with pytest.raises(OutputError, match=r"stacks/web/terraform\.tfstate: a Terraform state"):
        _produce(target, {"manifest.json": "new", "stacks/api/cdk.tf.json": "new"})
    assert _read(target) == OLD | {"stacks/web/terraform.tfstate": "state"}


def test_other_files_are_kept_on_request(target: Path) -> None:
    """With `keep_others`, what somebody else put at the top of the output stays, even folders."""
    others = {"notes.txt": "mine", "signed/plan.pdf": "mine"}
    _produce(target, OLD)
    _write(target, others)
    with staging_folder(target) as staging:
        _write(staging, NEW)
        replace_folder(staging, target, keep_others=True)
    assert _read(target) == NEW | others


def test_a_foreign_folder_is_never_replaced(target: Path) -> None:
    """A folder that holds what relinfra did not write is refused before anything is written."""
    _write(target, {"thesis.txt": "years of work"})
    with pytest.raises(OutputError, match="did not write"), staging_folder(target):
        pytest.fail("a foreign folder was accepted")  # pragma: no cover
    assert _read(target) == {"thesis.txt": "years of work"}


def test_the_current_folder_is_never_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder and those above it are refused even when they look like an output."""
    _produce(target, OLD)
    monkeypatch.chdir(target / "stacks")
    with pytest.raises(OutputError, match="the current folder or above it"):
        _produce(target, NEW)


def test_a_file_in_the_way_is_named(target: Path) -> None:
    """A file where the folder should be is refused."""
    _write(target.parent, {"out": "file"})
    with pytest.raises(OutputError, match="expected a folder"):
        _produce(target, NEW)


def test_an_empty_folder_is_accepted(target: Path) -> None:
    """An existing empty folder is an ordinary place to write into."""
    target.mkdir()
    _produce(target, NEW)
    assert _read(target) == NEW


def test_a_link_to_the_output_is_kept(target: Path) -> None:
    """A symbolic link to the output folder stays a link; what it points to is replaced."""
    _produce(target, OLD)
    link = target.with_name("link")
    link.symlink_to(target)
    _produce(link, NEW)
    assert link.is_symlink()
    assert _read(target) == NEW


def test_runs_at_the_same_time_do_not_mix(tmp_path: Path) -> None:
    """Of several runs into one folder the last to finish wins whole; readers never see a mixture or a gap."""
    target = tmp_path / "out"
    _produce(target, {"manifest.json": "start", "copy": "start"})
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(15):
                _produce(target, {"manifest.json": f"{name}{number}", "copy": f"{name}{number}"})
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    written = _read(target)
    assert written["manifest.json"] == written["copy"]
    assert list(tmp_path.iterdir()) == [target]


def test_exchange_is_one_step_here(tmp_path: Path) -> None:
    """On the systems relinfra is tested on, the two folders really swap."""
    _write(tmp_path / "a", {"name": "a"})
    _write(tmp_path / "b", {"name": "b"})
    if not exchange.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot exchange two folders in one step")
    assert _read(tmp_path / "a") == {"name": "b"}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A staging folder that has disappeared is reported, and the output stays."""
    target = tmp_path / "out"
    _produce(target, OLD)
    with pytest.raises(OutputError, match="cannot be replaced"):
        replace_folder(tmp_path / "gone", target)
    assert _read(target) == OLD
