"""The bootstrap stacks: asked for by a section of the matrix, and absent without it."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.pipeline import stages, workflow
from relinfra.policy.checking import check
from relinfra.policy.finding import Status
from relinfra.policy.report import Report
from relinfra.stacks import ReleaseApp
from tests.support import addresses, assert_golden, terraform_applies, terraform_plans

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests/golden/bootstrap"
SHOP = (ROOT / "examples/shop/relinfra.yaml").read_text()
TODAY = date(2026, 11, 21)
STATE_STACK, OTHER_STACK = "shop-bootstrap-222222222222", "shop-bootstrap-111111111111"


def shop(section: str = "bootstrap: {}", text: str = SHOP) -> Matrix:
    """Return the matrix of examples/shop with a section more."""
    return Matrix.parse(text.replace("\ndefaults:\n", f"\n{section}\n\ndefaults:\n", 1).encode())


def synth(matrix: Matrix, folder: Path) -> dict[str, Any]:
    """Return the Terraform of every stack by name."""
    app = ReleaseApp(matrix, folder / "cdktf.out")
    app.synth()
    files = (app.output / "stacks").glob("*/cdk.tf.json")
    return {file.parent.name: json.loads(file.read_text()) for file in sorted(files)}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of examples/shop with a bootstrap."""
    folder = tmp_path_factory.mktemp("bootstrap")
    synth(shop(), folder)
    return folder / "cdktf.out"


@pytest.fixture(scope="module")
def stacks(output: Path) -> dict[str, Any]:
    """Its stacks."""
    files = (output / "stacks").glob("*/cdk.tf.json")
    return {file.parent.name: json.loads(file.read_text()) for file in sorted(files)}


def test_each_account_has_one_stack_and_no_environment_knows_it(output: Path, stacks: dict[str, Any]) -> None:
    """The pipeline applies the stacks of environments, and must not apply those that say what it may do."""
    assert {name for name in stacks if "bootstrap" in name} == {STATE_STACK, OTHER_STACK}
    declared = json.loads((output / "relinfra.json").read_text())
    assert "bootstrap" not in json.dumps(declared["environments"])


@pytest.mark.parametrize("name", [STATE_STACK, OTHER_STACK])
def test_the_bootstrap_is_as_golden(name: str, stacks: dict[str, Any]) -> None:
    """Addresses are public interface, and policies are read in review."""
    text = json.dumps(_without_comments(stacks[name]), indent=2, sort_keys=True)
    assert_golden(GOLDEN / f"{name}.json", text.splitlines())


def test_the_roles_are_those_that_the_workflow_assumes(stacks: dict[str, Any]) -> None:
    """By name, by the GitHub environment they trust, and for as long as the job may take."""
    found = {
        role["name"]: role
        for stack in (STATE_STACK, OTHER_STACK)
        for role in stacks[stack]["resource"]["aws_iam_role"].values()
    }
    for stage in stages(shop()):
        plan, apply = (found[arn.rpartition("/")[2]] for arn in (stage.plan_role, stage.apply_role))
        assert f"repo:acme/shop:environment:{stage.name}-preview" in plan["assume_role_policy"]
        assert f'repo:acme/shop:environment:{stage.name}"' in apply["assume_role_policy"]
        assert apply["max_session_duration"] == stage.timeout_minutes * 60


def test_every_role_of_an_environment_carries_its_boundary(stacks: dict[str, Any]) -> None:
    """And its name: the apply role may make no other. A role of the bootstrap itself carries none."""
    for name, stack in stacks.items():
        for role in stack["resource"].get("aws_iam_role", {}).values():
            account, environment = ("222222222222", "production") if "production" in name else ("1" * 12, "staging")
            expected = f"arn:aws:iam::{account}:policy/shop-{environment}-boundary"
            assert "bootstrap" in name or role["name"].startswith(f"shop-{environment}-")
            assert role.get("permissions_boundary") == (None if "bootstrap" in name else expected)


def test_without_the_section_nothing_changes(tmp_path: Path) -> None:
    """No stack, no boundary, and the state as it was."""
    app = ReleaseApp(Matrix.parse(SHOP.encode()), tmp_path / "cdktf.out")
    assert not app.bootstrap
    app.synth()
    text = (app.output / "stacks/shop-production-service/cdk.tf.json").read_text()
    assert "permissions_boundary" not in text
    assert json.loads(text)["terraform"]["backend"]["s3"]["encrypt"] is True


def test_states_are_encrypted_with_the_key_of_their_bucket(stacks: dict[str, Any]) -> None:
    """Terraform's `encrypt` would ask for a key of S3's own, in every stack."""
    for stack in stacks.values():
        backend = stack["terraform"]["backend"]["s3"]
        assert "encrypt" not in backend
        assert backend["use_lockfile"] is True
    policy = stacks[STATE_STACK]["resource"]["aws_s3_bucket_policy"]["state"]["policy"]
    assert "arn:aws:iam::111111111111:role/shop-staging-apply" in policy


def test_the_buckets_can_lie_in_an_account_of_their_own(tmp_path: Path) -> None:
    """Which then holds no role, and admits those of every environment."""
    stacks = synth(shop('bootstrap: {state_account: "333333333333", evidence: {mode: governance}}'), tmp_path)
    own = stacks["shop-bootstrap-333333333333"]
    assert "aws_iam_role" not in own["resource"]
    policy = own["resource"]["aws_s3_bucket_policy"]["state"]["policy"]
    for role in ("111111111111:role/shop-staging-plan", "222222222222:role/shop-production-apply"):
        assert f"arn:aws:iam::{role}" in policy
    assert "aws_s3_bucket" not in stacks[STATE_STACK]["resource"]


def test_environments_can_share_an_account(tmp_path: Path) -> None:
    """One provider, and each role is kept off what bears the other's tags or name."""
    text = SHOP.replace('"111111111111"', '"222222222222"').replace("nat: per_az", "nat: per_az, cidr: 10.30.0.0/16")
    stacks = synth(shop(text=text), tmp_path)
    assert OTHER_STACK not in stacks
    resources = stacks[STATE_STACK]["resource"]
    assert list(resources["aws_iam_openid_connect_provider"]) == ["github"]
    limits = json.loads(resources["aws_iam_policy"]["staging_siblings"]["policy"])["Statement"]
    siblings = next(each for each in limits if each["Sid"] == "DenySiblings")
    assert siblings["Condition"]["StringEquals"]["aws:ResourceTag/environment"] == ["production"]
    named = next(each for each in limits if each["Sid"] == "DenySiblingsByName")
    assert "arn:aws:s3:::shop-production-*" in named["Resource"]


def test_an_existing_provider_is_used(tmp_path: Path) -> None:
    """AWS allows one for each issuer in an account."""
    resources = synth(shop('bootstrap: {existing_providers: ["111111111111"]}'), tmp_path)[OTHER_STACK]["resource"]
    assert "aws_iam_openid_connect_provider" not in resources
    provider = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
    assert provider in resources["aws_iam_role"]["staging_apply"]["assume_role_policy"]


def test_subjects_and_services_can_be_a_teams_own(tmp_path: Path) -> None:
    """Repositories with ids in their subjects, and stacks with more than relinfra makes."""
    section = 'bootstrap: {subject: "repo:acme@12/shop@34:environment:{environment}", further_services: [dynamodb]}'
    resources = synth(shop(section), tmp_path)[OTHER_STACK]["resource"]
    assert (
        "repo:acme@12/shop@34:environment:staging-preview"
        in resources["aws_iam_role"]["staging_plan"]["assume_role_policy"]
    )
    assert "dynamodb:*" in resources["aws_iam_role_policy"]["staging_apply"]["policy"]
    assert "dynamodb:*" in resources["aws_iam_policy"]["staging_boundary"]["policy"]


@pytest.mark.parametrize("readers", [0, 1])
def test_master_passwords_are_kept_where_readers_follow(readers: int, tmp_path: Path) -> None:
    """RDS keeps those of the other databases, under names of its own."""
    text = SHOP.replace("weekly_snapshots_kept: 4}", f"weekly_snapshots_kept: 4, readers: {readers}}}")
    stacks = synth(shop(text=text), tmp_path)
    may = [
        sid for name in (STATE_STACK, OTHER_STACK) for sid in re.findall(r"MasterPasswords", json.dumps(stacks[name]))
    ]
    assert len(may) == readers


def test_a_waiver_for_all_environments_covers_the_bootstrap_too(output: Path) -> None:
    """Its stacks belong to none of them."""
    waivers = json.loads((output / "relinfra.json").read_text())["waivers"]
    assert {json.dumps(waiver["environments"]) for waiver in waivers} == {"null", '["staging"]'}


def test_the_workflow_keeps_the_evidence_of_a_release() -> None:
    """Where the apply role may add to it, and only with the section."""
    assert "s3://shop-evidence-222222222222/staging" in workflow(shop())
    assert "EVIDENCE" not in workflow(Matrix.parse(SHOP.encode()))


def test_the_documented_names_exist(stacks: dict[str, Any]) -> None:
    """docs/bootstrap.md speaks of examples/shop: stacks, roles, policies, buckets and GitHub environments."""
    text = (ROOT / "docs/bootstrap.md").read_text()
    made = json.dumps(stacks) + workflow(shop())
    names = set(re.findall(r"shop-(?:bootstrap-\d+|evidence-\d+|audit-\d+|production-\w+)", text))
    assert {STATE_STACK, OTHER_STACK, "shop-production-plan", "shop-production-limits"} <= names
    assert not {name for name in names if name not in made and name not in stacks}
    (override,) = re.findall(r"echo '(.*)' > ", text)
    assert json.loads(override) == {"terraform": {"backend": {"local": {}}}}
    assert all(f"`{name}`" in text for name in ("staging-preview", "staging", "production-preview", "production"))


@pytest.mark.slow
def test_the_documented_waivers_leave_no_finding(tmp_path: Path) -> None:
    """The section can be added without a failing check, of the stacks and of their plans."""
    (waivers,) = re.findall(r"```yaml\n(  - policy.*?)```", (ROOT / "docs/bootstrap.md").read_text(), re.DOTALL)
    synth(shop(text=SHOP.replace("\nwaivers:\n", f"\nwaivers:\n{waivers}", 1)), tmp_path)
    output, plans = tmp_path / "cdktf.out", tmp_path / "plans"
    report = check(output, today=TODAY)
    assert _failed(report) == []
    assert report.stale == ()
    _keep(output, "bootstrap")
    terraform_plans(output, plans)
    assert _failed(check(output, today=TODAY, plans=plans)) == []


def _keep(output: Path, word: str) -> None:
    """Leave the stacks in an output that have a word in their names: plans of the others are judged elsewhere."""
    manifest = json.loads((output / "manifest.json").read_text())
    others = [name for name in manifest["stacks"] if word not in name]
    for name in others:
        shutil.rmtree((output / manifest["stacks"].pop(name)["synthesizedStackPath"]).parent)
    (output / "manifest.json").write_text(json.dumps(manifest))


def _failed(report: Report) -> list[str]:
    return [f"{one.policy} {one.address}" for one in report.findings if one.status is Status.FAILED]


@pytest.mark.slow
def test_terraform_applies_the_bootstrap(output: Path) -> None:
    """With the stacks of the environments beside it."""
    assert addresses(json.loads((output / "stacks" / STATE_STACK / "cdk.tf.json").read_text()))
    terraform_applies(output)


def _without_comments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_comments(item) for key, item in value.items() if key != "//"}
    return [_without_comments(item) for item in value] if isinstance(value, list) else value


def test_the_state_of_what_takes_over_lies_elsewhere(output: Path, stacks: dict[str, Any]) -> None:
    """In a bucket of its own region, as guarded as the other, which the environment's roles alone reach."""
    backends = {name: stack["terraform"]["backend"]["s3"] for name, stack in stacks.items()}
    elsewhere = {name for name, one in backends.items() if one["bucket"] == "acme-shop-tfstate-recovery"}
    assert elsewhere == {"shop-production-recovery"}
    assert backends["shop-production-recovery"]["region"] == "us-west-2"
    made = stacks[STATE_STACK]["resource"]
    bucket = made["aws_s3_bucket"]["state_us_west_2"]
    assert (bucket["bucket"], bucket["region"]) == ("acme-shop-tfstate-recovery", "us-west-2")
    for kind in ("aws_s3_bucket_versioning", "aws_s3_bucket_policy", "aws_s3_bucket_logging", "aws_kms_key"):
        assert {made[kind][name].get("region") for name in ("state", "state_us_west_2")} == {None, "us-west-2"}, kind
    policies = {name: made["aws_iam_role_policy"][name]["policy"] for name in ("production_plan", "production_apply")}
    assert all("arn:aws:s3:::acme-shop-tfstate-recovery/shop/shop-production-*" in one for one in policies.values())
    assert all("s3.us-west-2.amazonaws.com" in one for one in policies.values())
    assert "acme-shop-tfstate-recovery" not in json.dumps(stacks[OTHER_STACK]["resource"]["aws_iam_role_policy"])
    limits = json.loads(made["aws_iam_policy"]["production_limits"]["policy"])["Statement"]
    guarded = next(one for one in limits if one["Sid"] == "DenyFoundations")["Resource"]
    assert {"arn:aws:s3:::acme-shop-tfstate-recovery", "arn:aws:s3:::shop-audit-us-west-2-222222222222"} <= set(guarded)
