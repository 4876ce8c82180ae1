from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.plan import write_plan

if TYPE_CHECKING:
    from conftest import Relinfra

MINIMAL = Path(__file__).parents[3] / "examples" / "minimal"


def _release(repository: Path) -> None:
    """Release 1.0.0 has a file."""
    (repository / "releases").mkdir()
    (repository / "releases" / "1.0.0.yaml").write_text("version: 1.0.0\n")


def test_a_bundle_is_made_and_held_against_its_digest(
    relinfra: Relinfra, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """The digest alone goes to standard output, for the ticket; a change ends with 1, and is told as JSON too."""
    shutil.copy(MINIMAL / "relinfra.yaml", tmp_path)
    _release(tmp_path)
    write_plan(synthesized("minimal"), tmp_path / "out", repository=MINIMAL)
    asked = ("evidence", "make", "1.0.0", synthesized("minimal"), "--documents", "out", "--tool", "terraform=1.14.0")
    made = relinfra(*asked)
    assert (made.returncode, "files of release 1.0.0" in made.stderr) == (0, True)
    digest = made.stdout.strip()
    assert relinfra(*asked, "--quiet").stdout.strip() == digest
    bundle = tmp_path / "out" / "evidence-1.0.0.tar"
    held = relinfra("evidence", "verify", bundle, "--digest", digest)
    assert (held.returncode, held.stdout) == (0, f"unchanged: {digest}\n")
    assert "proves no more" in relinfra("evidence", "verify", bundle).stdout
    bundle.write_bytes(bundle.read_bytes().replace(b"1.14.0", b"1.14.1"))
    changed = relinfra("evidence", "verify", bundle, "--digest", digest, "--json")
    assert (changed.returncode, json.loads(changed.stdout)["ok"]) == (1, False)


def test_what_cannot_be_bundled_or_read_is_told(
    relinfra: Relinfra, synthesized: Callable[[str], Path], tmp_path: Path
) -> None:
    """A version, a digest, a bundle, a name: bad input; documents that are not there: the machine."""
    stacks = synthesized("minimal")
    _release(tmp_path)
    for arguments in (
        ("make", "v1", stacks),
        ("make", "9.9.9", stacks),
        ("make", "1.0.0", stacks, "--add", "../x=y"),
        ("verify", "none.tar"),
        ("verify", stacks / "manifest.json", "--digest", "6a1f"),
    ):
        assert relinfra("evidence", *arguments).returncode == 2
    assert relinfra("evidence", "make", "1.0.0", stacks, "--documents", "nowhere").returncode == 3
    assert relinfra("evidence", "verify", stacks / "manifest.json").returncode == 1
