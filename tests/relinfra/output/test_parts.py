"""Parts that parallel jobs make, and the whole that is merged of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml

import relinfra
from relinfra.api import write_reports
from relinfra.errors import OutputError, UsageError
from relinfra.matrix import Matrix
from relinfra.output.part import MANIFEST, manifest_text
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import merged

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 7, 1)
REPORTS = tuple(f"policy-report.{form}" for form in ("txt", "json", "sarif", "baseline"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def parts(matrix: Matrix, folder: Path, names: Iterable[str]) -> list[Path]:
    """Synthesize a part for each environment, as jobs would, and return their folders."""
    for name in names:
        relinfra.synth(matrix, folder / name / "cdktf.out", environments=[name])
    return [folder / name for name in names]


@pytest.fixture
def minimal(tmp_path: Path) -> Matrix:
    """Return the minimal matrix, of a folder where locks and ids may be written."""
    shutil.copytree(EXAMPLES / "minimal", tmp_path / "minimal", ignore=shutil.ignore_patterns("out"))
    return Matrix.load(tmp_path / "minimal" / "relinfra.yaml")


@pytest.mark.parametrize("order", [("staging", "production"), ("production", "staging")])
def test_merged_parts_are_the_bytes_of_one_run(
    synthesized: Callable[[str], Path], tmp_path: Path, order: tuple[str, ...]
) -> None:
    """In whatever order they are given; each has the stacks of its environment and no other."""
    shutil.copytree(EXAMPLES / "shop", tmp_path / "shop", ignore=shutil.ignore_patterns("out"))
    matrix = Matrix.load(tmp_path / "shop" / "relinfra.yaml")
    folders = parts(matrix, tmp_path, order)
    assert all("-staging-" in path.name for path in (tmp_path / "staging/cdktf.out/stacks").iterdir())
    assert relinfra.merge(folders, tmp_path / "out") == (tmp_path / "out" / "cdktf.out",)
    whole = tmp_path / "whole" / "cdktf.out"
    relinfra.synth(matrix, whole)
    assert bytes_of(tmp_path / "out" / "cdktf.out") == bytes_of(whole)


def test_stacks_of_no_environment_and_overrides_are_merged_too(tmp_path: Path) -> None:
    """The bootstrap is in every part; deviations come in the order of the matrix."""
    base = yaml.safe_load((EXAMPLES / "minimal" / "relinfra.yaml").read_text())
    override = {"overrides": {"network": {"aws_vpc.main": {"enable_dns_support": True}}}}
    more = {"bootstrap": {}, "environments": {"staging": override, "production": override}}
    (tmp_path / "relinfra.yaml").write_text(yaml.safe_dump(merged(base, more), sort_keys=False))
    matrix = Matrix.load(tmp_path / "relinfra.yaml")
    folders = parts(matrix, tmp_path, ("production", "staging"))
    relinfra.merge(folders, tmp_path / "out")
    relinfra.synth(matrix, tmp_path / "whole")
    assert bytes_of(tmp_path / "out" / "cdktf.out") == bytes_of(tmp_path / "whole")
    assert len(json.loads((tmp_path / "whole" / "relinfra.json").read_text())["deviations"]) > 1


def test_a_team_that_has_stacks_of_its_own_has_parts_too(tmp_path: Path) -> None:
    """Its app is run whole, and what belongs to another environment is left out."""
    folder = tmp_path / "team"
    shutil.copytree(EXAMPLES / "minimal", folder, ignore=shutil.ignore_patterns("out"))
    (folder / "main.py").write_text(
        "from relinfra import Matrix, ReleaseApp\n"
        "from relinfra.stacks import EnvironmentStack\n"
        "from relinfra_constructs import aws\n"
        "app = ReleaseApp(Matrix.load('relinfra.yaml'))\n"
        "for name, environment in app.environments.items():\n"
        "    own = EnvironmentStack(app, environment.scope, 'queues')\n"
        "    aws.SqsQueue(own, 'mails', name=f'{name}-mails', sqs_managed_sse_enabled=True)\n"
        "app.synth()\n"
    )
    matrix = Matrix.load(folder / "relinfra.yaml")
    for name in ("staging", "production"):
        relinfra.synth(matrix, tmp_path / name / "cdktf.out", repository=folder, environments=[name])
    assert (tmp_path / "staging/cdktf.out/stacks/hello-staging-queues").is_dir()
    assert not (tmp_path / "staging/cdktf.out/stacks/hello-production-queues").exists()
    relinfra.merge([tmp_path / "staging", tmp_path / "production"], tmp_path / "out")
    relinfra.synth(matrix, tmp_path / "whole", repository=folder)
    assert bytes_of(tmp_path / "out" / "cdktf.out") == bytes_of(tmp_path / "whole")


def test_reports_and_documents_of_the_whole_are_those_of_one_run(minimal: Matrix, tmp_path: Path) -> None:
    """Each part was checked alone; of the whole, the report is merged and the documents are written."""
    repository = Path(minimal.file).parent
    folders = parts(minimal, tmp_path, ("staging", "production"))
    for folder in folders:
        write_reports(relinfra.check(folder / "cdktf.out", today=TODAY), folder)
    assert len(relinfra.merge(folders, tmp_path / "out")) == 1 + len(REPORTS)
    whole = tmp_path / "whole"
    relinfra.synth(minimal, whole / "cdktf.out")
    write_reports(relinfra.check(whole / "cdktf.out", today=TODAY), whole)
    for folder in (tmp_path / "out", whole):
        relinfra.write_plan(folder / "cdktf.out", folder, repository=repository)
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_a_waiver_of_what_compares_environments_is_of_use_in_the_whole(tmp_path: Path) -> None:
    """No part asks such a policy: that the waiver accepts nothing there is no fault of it."""
    base = yaml.safe_load((EXAMPLES / "minimal" / "relinfra.yaml").read_text())
    waiver = {
        "policy": "CKV_RELINFRA_130",
        "resources": ["aws_ecs_service.web", "aws_appautoscaling_target.web"],
        "reason": "Staging is loaded more than production for a month",
        "owner": "platform-team",
        "since": TODAY,
        "expires": date(2026, 7, 31),
    }
    larger = {"staging": {"services": {"web": {"scaling": {"min": 9, "max": 90}}}}}
    more = {"waivers": [*base.get("waivers", ()), waiver], "environments": larger}
    (tmp_path / "relinfra.yaml").write_text(yaml.safe_dump(merged(base, more), sort_keys=False))
    folders = parts(Matrix.load(tmp_path / "relinfra.yaml"), tmp_path, ("staging", "production"))
    for folder in folders:
        write_reports(relinfra.check(folder / "cdktf.out", today=TODAY), folder)

    relinfra.merge(folders, tmp_path / "out")

    report = json.loads((tmp_path / "out" / "policy-report.json").read_text())
    assert report["waivers"]["faults"] == []
    assert {one["waiver"]["policy"] for rule in report["policies"] for one in rule["findings"] if one["waiver"]} >= {
        "CKV_RELINFRA_130"
    }


def test_a_whole_folder_is_checked_and_planned_in_part(minimal: Matrix, tmp_path: Path) -> None:
    """As the part itself is; the folder stays as it is."""
    whole, repository = tmp_path / "whole" / "cdktf.out", Path(minimal.file).parent
    relinfra.synth(minimal, whole)
    before = bytes_of(whole)
    (part,) = parts(minimal, tmp_path, ("staging",))
    of_part = relinfra.check(part / "cdktf.out", today=TODAY)
    assert relinfra.check(whole, today=TODAY, environments=["staging"]) == of_part
    (text, *_) = relinfra.write_plan(whole, tmp_path / "one", repository=repository, environments=["staging"])
    assert "hello-staging-web" in text.read_text()
    assert "hello-production-web" not in text.read_text()
    assert bytes_of(whole) == before


def test_a_part_keeps_what_is_locked_and_adds_nothing(minimal: Matrix, tmp_path: Path) -> None:
    """What another environment has is not lost by it."""
    lock = Path(minimal.file).with_name("relinfra.lock.json")
    before = lock.read_bytes() if lock.exists() else None
    made = relinfra.synth(minimal, tmp_path / "part", environments=["staging"], locked=before is not None)
    assert made.lock is None
    assert (lock.read_bytes() if lock.exists() else None) == before


def test_the_manifest_is_written_as_cdktf_writes_it(synthesized: Callable[[str], Path]) -> None:
    """To the byte, empty lists among it."""
    text = (synthesized("shop") / MANIFEST).read_text()
    assert manifest_text(json.loads(text)) == text


@pytest.mark.parametrize("name", ["stagng", "local"])
def test_an_unknown_environment_is_bad_input(synthesized: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    """Before anything is synthesized, and of a folder too; those that there are, are named."""
    matrix = Matrix.load(EXAMPLES / "shop" / "relinfra.yaml")
    with pytest.raises(UsageError, match=rf"--environment {name}: expected an environment on AWS"):
        relinfra.synth(matrix, tmp_path / "part", environments=[name])
    with pytest.raises(UsageError, match=rf"--environment {name}: expected .* with stacks in .*: production, staging"):
        relinfra.check(synthesized("shop"), environments=[name])


def edited(folder: Path) -> None:
    """Edit a stack of a part."""
    (folder / "cdktf.out/stacks/hello-staging-network/cdk.tf.json").write_text("{}")


def of_another(folder: Path) -> None:
    """Let a part be of another matrix."""
    path = folder / "cdktf.out/relinfra.json"
    body = json.loads(path.read_text())
    body["matrix"]["sha256"] = "0" * 64
    path.write_text(json.dumps(body))


def lists(name: str) -> Callable[[Path], object]:
    """Let the listing of a part name a file elsewhere, which `relinfra merge` would write there."""

    def change(folder: Path) -> None:
        declaration = folder / "cdktf.out" / "relinfra.json"
        body = json.loads(declaration.read_text())
        declaration.write_text(json.dumps({**body, "files": {**body["files"], name: "0" * 64}}))

    return change


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (edited, r"staging-network/cdk\.tf\.json: is not as it was synthesized"),
        (of_another, "matrix is another than in"),
        (lambda folder: (folder / "cdktf.out/relinfra.json").write_text("{"), "expected JSON, found something else"),
        (shutil.rmtree, "not found; run `relinfra synth` first"),
        (lists("../../victim"), "leads out of the folder"),
        (lists(""), "leads out of the folder"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    minimal: Matrix, tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    """Nothing is written then."""
    folders = parts(minimal, tmp_path, ("production", "staging"))
    spoil(folders[1])
    with pytest.raises(OutputError, match=message):
        relinfra.merge(folders, tmp_path / "out")
    assert not (tmp_path / "out" / "cdktf.out").exists()


def test_an_environment_in_no_part_is_named(minimal: Matrix, tmp_path: Path) -> None:
    """Half of the jobs are no whole, and neither is a whole a part."""
    folders = parts(minimal, tmp_path, ("production",))
    with pytest.raises(OutputError, match="staging: expected in one of the parts, found in none"):
        relinfra.merge(folders, tmp_path / "out")
    ReleaseApp(minimal, tmp_path / "whole").synth()
    with pytest.raises(OutputError, match="expected a part as `relinfra synth --environment` writes it, found a whole"):
        relinfra.merge([tmp_path / "whole"], tmp_path / "out")


def test_reports_of_other_days_are_refused(minimal: Matrix, tmp_path: Path) -> None:
    """Waivers are judged as of one day."""
    folders = parts(minimal, tmp_path, ("production", "staging"))
    report = relinfra.check(folders[0] / "cdktf.out", today=TODAY)
    write_reports(report, folders[0])
    text = (folders[0] / "policy-report.json").read_text()
    (folders[1] / "policy-report.json").write_text(text.replace("2026-07-01", "2026-07-02"))
    with pytest.raises(OutputError, match="today is another than in"):
        relinfra.merge(folders, tmp_path / "out")
    (folders[1] / "policy-report.json").write_text("[]")
    with pytest.raises(
        OutputError, match=r"policy-report\.json: expected a mapping, found a list; run `relinfra check"
    ):
        relinfra.merge(folders, tmp_path / "out")
