"""Renamed keys: names in AWS stay, addresses move, and Terraform destroys nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra.comparison import replaced_by
from relinfra.domain.versions_file import read_versions
from relinfra.matrix import Matrix
from relinfra.matrix.former import former_environment
from relinfra.stacks import ReleaseApp
from relinfra.stacks.formerly import moves
from relinfra_constructs.errors import ConstructError
from tests.relinfra.stacks.pairwise.matrices import matrices
from tests.relinfra.stacks.renaming import renamed
from tests.relinfra.stacks.test_examples import stacks_of
from tests.terraform import offline_provider, terraform

BASE = Path(__file__).parents[1] / "matrix" / "base.yaml"
COVERING = matrices()


@pytest.mark.parametrize("number", range(len(COVERING)))
def test_an_environment_before_its_keys_were_renamed_is_what_it_was(number: int) -> None:
    """Every reference is followed: to services, databases and buckets, in each region."""
    was, now = Matrix.parse(COVERING[number]), Matrix.parse(renamed(COVERING[number]))
    for name, environment in now.environments.items():
        former = was.environments[name]
        assert environment.target == "aws"
        assert former.target == "aws"
        assert former_environment(environment) == former_environment(former)


def test_addresses_are_paired_by_what_is_in_their_names() -> None:
    """Two keys in one name, one key that begins another, and a key that is a word of ours."""
    keys = {"site": "web", "backend": "api", "web_two": "main"}
    was = ("a.web", "a.web_5xx", "b.api_from_web", "c.main", "c.main_main", "d.web", "d.other", "data.x.web")
    now = (
        "a.site",
        "a.site_5xx",
        "b.backend_from_site",
        "c.web_two",
        "c.web_two_main",
        "d.site",
        "d.other",
        "data.x.web",
    )
    assert dict(moves(was, now, keys)) == dict(zip(was[:6], now[:6], strict=True))


@pytest.mark.parametrize(("was", "now"), [(("a.web",), ("a.page",)), (("a.web_site", "a.site_web"), ("a.site_site",))])
def test_an_address_without_exactly_one_former_one_is_refused(was: tuple[str, ...], now: tuple[str, ...]) -> None:
    """Nothing is moved on a guess."""
    with pytest.raises(ConstructError, match="expected one former address"):
        dict(moves(was, now, {"site": "web", "page": "x"}))


@pytest.mark.slow
def test_nothing_that_replaces_a_resource_changes_with_a_key(renamings: list[tuple[Path, Path]]) -> None:
    """Over half of the covering set, each resource has one successor, and keeps whatever would make another of it."""
    changed = [change for was, now in renamings for change in changes(was, now)]
    assert changed == [], "\n".join(changed)


@pytest.mark.slow
def test_nothing_in_aws_is_called_after_the_new_key(renamings: list[tuple[Path, Path]]) -> None:
    """Neither a name nor an ARN, in a pattern of events or a policy say, that nothing would answer to."""
    called = {
        f"{name}: {found}"
        for _, now in renamings
        for name, stack in stacks_of(now).items()
        for found in re.findall(r"[\w/:-]+-new-[\w-]+", json.dumps(stack))
    }
    assert called == set(), "\n".join(sorted(called))


def changes(was: Path, now: Path) -> Iterator[str]:
    """Yield resources without a successor, resources without a predecessor, and arguments that replace."""
    for file in sorted((was / "stacks").glob("*/cdk.tf.json")):
        stack = file.parent.name
        former, present = resources(file), resources(now / "stacks" / stack / "cdk.tf.json")
        steps = moves_of(now / "stacks" / stack)
        moved = {start: end(steps, start) for start in former}
        yield from (f"{stack}: {address} is gone" for address, last in moved.items() if last not in present)
        yield from (f"{stack}: {address} is new" for address in present.keys() - set(moved.values()))
        for address, last in moved.items():
            type_ = address.partition(".")[0]
            for argument in replaced_by(type_) if last in present else ():
                before, after = former[address].get(argument), present[last].get(argument)
                if before != after and "${" not in str(before):
                    yield f"{stack}: {address} {argument}: {before} is {after}"


def resources(file: Path) -> dict[str, dict[str, Any]]:
    """Return the resources of a stack by address."""
    types = json.loads(file.read_text()).get("resource", {})
    return {f"{type_}.{name}": body for type_, named in types.items() for name, body in named.items()}


def moves_of(stack: Path) -> dict[str, str]:
    """Return the `moved` blocks of a stack."""
    blocks = read_versions((stack / "versions.tf").read_text()).get("moved", [])
    steps = {block["from"]: block["to"] for block in blocks}
    assert len(set(steps.values())) == len(blocks), "Terraform takes one source for each address"
    return steps


def end(steps: dict[str, str], address: str) -> str:
    """Return where `moved` blocks lead an address."""
    while address in steps:
        address = steps[address]
    return address


STACKS = [f"shop-staging-{component}" for component in ("network", "data", "service", "observability")]


@pytest.fixture(scope="module")
def was(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the former stacks are synthesized and applied."""
    folder = tmp_path_factory.mktemp("formerly")
    ReleaseApp(Matrix.parse(BASE.read_bytes()), folder / "was").synth()
    with offline_provider() as environment:
        for name in STACKS:
            applied(folder, "was", name, environment)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("upgraded", [False, True], ids=["alone", "while a major version is upgraded"])
def test_terraform_moves_what_was_applied_and_destroys_nothing(was: Path, tmp_path: Path, upgraded: bool) -> None:
    """The former stacks are applied; of the present ones Terraform plans moves, and no destruction."""
    text = BASE.read_text()
    after = text.replace('version: "17"', 'version: "18"\n      upgrade_from: "17"') if upgraded else text
    shutil.copytree(was / "states", tmp_path / "states")
    ReleaseApp(Matrix.parse(renamed_base(after)), tmp_path / "now").synth()
    with offline_provider() as environment:
        plans = [applied(tmp_path, "now", name, environment) for name in STACKS]
    planned = [change for plan in plans for change in plan["resource_changes"]]
    assert [change["address"] for change in planned if "delete" in change["change"]["actions"]] == []
    made = {change["type"] for change in planned if change["change"]["actions"] == ["create"]}
    # The group of the new major version stands beside that of the former one.
    assert made == ({"aws_db_parameter_group"} if upgraded else set())
    assert sum("previous_address" in change for change in planned) > 40


def renamed_base(text: str) -> bytes:
    """Rename everything that lies under all environments."""
    edits = (
        ("    web:\n      image", "    site:\n      formerly: web\n      image"),
        ("      web:\n        domain", "      site:\n        domain"),
        ("database.main", "database.primary"),
        ("    main:\n", "    primary:\n      formerly: main\n"),
        ("        - assets\n", "        - media\n"),
        ("    assets:\n", "    media:\n      formerly: assets\n"),
    )
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def applied(folder: Path, output: str, stack: str, environment: dict[str, str]) -> dict[str, Any]:
    """Apply a stack onto the local state that is there, and return what was planned."""
    work = shutil.copytree(folder / output / "stacks" / stack, folder / "work" / output / stack)
    body = json.loads((work / "cdk.tf.json").read_text())
    reads = body.get("data", {}).get("terraform_remote_state", {})
    local = {
        name: {"backend": "local", "config": {"path": state(folder, one["config"])}} for name, one in reads.items()
    }
    backend = {"local": {"path": state(folder, {"key": f"shop/{stack}.tfstate"})}}
    override = {"terraform": {"backend": backend}, **({"data": {"terraform_remote_state": local}} if local else {})}
    (work / "local_override.tf.json").write_text(json.dumps(override))
    for command in (("init", "-input=false"), ("plan", "-input=false", "-out=it.tfplan"), ("apply", "it.tfplan")):
        run = terraform(work, environment, *command)
        assert run.returncode == 0, run.stdout + run.stderr
    shown = terraform(work, environment, "show", "-json", "it.tfplan")
    plan: dict[str, Any] = json.loads(shown.stdout)
    return plan


def state(folder: Path, config: dict[str, Any]) -> str:
    """Return where the local state of a stack lies."""
    return str(folder / "states" / Path(config["key"]).name)
