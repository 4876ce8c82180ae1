"""What a change affects."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import relinfra
from relinfra.errors import UsageError
from relinfra.evidence import Output, read_output
from relinfra.review.affected import Affected, AffectedStack, affected_by, everything_affected
from relinfra.review.affected_rendering import AFFECTED_FORMATS, render_affected
from relinfra.review.finding_affected import affected_against, affected_since
from relinfra.review.jobs import JOBS
from tests.relinfra.comparison.support import edited, put
from tests.support import assert_golden

if TYPE_CHECKING:
    from conftest import Team

GOLDEN = Path(__file__).with_name("golden")
PINS = "relinfra==0.1.0\n"


@pytest.fixture(scope="module")
def shop(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


def reasons(affected: Affected) -> dict[str, str]:
    """Return the reason of each affected stack."""
    return {one.name: one.reason for one in affected.stacks}


def test_what_is_alike_affects_nothing(shop: Output) -> None:
    """Neither a stack nor an environment."""
    assert affected_by(shop, shop) == Affected(())
    assert render_affected(Affected(()), "github") == (
        'any=false\nenvironments={"include":[]}\nstacks={"include":[]}\n'
    )


def test_who_reads_from_what_differs_is_affected(shop: Output) -> None:
    """Also at second hand, and nobody else; each stack comes after those it depends on."""
    vpc = ("aws_vpc", "main", "enable_dns_support")
    present = edited(shop, "shop-staging-network", lambda resources: put(resources, vpc, value=False))
    found = affected_by(shop, present)
    assert reasons(found) == {
        "shop-staging-network": "differs",
        "shop-staging-data": "depends",
        "shop-staging-service": "depends",
        "shop-staging-observability": "depends",
    }
    order = [one.name for one in found.stacks]
    assert order.index("shop-staging-network") < order.index("shop-staging-service")
    assert order.index("shop-staging-service") < order.index("shop-staging-observability")
    assert found.environments == ("staging",)


def test_a_state_that_is_read_is_a_dependency(shop: Output) -> None:
    """Whatever cdktf's manifest says: who reads a state is affected by what writes it."""
    loose = replace(shop, stacks={name: replace(one, dependencies=()) for name, one in shop.stacks.items()})
    present = edited(loose, "shop-staging-data", lambda resources: put(resources, ("aws_kms_key", "data", "tags"), {}))
    assert reasons(affected_by(loose, present))["shop-staging-service"] == "depends"


def test_what_came_and_went_is_told_apart(shop: Output) -> None:
    """A new stack is affected, one that is gone cannot be."""
    name = "shop-production-recovery"
    less = replace(shop, stacks={key: one for key, one in shop.stacks.items() if key != name})
    assert reasons(affected_by(less, shop)) == {name: "new"}
    assert affected_by(shop, less) == Affected((), (name,))


@pytest.mark.parametrize("form", AFFECTED_FORMATS)
def test_golden_what_is_affected_is_told(shop: Output, form: str) -> None:
    """For people, programs and GitHub."""
    cluster = ("aws_ecs_cluster", "main", "setting")
    present = edited(shop, "shop-production-service", lambda resources: put(resources, cluster, []))
    less = {key: one for key, one in present.stacks.items() if key != "shop-staging-observability"}
    text = render_affected(affected_by(shop, replace(present, stacks=less)), form)
    assert_golden(GOLDEN / f"affected.{form}", text.splitlines())


def test_matrices_keep_the_limit_of_github() -> None:
    """Jobs hold several stacks in their order, never of two environments, until there are few enough."""
    stacks = [
        AffectedStack(f"{region}-{environment}-{index}", environment, region, "1", "service", "differs")
        for environment in ("staging", "production")
        for region in ("eu-west-1", "us-east-1")
        for index in range(150)
    ]
    lines = dict(line.split("=", 1) for line in render_affected(Affected(tuple(stacks)), "github").splitlines())
    jobs = json.loads(lines["stacks"])["include"]
    assert len(jobs) <= JOBS
    assert [name for job in jobs for name in job["stacks"].split()] == [one.name for one in stacks]
    assert all(
        name.startswith(f"{job['region']}-{job['environment']}-") for job in jobs for name in job["stacks"].split()
    )
    many = [replace(stacks[0], environment=f"e{index}") for index in range(JOBS + 1)]
    with pytest.raises(UsageError, match="257 jobs are more than the 256 of a matrix"):
        render_affected(Affected(tuple(many)), "github")


def test_two_folders_are_compared(synthesized: Callable[[str], Path]) -> None:
    """What one folder has and another has not is new, and the other way round gone."""
    shop, hello = synthesized("shop"), synthesized("minimal")
    found = affected_against(shop, hello)
    assert set(reasons(found).values()) == {"new"}
    assert len(found.gone) == len(read_output(shop).stacks)


def test_either_a_folder_or_a_revision_is_asked_for(synthesized: Callable[[str], Path]) -> None:
    """None and both are bad input."""
    folder = synthesized("minimal")
    for arguments in ({}, {"against": folder, "base": "HEAD"}):
        with pytest.raises(UsageError, match="expected one of --against FOLDER and --base REVISION"):
            relinfra.affected(folder, **arguments)


def test_the_working_tree_is_compared_with_a_revision(team: Team) -> None:
    """A change in one environment affects that one."""
    assert affected_since("HEAD", team.matrix).stacks == ()
    team.change('    account: "333333333333"\n', '    account: "333333333333"\n    tags: {team: web}\n')
    found = affected_since("HEAD", team.matrix)
    assert found.environments == ("staging",)
    assert found.why_all == ""


def test_comments_of_a_lock_pin_nothing(team: Team) -> None:
    """Where only they differ, both are synthesized by the versions that run."""
    (team.folder / "requirements.txt").write_text((team.folder / "requirements.txt").read_text() + "# a word\n\n")
    assert affected_since("HEAD", team.matrix) == Affected(())


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("requirements.txt", "no-such-package-of-anybody==1\n", "which cannot be installed: ERROR: No matching"),
        ("uv.lock", "version = 1\n", "pip does not install from uv.lock"),
        ("requirements/build.lock", "", "requirements/build.lock is not in it"),
    ],
)
def test_versions_that_cannot_be_installed_affect_everything(
    team: Team, monkeypatch: pytest.MonkeyPatch, file: str, text: str, why: str
) -> None:
    """Nobody knows what the other versions would have synthesized; the reason names the file."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = team.folder / file
    if text:
        path.write_text(text)
        team.commit("pinned")
    path.parent.mkdir(exist_ok=True)
    path.write_text(PINS)
    found = affected_since("HEAD", team.matrix)
    assert set(reasons(found).values()) == {"unknown"}
    assert found.environments == ("staging", "production")
    assert file in found.why_all
    assert why in found.why_all
    assert "every stack is affected: " in render_affected(found, "table")


def test_nothing_is_installed_where_that_is_not_wanted(team: Team) -> None:
    """Every stack is affected, at once."""
    (team.folder / "requirements.txt").write_text("other==1\n")
    found = affected_since("HEAD", team.matrix, install=False)
    assert "are not to be installed" in found.why_all


def test_a_revision_is_synthesized_by_what_it_pinned(
    team: Team, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, synthesized: Callable[[str], Path]
) -> None:
    """Here by a relinfra that has the stacks of the shop for everything."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    program = (
        f"import shutil, sys\nshutil.copytree({str(synthesized('shop'))!r}, sys.argv[sys.argv.index('--out') + 1])\n"
    )
    with zipfile.ZipFile(wheels / "relinfra-9.9.9-py3-none-any.whl", "w") as wheel:
        info = "relinfra-9.9.9.dist-info"
        wheel.writestr("relinfra/__init__.py", "")
        wheel.writestr("relinfra/__main__.py", program)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: relinfra\nVersion: 9.9.9\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    (team.folder / "requirements.txt").write_text("relinfra==9.9.9\n")
    team.commit("another version")
    (team.folder / "requirements.txt").write_text(PINS)
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(wheels)), ("PYTHONPATH", "")):
        monkeypatch.setenv(name, value)
    found = affected_since("HEAD", team.matrix)
    assert found.why_all == ""
    assert set(reasons(found).values()) == {"new"}
    assert "shop-production-data" in found.gone


def test_a_revision_that_is_broken_stops_nobody_who_mends_it(team: Team) -> None:
    """Every stack is affected, and the reason is what the revision fails with."""
    team.change("version: 1", "version: 7")
    team.commit("broken")
    team.change("version: 7", "version: 1")
    found = affected_since("HEAD", team.matrix)
    assert "revision HEAD cannot be synthesized by this relinfra: infra/relinfra.yaml:2:" in found.why_all
    assert set(reasons(found).values()) == {"unknown"}
    with pytest.raises(UsageError, match="HEADD: expected a revision"):
        affected_since("HEADD", team.matrix)


def test_everything_is_in_order_too(shop: Output) -> None:
    """Each stack after those it depends on, whatever the reason."""
    order = [one.name for one in everything_affected(shop, "nobody knows").stacks]
    assert sorted(order) == sorted(shop.stacks)
    assert all(
        order.index(one) < order.index(name) for name, stack in shop.stacks.items() for one in stack.dependencies
    )
