"""What somebody asks who holds a role of ours, in the account that staging and production share."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.iam import Context, Request, decide
from tests.relinfra.plan.conftest import merged
from tests.roles import EVERYTHING, Role, roles_of

ROOT = Path(__file__).parents[3]
SHOP = yaml.safe_load((ROOT / "examples/shop/relinfra.yaml").read_text())
ACCOUNT = "222222222222"
_HOOK = {"hooks": [{"function": "shop-production-smoke", "stages": ["POST_TEST_TRAFFIC_SHIFT"]}]}
_SHARED = {
    "bootstrap": {"further_services": ["s3", "secretsmanager"]},
    "environments": {
        "staging": {"account": ACCOUNT},
        "production": {
            "network": {"cidr": "10.30.0.0/16"},
            "services": {"web": {"deployment": _HOOK, "synthetics": {"interval_minutes": 5}}},
        },
    },
}
HERE: Context = {"aws:RequestedRegion": "us-east-1"}
STATES = "arn:aws:s3:::acme-shop-tfstate/shop"
IAM = f"arn:aws:iam::{ACCOUNT}:"
PRODUCTIONS = {
    "bucket": ("s3:GetObject", f"arn:aws:s3:::shop-production-assets-{ACCOUNT}/invoice.pdf"),
    "bucket's policy": ("s3:PutBucketPolicy", f"arn:aws:s3:::shop-production-assets-{ACCOUNT}"),
    "log": ("logs:DeleteLogGroup", f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/ecs/shop-production-web"),
    "alarm": ("cloudwatch:DeleteAlarms", f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:shop-production-web-5xx"),
    "queue": ("sqs:ReceiveMessage", f"arn:aws:sqs:us-east-1:{ACCOUNT}:shop-production-jobs"),
    "topic": ("sns:Publish", f"arn:aws:sns:us-east-1:{ACCOUNT}:shop-production-alerts"),
    "secret": (
        "secretsmanager:GetSecretValue",
        f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:shop-production-main-master-a1b2c3",
    ),
    "service": ("ecs:UpdateService", f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/shop-production/shop-production-web"),
    "database": ("rds:DeleteDBInstance", f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-production-main"),
    "backups": ("backup:DeleteRecoveryPoint", f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:shop-production-data"),
    "rule": ("events:PutTargets", f"arn:aws:events:us-east-1:{ACCOUNT}:rule/shop-production-rotation"),
    "role": ("iam:PassRole", f"{IAM}role/shop-production-web-task"),
}
"""Something of each kind that production has."""
RDS_SECRET = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:rds!db-11111111-a1b2c3"
OF_PRODUCTION: Context = {
    **HERE,
    "aws:ResourceTag/aws:rds:primaryDBInstanceArn": f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-production-main",
}


@pytest.fixture(scope="module")
def roles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Role]:
    """Every role of examples/shop with a bootstrap, both environments in one account, and services a team adds."""
    output = tmp_path_factory.mktemp("attackers") / "cdktf.out"
    text = yaml.safe_dump(merged(SHOP, _SHARED), sort_keys=False)
    ReleaseApp(Matrix.parse(text.encode()), output).synth()
    return roles_of(output)


@pytest.mark.parametrize("kind", sorted(PRODUCTIONS))
@pytest.mark.parametrize("role", ["shop-staging-plan", "shop-staging-apply", "shop-staging-web-task"])
def test_no_role_of_staging_reaches_what_is_productions(roles: dict[str, Role], role: str, kind: str) -> None:
    """By name, although nothing but names tells the two apart in the account."""
    context = {**HERE, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert roles[role].may(*PRODUCTIONS[kind], context) != "allow"


@pytest.mark.parametrize("kind", sorted(PRODUCTIONS))
def test_no_workload_of_staging_can_be_given_what_is_productions(roles: dict[str, Role], kind: str) -> None:
    """Whoever deploys staging writes its workloads' policies; the boundary is what remains."""
    boundary = roles["shop-staging-web-task"].boundary
    action, on = PRODUCTIONS[kind]
    context = {**HERE, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert boundary is not None
    assert decide(Request(action, on, context), [EVERYTHING], boundary) != "allow"
    own = on.replace("production", "staging")
    assert decide(Request(action, own, context), [EVERYTHING], boundary) == "allow", (
        "the boundary leaves staging its own"
    )


@pytest.mark.parametrize("action", ["secretsmanager:GetSecretValue", "secretsmanager:RotateSecret"])
def test_the_password_that_rds_keeps_for_production_is_out_of_reach(roles: dict[str, Role], action: str) -> None:
    """Its secret is named after nothing, and tagged with its database."""
    boundary = roles["shop-staging-web-task"].boundary
    assert roles["shop-staging-apply"].may(action, RDS_SECRET, OF_PRODUCTION) == "explicit deny"
    assert decide(Request(action, RDS_SECRET, OF_PRODUCTION), [EVERYTHING], boundary) == "explicit deny"
    mine = {
        key: value.replace("production", "staging") for key, value in OF_PRODUCTION.items() if isinstance(value, str)
    }
    assert roles["shop-staging-apply"].may("secretsmanager:RotateSecret", RDS_SECRET, mine) == "allow"


@pytest.mark.parametrize("role", ["shop-staging-plan", "shop-staging-apply"])
@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("s3:GetObject", f"{STATES}/shop-production-data.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-production-data.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-bootstrap-{ACCOUNT}.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-staging-data.tfstate2"),
        ("s3:DeleteObjectVersion", f"{STATES}/shop-staging-data.tfstate"),
        ("s3:PutObject", f"arn:aws:s3:::shop-evidence-{ACCOUNT}/production/1/plan"),
        ("s3:PutObject", f"arn:aws:s3:::shop-audit-{ACCOUNT}/acme-shop-tfstate/1"),
        ("s3:BypassGovernanceRetention", f"arn:aws:s3:::shop-evidence-{ACCOUNT}/staging/1"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::acme-shop-tfstate"),
        ("s3:PutObject", "arn:aws:s3:::payroll/2026"),
        ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:shop/stripe-a1b2c3"),
    ],
)
def test_no_role_of_the_pipeline_writes_what_is_not_its_own(
    roles: dict[str, Role], role: str, action: str, on: str
) -> None:
    """Even where a team's `further_services` give it the whole of S3 and Secrets Manager."""
    assert roles[role].may(action, on, HERE) != "allow"


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("iam:CreatePolicyVersion", f"{IAM}policy/shop-staging-boundary"),
        ("iam:SetDefaultPolicyVersion", f"{IAM}policy/shop-staging-limits"),
        ("iam:DeletePolicy", f"{IAM}policy/shop-staging-siblings"),
        ("iam:DetachRolePolicy", f"{IAM}role/shop-staging-apply"),
        ("iam:PutRolePolicy", f"{IAM}role/shop-staging-plan"),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}role/shop-staging-apply"),
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}role/shop-staging-web-task"),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}role/shop-production-web-task"),
        ("iam:PassRole", f"{IAM}role/shop-staging-apply"),
        ("iam:CreateUser", f"{IAM}user/eve"),
        ("sts:AssumeRole", f"{IAM}role/shop-production-apply"),
        ("sts:AssumeRole", f"{IAM}role/shop-production-web-task"),
    ],
)
def test_the_apply_role_cannot_give_itself_more(roles: dict[str, Role], action: str, on: str) -> None:
    """Not its boundary, its limits, its trust or its siblings' roles."""
    boundary = f"{IAM}policy/shop-staging-boundary"
    context = {**HERE, "iam:PermissionsBoundary": boundary, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert roles["shop-staging-apply"].may(action, on, context) != "allow"


@pytest.mark.parametrize("boundary", [None, f"{IAM}policy/shop-production-boundary", "arn:aws:iam::aws:policy/Admin"])
def test_a_role_is_made_with_the_boundary_of_its_environment_or_not_at_all(
    roles: dict[str, Role], boundary: str | None
) -> None:
    """Production's own would let staging's workloads at production."""
    role, context = f"{IAM}role/shop-staging-x", {"iam:PermissionsBoundary": boundary} if boundary else {}
    assert roles["shop-staging-apply"].may("iam:CreateRole", role, context) == "implicit deny"
    own: Context = {"iam:PermissionsBoundary": f"{IAM}policy/shop-staging-boundary"}
    assert roles["shop-staging-apply"].may("iam:CreateRole", role, own) == "allow"


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("iam:PassRole", f"{IAM}role/shop-production-web-execution"),
        ("iam:CreateRole", f"{IAM}role/shop-production-x"),
        ("sts:AssumeRole", f"{IAM}role/shop-production-apply"),
        ("secretsmanager:GetSecretValue", RDS_SECRET),
        ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:payroll-a1b2c3"),
        ("s3:GetObject", f"{STATES}/shop-production-data.tfstate"),
        ("s3:GetObject", f"arn:aws:s3:::shop-production-access-logs-{ACCOUNT}/1"),
        ("ecs:UpdateService", f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/shop-production/shop-production-web"),
        ("logs:DeleteLogGroup", f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/ecs/shop-production-web"),
        ("kms:ScheduleKeyDeletion", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"),
    ],
)
def test_a_task_of_web_does_nothing_but_its_work(roles: dict[str, Role], action: str, on: str) -> None:
    """Whoever breaks into the application holds this role: it passes none, and reads no secret by itself."""
    context = {**HERE, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert roles["shop-production-web-task"].may(action, on, context) != "allow"


def test_every_role_of_an_environment_has_a_boundary_that_gives_no_iam(roles: dict[str, Role]) -> None:
    """Whatever its own policy is made to say, it makes no role, key or session."""
    bounded = {name: role for name, role in roles.items() if not name.endswith(("-plan", "-apply"))}
    assert len(bounded) > len(roles) / 2
    for name, role in bounded.items():
        assert role.boundary is not None, name
        for action in ("iam:CreateRole", "iam:AttachRolePolicy", "iam:CreateAccessKey", "sts:AssumeRole"):
            assert decide(Request(action, f"{IAM}role/shop-staging-x"), [EVERYTHING], role.boundary) != "allow", name


PROVIDER, ISSUER = "${aws_iam_openid_connect_provider.github.arn}", "token.actions.githubusercontent.com"
NAMED = "repo:acme/shop:environment:production"
WITH_IDS = "repo:acme@12/shop@34:environment:production"


def token(subject: str, **claims: str) -> Context:
    """Return what STS knows of a run of GitHub's: every token has the ids of its repository and its owner."""
    told = {"aud": "sts.amazonaws.com", "sub": subject, "repository_id": "34", "repository_owner_id": "12", **claims}
    return {f"{ISSUER}:{claim}": value for claim, value in told.items()}


def test_github_gets_a_role_in_its_own_environment_alone(roles: dict[str, Role]) -> None:
    """No branch, pull request, fork, other repository or audience; and a preview is not a deployment."""
    apply = roles["shop-production-apply"]
    assert apply.trusts("Federated", PROVIDER, token(NAMED))
    for subject in (
        "repo:acme/shop:environment:production-preview",
        "repo:acme/shop:environment:staging",
        "repo:acme/shop:ref:refs/heads/main",
        "repo:acme/shop:pull_request",
        "repo:eve/shop:environment:production",
        WITH_IDS,
    ):
        assert not apply.trusts("Federated", PROVIDER, token(subject))
    assert not apply.trusts("Federated", PROVIDER, token(NAMED, aud="eve"))
    assert not roles["shop-production-plan"].trusts("Federated", PROVIDER, token(NAMED))


@pytest.fixture(scope="module")
def apply_with_ids(tmp_path_factory: pytest.TempPathFactory) -> Role:
    """The role that deploys production, where the matrix knows the ids of its repository."""
    output = tmp_path_factory.mktemp("ids") / "cdktf.out"
    content = merged(SHOP, {"bootstrap": {"repository_ids": {"owner": 12, "repository": 34}}})
    ReleaseApp(Matrix.parse(yaml.safe_dump(content, sort_keys=False).encode()), output).synth()
    return roles_of(output)["shop-production-apply"]


@pytest.mark.parametrize("subject", [NAMED, WITH_IDS])
def test_a_repository_is_known_by_both_of_its_names(apply_with_ids: Role, subject: str) -> None:
    """A rename, a transfer or a switch in GitHub's settings changes which of them its runs have."""
    assert apply_with_ids.trusts("Federated", PROVIDER, token(subject))


@pytest.mark.parametrize(
    ("subject", "claims"),
    [
        (NAMED, {"repository_id": "99"}),
        (NAMED, {"repository_owner_id": "99"}),
        (NAMED, {"aud": "eve"}),
        ("repo:acme@12/shop@99:environment:production", {"repository_id": "99"}),
        ("repo:acme@99/shop@34:environment:production", {"repository_owner_id": "99"}),
        ("repo:acme@12/shop@34:environment:production-preview", {}),
        ("repo:acme@12/shop@34:environment:staging", {}),
        ("repo:acme@12/shop@34:ref:refs/heads/main", {}),
        ("repo:acme@12/shop@34:pull_request", {}),
        ("environment:production", {}),
    ],
)
def test_two_names_let_nobody_else_in(apply_with_ids: Role, subject: str, claims: dict[str, str]) -> None:
    """Not who takes a name that became free: their ids are others, in the name and beside it."""
    assert not apply_with_ids.trusts("Federated", PROVIDER, token(subject, **claims))


def test_where_sts_compares_no_ids_exact_names_are_left(apply_with_ids: Role) -> None:
    """AWS says so of its commercial partition alone; elsewhere a plain comparison would lock everybody out."""
    known = {f"{ISSUER}:aud": "sts.amazonaws.com"}
    assert apply_with_ids.trusts("Federated", PROVIDER, {**known, f"{ISSUER}:sub": WITH_IDS})
    assert not apply_with_ids.trusts("Federated", PROVIDER, {**known, f"{ISSUER}:sub": f"{WITH_IDS}-preview"})


@pytest.mark.parametrize(
    ("role", "service", "source"),
    [
        ("shop-production-web-infrastructure", "ecs", "arn:aws:ecs:us-east-1:{}:service/shop-production/web"),
        ("shop-production-web-hooks", "ecs", "arn:aws:ecs:us-east-1:{}:service/shop-production/web"),
        ("shop-production-web-task", "ecs-tasks", "arn:aws:ecs:us-east-1:{}:task/shop-production/1"),
        ("shop-production-web-canary", "lambda", "arn:aws:lambda:us-east-1:{}:function:cwsyn-shop-production-web-1"),
        ("shop-production-flow-logs", "vpc-flow-logs", "arn:aws:ec2:us-east-1:{}:vpc-flow-log/fl-1"),
    ],
)
def test_a_service_acts_for_this_account_and_nobody_elses(
    roles: dict[str, Role], role: str, service: str, source: str
) -> None:
    """A deputy that is asked by a stranger's resource is refused."""
    for account, trusted in ((ACCOUNT, True), ("999999999999", False)):
        context = {"aws:SourceAccount": account, "aws:SourceArn": source.format(account)}
        assert roles[role].trusts("Service", f"{service}.amazonaws.com", context) is trusted
    assert not roles[role].trusts("Service", "ec2.amazonaws.com")


def test_the_roles_do_their_work(roles: dict[str, Role]) -> None:
    """Refusals alone would be easy: previews read, releases write, tasks use what is theirs."""
    plan, apply = roles["shop-staging-plan"], roles["shop-staging-apply"]
    assert plan.may("s3:GetObject", f"{STATES}/shop-staging-data.tfstate") == "allow"
    assert plan.may("rds:DescribeDBInstances", f"arn:aws:rds:us-east-1:{ACCOUNT}:db:shop-staging-main") == "allow"
    assert plan.may("s3:GetBucketPolicy", f"arn:aws:s3:::shop-staging-assets-{ACCOUNT}") == "allow"
    assert apply.may("s3:PutObject", f"{STATES}/shop-staging-data.tfstate", HERE) == "allow"
    assert apply.may("s3:PutObject", f"arn:aws:s3:::shop-evidence-{ACCOUNT}/staging/1/plan", HERE) == "allow"
    assert apply.may("s3:PutObject", f"arn:aws:s3:::shop-staging-synthetics-{ACCOUNT}/scripts/a.zip", HERE) == "allow"
    service = f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/shop-staging/shop-staging-web"
    assert apply.may("ecs:UpdateService", service, HERE) == "allow"
    owned: Context = {**HERE, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert apply.may("iam:PassRole", f"{IAM}role/shop-staging-web-task", owned) == "allow"
