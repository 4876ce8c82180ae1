"""Container repositories: made where the images of services lie, for as long as a release may come back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import Facts, Repository, collect_facts, read_output, value_of
from relinfra.matrix import Matrix
from relinfra.policy.checking import check
from relinfra.policy.finding import Status
from relinfra.stacks import ReleaseApp
from tests.relinfra.stacks.test_bootstrap import shop
from tests.support import addresses, assert_golden, terraform_applies

GOLDEN = Path(__file__).parents[2] / "golden/bootstrap/images.txt"
STACK, OTHER = "shop-bootstrap-111111111111", "shop-bootstrap-222222222222"
HOME = "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web"
ACCOUNT = "arn:aws:iam::222222222222:root"


def bootstrapped(matrix: Matrix, folder: Path) -> dict[str, Any]:
    """Return the bootstrap stacks alone, by name."""
    app = ReleaseApp(matrix, folder / "cdktf.out", environments=())
    app.synth()
    files = (app.output / "stacks").glob("*/cdk.tf.json")
    return {file.parent.name: json.loads(file.read_text()) for file in sorted(files)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shop's bootstrap with repositories lies."""
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def stacks(folder: Path) -> dict[str, Any]:
    """Its stacks."""
    return bootstrapped(shop("bootstrap: {images: {scanning: enhanced, pushers: [acme/web]}}"), folder)


@pytest.fixture(scope="module")
def facts(folder: Path, stacks: dict[str, Any]) -> Facts:
    """What is known of them."""
    return collect_facts(read_output(folder / "cdktf.out"), Repository(folder))


def made(stacks: dict[str, Any], address: str, stack: str = STACK) -> dict[str, Any]:
    """Return the arguments of a resource."""
    kind, _, name = address.partition(".")
    return stacks[stack]["resource"][kind][name]  # type: ignore[no-any-return]


def test_the_addresses_are_as_golden(stacks: dict[str, Any]) -> None:
    """An account that no image lies in gets no repository."""
    assert_golden(GOLDEN, [one for one in addresses(stacks[STACK]) if "images" in one or "ecr" in one])
    assert "ecr" not in json.dumps(list(stacks[OTHER]["resource"]))


@pytest.mark.parametrize(("name", "region"), [("shop_web", None), ("shop_web_us_west_2", "us-west-2")])
def test_a_tag_is_given_once_and_terraform_destroys_no_image(
    name: str, region: str | None, stacks: dict[str, Any]
) -> None:
    """The copy in the recovery region is guarded as what it is a copy of: there it is all that is left."""
    repository = made(stacks, f"aws_ecr_repository.{name}")
    assert repository["image_tag_mutability"] == "IMMUTABLE"
    assert repository["lifecycle"] == {"prevent_destroy": True}
    assert repository["image_scanning_configuration"] == {"scan_on_push": True}
    assert repository["encryption_configuration"]["encryption_type"] == "KMS"
    assert repository.get("region") == region
    cycle = json.loads(made(stacks, f"aws_ecr_lifecycle_policy.{name}")["policy"])
    chosen = [(one["selection"].get("tagPatternList"), one["selection"]["countNumber"]) for one in cycle["rules"]]
    assert chosen == [(["production-*"], 50), (["staging-*"], 50), (["*"], 90), (None, 7)]
    assert "any" not in {one["selection"]["tagStatus"] for one in cycle["rules"]}


def test_the_other_account_pulls_with_the_roles_that_start_its_tasks(stacks: dict[str, Any]) -> None:
    """Nobody else of it, nobody of any other account, and nothing but pulling."""
    (pull,) = json.loads(made(stacks, "aws_ecr_repository_policy.shop_web")["policy"])["Statement"]
    assert pull["Principal"] == {"AWS": [ACCOUNT]}
    assert pull["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::222222222222:role/shop-production-*-execution"]}
    }
    assert not [action for action in pull["Action"] if not action.startswith(("ecr:Batch", "ecr:GetDownload"))]


def test_images_are_copied_where_a_lost_region_is_recovered(stacks: dict[str, Any]) -> None:
    """To a repository that waits there, and was not left to AWS to make without its settings."""
    rules = made(stacks, "aws_ecr_replication_configuration.images")["replication_configuration"]["rule"]
    assert rules == [
        {
            "destination": {"region": "us-west-2", "registry_id": "111111111111"},
            "repository_filter": [{"filter": "shop/web", "filter_type": "PREFIX_MATCH"}],
        }
    ]


def test_runs_of_named_repositories_push_and_take_nothing_away(stacks: dict[str, Any]) -> None:
    """From the GitHub environment `images`; a release can neither remove an image nor open a repository."""
    trusted = json.loads(made(stacks, "aws_iam_role.images_push")["assume_role_policy"])["Statement"]
    subjects = [one["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"] for one in trusted]
    assert subjects == ["repo:acme/shop:environment:images", "repo:acme/web:environment:images"]
    granted = made(stacks, "aws_iam_role_policy.images_push")["policy"]
    assert "Delete" not in granted
    assert "Lifecycle" not in granted
    assert "SetRepositoryPolicy" not in granted
    limits = json.loads(made(stacks, "aws_iam_policy.staging_limits")["policy"])["Statement"]
    (refused,) = [one for one in limits if one["Sid"] == "DenyImages"]
    assert refused["Resource"] == [
        f"arn:aws:ecr:{region}:111111111111:repository/shop/web" for region in ("us-east-1", "us-west-2")
    ]
    assert {"ecr:BatchDeleteImage", "ecr:Delete*", "ecr:PutLifecyclePolicy"} <= set(refused["Action"])


def test_an_image_of_the_regions_own_registry_needs_no_copy_elsewhere(tmp_path: Path) -> None:
    """What lies in a region that is not lost with the environment's stays where it is."""
    text = (Path(__file__).parents[3] / "examples/shop/relinfra.yaml").read_text()
    stacks = bootstrapped(
        shop("bootstrap: {images: {}}", text.replace(HOME, HOME.replace("us-east-1", "eu-west-1"))), tmp_path
    )
    assert made(stacks, "aws_ecr_repository.shop_web_eu_west_1")["region"] == "eu-west-1"
    assert "aws_ecr_replication_configuration" not in stacks[STACK]["resource"]


def test_facts_are_read_back(facts: Facts) -> None:
    """Of both repositories, each by its own registry."""
    (account,) = (one for one in facts.project.accounts if one.repositories)
    home, copy = account.repositories
    for one, region in ((home, "us-east-1"), (copy, "us-west-2")):
        assert value_of(one.name) == "shop/web"
        assert value_of(one.region) == region
        assert value_of(one.scanning) == "ENHANCED"
        assert value_of(one.deployed_tags) == ("production-*", "staging-*")
        assert (value_of(one.kept_images), value_of(one.other_days)) == (50, 90)
        assert value_of(one.pulled_from) == ("222222222222",)
    assert value_of(home.copied_to) == ("us-west-2",)
    assert copy.copied_to is None


def test_no_policy_finds_anything_of_them(folder: Path, stacks: dict[str, Any]) -> None:
    """Checkov's own and ours, without a waiver."""
    report = check(folder / "cdktf.out", today=date(2026, 11, 21))
    found = [one for one in report.findings if "ecr" in one.address or "images" in one.address]
    assert {one.policy for one in found} >= {"CKV_AWS_51", "CKV_AWS_136", "CKV_AWS_163", "CKV_RELINFRA_205"}
    assert [one for one in found if one.status is not Status.PASSED] == []
    assert stacks


@pytest.mark.slow
def test_terraform_applies_them(folder: Path, stacks: dict[str, Any]) -> None:
    """And plans nothing afterwards."""
    assert stacks
    terraform_applies(folder / "cdktf.out")
