from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra import LockError, synth
from relinfra.api import validate
from relinfra.errors import UsageError
from relinfra.lockfile import forget, move
from relinfra.matrix import Matrix
from tests.relinfra.lockfile.changes import BASE, CHANGES, NO_DATABASE, RENAMED_ENVIRONMENT, Change

EXAMPLES = Path(__file__).parents[3] / "examples"

Edited = Callable[..., Path]


def refused(matrix: Path) -> LockError:
    """Return what the synthesis of a matrix is refused with."""
    with pytest.raises(LockError) as caught:
        synth(Matrix.load(matrix), matrix.parent / "out")
    return caught.value


def lock_of(matrix: Path) -> dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]:
    """Return the stacks of the lock beside a matrix."""
    found: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]
    found = json.loads(matrix.with_suffix(".lock.json").read_text())["stacks"]
    return found


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_the_lock_of_an_example_is_current(example: str, tmp_path: Path) -> None:
    """It is checked in, and a locked synthesis finds nothing to add."""
    for name in ("relinfra.yaml", "relinfra.lock.json"):
        shutil.copy(EXAMPLES / example / name, tmp_path)
    synth(Matrix.load(tmp_path / "relinfra.yaml"), tmp_path / "out", locked=True)
    text = (tmp_path / "relinfra.lock.json").read_text()
    assert text == (EXAMPLES / example / "relinfra.lock.json").read_text()


def test_a_second_synthesis_leaves_the_lock_alone(edited: Edited) -> None:
    """Nothing is gained, also where somebody laid the file out anew."""
    matrix = edited()
    lock = matrix.with_suffix(".lock.json")
    lock.write_text(json.dumps(json.loads(lock.read_text())))
    before = lock.read_bytes()
    made = synth(Matrix.load(matrix), matrix.parent / "out", locked=True)
    assert made.lock is not None
    assert made.lock.gained == ()
    assert lock.read_bytes() == before


def test_what_is_new_is_added_in_silence_and_refused_where_it_is_locked(edited: Edited) -> None:
    """CI never writes a lock; it says which command does."""
    matrix = edited(("    assets:\n", "    reports: {}\n    assets:\n"))
    with pytest.raises(LockError, match=r"reports not locked. Run `relinfra synth` without --locked"):
        synth(Matrix.load(matrix), matrix.parent / "out", locked=True)
    assert not (matrix.parent / "out").exists()
    made = synth(Matrix.load(matrix), matrix.parent / "out")
    assert made.lock is not None
    assert "shop-staging-data aws_s3_bucket.reports" in made.lock.gained
    assert "aws_s3_bucket.reports" in lock_of(matrix)["shop-staging-data"]["resources"]
    synth(Matrix.load(matrix), matrix.parent / "out", locked=True)


def test_without_a_lock_a_locked_synthesis_says_how_to_get_one(edited: Edited) -> None:
    """As after an upgrade of relinfra."""
    matrix = edited()
    matrix.with_suffix(".lock.json").unlink()
    with pytest.raises(LockError, match="found no lock"):
        synth(Matrix.load(matrix), matrix.parent / "out", locked=True)


def test_a_matrix_that_is_no_file_has_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock lies beside a file; nothing is written where there is none."""
    monkeypatch.chdir(tmp_path)
    assert synth(Matrix.parse((EXAMPLES / "minimal" / "relinfra.yaml").read_bytes()), tmp_path / "out").lock is None
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("change", CHANGES, ids=[change.name for change in CHANGES])
def test_what_would_be_lost_is_refused_with_place_loss_and_remedy(change: Change, edited: Edited) -> None:
    """Neither stacks nor lock are written; where the matrix alone tells, `validate` tells too."""
    matrix = edited(*change.edits)
    before = matrix.with_suffix(".lock.json").read_bytes()
    error = refused(matrix)
    text = "\n".join((str(error), *error.procedure))
    assert [said for said in change.said if said not in text] == [], text
    assert not (matrix.parent / "out").exists()
    assert matrix.with_suffix(".lock.json").read_bytes() == before
    if change.foreseen:
        with pytest.raises(LockError) as foretold:
            validate(matrix)
        text = "\n".join((str(foretold.value), *foretold.value.procedure))
        assert [said for said in change.said if said not in text] == [], text
    else:
        validate(matrix)


def test_every_change_that_loses_nothing_passes(edited: Edited) -> None:
    """Size, storage, days, tasks, tags, another strategy, a pinned minor version: nothing is asked of anybody."""
    matrix = edited(
        ("class: db.t4g.medium", "class: db.r7g.large"),
        ("storage_gib: 50", "storage_gib: 80"),
        ('version: "17"', 'version: "17.4"'),
        ("log_retention_days: 30", "log_retention_days: 60"),
        ("cost-center: payments", "cost-center: sales"),
        ("max: 6", "max: 9"),
    )
    validate(matrix)
    synth(Matrix.load(matrix), matrix.parent / "out", locked=True)


def test_a_declared_upgrade_passes_and_is_locked(edited: Edited) -> None:
    """`upgrade_from` is what a review sees; the lock then has the new major version, and holds it."""
    upgrade = (('version: "17"', 'version: "18"\n      upgrade_from: "17"'),)
    matrix = edited(*upgrade)
    validate(matrix)
    synth(Matrix.load(matrix), matrix.parent / "out")
    assert lock_of(matrix)["shop-staging-data"]["resources"]["aws_db_instance.main"]["major_version"] == "18"
    matrix.write_text(matrix.read_text().replace('\n      upgrade_from: "17"', ""))
    synth(Matrix.load(matrix), matrix.parent / "out", locked=True)


def test_a_renamed_key_that_says_its_former_one_moves_in_the_lock(edited: Edited) -> None:
    """Addresses are new, names in AWS are not; without the line, or with another, it is refused."""
    renamed = (("        - assets\n", "        - media\n"), ("    assets:\n", "    media:\n      formerly: assets\n"))
    matrix = edited(*renamed)
    validate(matrix)
    with pytest.raises(LockError, match="media not locked"):
        synth(Matrix.load(matrix), matrix.parent / "out", locked=True)
    synth(Matrix.load(matrix), matrix.parent / "out")
    held = lock_of(matrix)["shop-staging-data"]["resources"]
    assert "aws_s3_bucket.assets" not in held
    assert held["aws_s3_bucket.media"]["bucket"] == "shop-staging-assets-111111111111"
    validate(matrix)
    matrix.write_text(matrix.read_text().replace("      formerly: assets\n", ""))
    with pytest.raises(LockError, match="becomes `shop-staging-media-111111111111` instead of `shop-staging-assets"):
        validate(matrix)
    assert "instead of `shop-staging-assets" in str(refused(matrix))


def test_an_upgrade_from_another_version_than_is_locked_is_told(edited: Edited) -> None:
    """The parameter group that would stay is of a version that nobody has."""
    matrix = edited(('version: "17"', 'version: "18"\n      upgrade_from: "16"'))
    with pytest.raises(LockError, match='`upgrade_from: "17"` beside it'):
        validate(matrix)


def test_what_is_let_go_by_name_and_reason_may_go_once(edited: Edited) -> None:
    """The lock keeps the reason for whoever reviews it; a new one under the same name is locked again."""
    matrix = edited(*NO_DATABASE)
    for stack in ("shop-staging-data", "shop-production-data"):
        groups = ("aws_cloudwatch_log_group.main_postgresql", "aws_cloudwatch_log_group.main_upgrade")
        forget(matrix, stack, ("aws_db_instance.main", *groups), "moved to another team")
    synth(Matrix.load(matrix), matrix.parent / "out")
    kept = json.loads(matrix.with_suffix(".lock.json").read_text())
    assert "aws_db_instance.main" not in kept["stacks"]["shop-staging-data"]["resources"]
    assert {
        "stack": "shop-staging-data", "address": "aws_db_instance.main", "reason": "moved to another team"
    } in kept["forgotten"]  # fmt: skip
    matrix.write_text(BASE)
    synth(Matrix.load(matrix), matrix.parent / "out")
    matrix.write_text(edited(*NO_DATABASE).read_text())
    refused(matrix)


def test_an_environment_is_let_go_by_a_pattern(edited: Edited) -> None:
    """Every stack of it, with one reason."""
    matrix = edited(
        ('  staging:\n    account: "111111111111"\n', ""), ("local, staging,", "local,"), ("[staging]", "[production]")
    )
    forget(matrix, "shop-staging-*", (), "the load tests are over")
    synth(Matrix.load(matrix), matrix.parent / "out")
    assert [name for name in lock_of(matrix) if "staging" in name] == []


@pytest.mark.parametrize(
    ("stack", "addresses", "reason", "said"),
    [
        ("shop-staging-dat", (), "x", "did you mean `shop-staging-data`"),
        ("shop-staging-data", ("aws_db_instance.man",), "x", "did you mean `aws_db_instance.main`"),
        ("shop-staging-data", (), " ", "expected why it may go"),
    ],
)
def test_only_what_is_locked_is_let_go(
    stack: str, addresses: tuple[str, ...], reason: str, said: str, edited: Edited
) -> None:
    """A name that is wrong is told with the nearest, and nothing is written."""
    with pytest.raises(UsageError, match=said):
        forget(edited(), stack, addresses, reason)


def test_after_states_were_moved_only_names_are_left_to_decide(edited: Edited) -> None:
    """The lock of a renamed environment asks for the states that its stacks have, and still knows the names in AWS."""
    matrix = edited(*RENAMED_ENVIRONMENT)
    assert move(matrix, "shop-staging", "shop-stage") == tuple(
        f"shop-staging-{component}" for component in ("data", "network", "observability", "service")
    )
    error = refused(matrix)
    assert error.procedure == ()
    assert "since `bucket` becomes `shop-stage-assets-111111111111` instead of `shop-staging-assets" in str(error)


def test_states_in_another_bucket_are_moved_by_its_name(edited: Edited) -> None:
    """Then the same matrix passes."""
    matrix = edited(("bucket: acme-shop-tfstate", "bucket: acme-states"))
    assert len(move(matrix, "s3://acme-shop-tfstate", "s3://acme-states")) == 9
    synth(Matrix.load(matrix), matrix.parent / "out", locked=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"project": "shop"', '"project": 3', "relinfra.lock.json:3:14: project: expected text"),
        ('"stacks"', '"stack"', "relinfra.lock.json:5:3: stack: expected a known key"),
        ("{", "", "relinfra.lock.json:3:20: expected YAML"),
    ],
)
def test_a_lock_that_was_broken_by_hand_is_told_with_its_line(old: str, new: str, said: str, edited: Edited) -> None:
    """As a merge conflict that nobody resolved."""
    matrix = edited()
    lock = matrix.with_suffix(".lock.json")
    lock.write_text(lock.read_text().replace(old, new, 1))
    assert said in str(refused(matrix))


def test_what_another_relinfra_or_another_key_locked_is_told(edited: Edited) -> None:
    """A type that only another version knows holds data, and what was renamed and is made anew has its new name."""
    renamed = (("        - assets\n", "        - media\n"), ("    assets:\n", "    media:\n      formerly: assets\n"))
    matrix = edited(*renamed)
    lock = matrix.with_suffix(".lock.json")
    body = json.loads(lock.read_text())
    held = body["stacks"]["shop-staging-data"]["resources"]
    held["aws_s3_bucket.assets"]["bucket"] = "another"
    held["aws_future_store.orders"] = {"name": "orders"}
    lock.write_text(json.dumps(body))
    said = str(refused(matrix))
    assert "`aws_future_store.orders` of shop-staging-data would be destroyed, and the data in it with it" in said
    assert "`aws_s3_bucket.media` of shop-staging-data would be destroyed and made anew, empty, since `bucket`" in said
