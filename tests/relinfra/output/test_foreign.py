from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.output import ForeignFile, foreign_files
from tests.relinfra.output.folders import manifest, synthesize, write

STACK = "stacks/web"


@pytest.mark.parametrize(
    "name",
    [
        "x.tf",
        "override.tf",
        "late_override.tf.json",
        "cdk_override.tf",
        "other.tf.json",
        ".hidden.auto.tfvars",
        "x.auto.tfvars.json",
        "terraform.tfvars",
        "terraform.tfvars.json",
        "x.tofu",
        "x.tofu.json",
        "terraform.tfstate.tf",
        "crash.1.log.tf.json",
        "assets/module/late.tf",
        "../unknown/cdk.tf.json",
        "../../x.tf",
    ],
)
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "of the version before"])
def test_what_terraform_would_apply_is_named(tmp_path: Path, name: str, listed: bool) -> None:
    """Whatever it reads without being told to, by the names Terraform and OpenTofu have for it."""
    if listed:
        synthesize(tmp_path, "{}", "web")
    else:
        write(tmp_path, {"manifest.json": manifest("web"), "relinfra.json": '{"version": 1, "project": "shop"}'})
        if name.startswith("assets/"):
            pytest.skip("only a listing knows the files of assets")
    write(tmp_path, {f"{STACK}/cdk.tf.json": "{}"})
    assert foreign_files(tmp_path) == ()
    path = tmp_path / STACK / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    (found,) = foreign_files(tmp_path)
    assert found == ForeignFile(path.resolve().relative_to(tmp_path.resolve()).as_posix(), "unlisted")
    assert str(found).startswith(f"{found.path}: was not written by synth, and Terraform would apply it; remove it")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("moved.tf", "# renamed\nmoved {\n  from = aws_s3_bucket.a\n  to = aws_s3_bucket.b\n}\n"),
        ("import.tf", 'import {\n  to = aws_s3_bucket.a\n  id = "a"\n}\n'),
        ("removed.tf", "removed {\n  from = aws_s3_bucket.a\n}\n"),
        ("more.tf.json", '{"moved": [{"from": "aws_s3_bucket.a", "to": "aws_s3_bucket.b"}]}'),
    ],
)
def test_blocks_that_change_the_state_have_commands_instead(tmp_path: Path, name: str, text: str) -> None:
    """No override could hold them."""
    synthesize(tmp_path, "{}", "web")
    write(tmp_path, {f"{STACK}/{name}": text})
    (found,) = foreign_files(tmp_path)
    assert "`terraform state mv`, `terraform import` or `terraform state rm`" in str(found)
    assert "override" not in str(found)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "release.tfplan",
        "terraform.tfstate",
        ".terraform/modules/vpc/main.tf",
        ".terraform.lock.hcl",
        "production.tfvars",
        "x.tf.orig",
    ],
)
def test_what_terraform_does_not_apply_is_let_alone(tmp_path: Path, name: str) -> None:
    """Notes, and what Terraform itself left."""
    synthesize(tmp_path, "{}", "web")
    write(tmp_path, {f"{STACK}/{name}": "x"})
    assert foreign_files(tmp_path) == ()


def test_what_synth_wrote_must_be_as_it_wrote_it(tmp_path: Path) -> None:
    """An edited file and one that is gone are named, each with what to do."""
    synthesize(tmp_path, "{}", "web", "api")
    (tmp_path / STACK / "cdk.tf.json").write_text("{ }")
    (tmp_path / "stacks/api/cdk.tf.json").unlink()
    assert [(one.path, one.kind) for one in foreign_files(tmp_path)] == [
        ("stacks/api/cdk.tf.json", "missing"),
        ("stacks/web/cdk.tf.json", "edited"),
    ]
    assert all("synthesize again" in str(one) for one in foreign_files(tmp_path))
