"""The roles of the pipeline, read as an attacker who holds one of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from relinfra_constructs.account.apply_role import ApplyRole, ApplyRoleProps
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.evidence_access import EvidenceAccess
from relinfra_constructs.account.github_oidc import GithubOidc, GithubRuns, github_trust
from relinfra_constructs.account.pipeline_limits import PipelineLimits
from relinfra_constructs.account.plan_role import PlanRole, PlanRoleProps
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.account.workload_boundary import WorkloadBoundary
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from tests.iam import allowed
from tests.support import HERE, policy, resource, synthesize

ACCESS = EnvironmentAccess(
    project="shop",
    environment="staging",
    placement=HERE,
    regions=["us-east-1"],
    guarded_buckets=["arn:aws:s3:::acme-tfstate", "arn:aws:s3:::shop-evidence"],
    domains=["staging.example.com"],
    siblings=["production"],
)
STATE = StateAccess(bucket="acme-tfstate", placement=HERE, prefix="shop/shop-staging-")
EVIDENCE = EvidenceAccess(bucket="shop-evidence", placement=HERE, folder="staging")
STATES = "arn:aws:s3:::acme-tfstate/shop"
IAM = "arn:aws:iam::111111111111:"
BOUNDARY = f"{IAM}policy/shop-staging-boundary"


def test_the_boundary_admits_what_applications_are_allowed_and_only_there() -> None:
    """What it does not admit anywhere; the rest it has already."""
    table = "arn:aws:dynamodb:us-east-1:111111111111:table/carts"
    asked = [
        Statement(actions=["dynamodb:GetItem"], resources=[table]),
        Statement(actions=["sqs:SendMessage"], resources=["arn:aws:sqs:us-east-1:111111111111:orders"]),
    ]
    access = replace(ACCESS, workloads=asked)
    statements = policy(
        synthesize(lambda stack: WorkloadBoundary(stack, "b", access)), "aws_iam_policy.staging_boundary"
    )
    [found] = [each for each in statements if "dynamodb:GetItem" in each["Action"]]
    assert (found["Action"], found["Resource"]) == (["dynamodb:GetItem"], [table])
    assert not any("sqs:SendMessage" in each["Action"] for each in statements)


def _build(stack: Any, session_seconds: int = 3600) -> None:
    provider_arn = GithubOidc(stack, "github", HERE).arn
    limits = PipelineLimits(stack, "limits", ACCESS, STATE, EVIDENCE).arns
    WorkloadBoundary(stack, "boundary", ACCESS)
    subject = "repo:acme/shop:environment:staging"
    common: dict[str, Any] = {
        "access": ACCESS,
        "state": STATE,
        "limits": limits,
        "provider_arn": provider_arn,
    }
    PlanRole(stack, "plan", PlanRoleProps(runs=GithubRuns(subjects=[f"{subject}-preview"]), **common))
    runs = GithubRuns(subjects=[subject])
    apply = ApplyRoleProps(runs=runs, evidence=EVIDENCE, session_seconds=session_seconds, **common)
    ApplyRole(stack, "apply", apply)


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    """Both roles of one environment, with their limits and the boundary."""
    return synthesize(_build)


@pytest.fixture(scope="module")
def plan(synthesized: dict[str, Any]) -> list[dict[str, Any]]:
    """What the plan role may do."""
    return [
        *policy(synthesized, "aws_iam_role_policy.staging_plan"),
        *_limits(synthesized),
    ]


@pytest.fixture(scope="module")
def apply(synthesized: dict[str, Any]) -> list[dict[str, Any]]:
    """What the apply role may do."""
    limits = [*_limits(synthesized)]
    return [*policy(synthesized, "aws_iam_role_policy.staging_apply"), *limits]


def _limits(synthesized: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = ("limits", "siblings")
    return [each for kind in kinds for each in policy(synthesized, f"aws_iam_policy.staging_{kind}")]


@pytest.fixture(scope="module")
def boundary(synthesized: dict[str, Any]) -> list[dict[str, Any]]:
    """The most that a workload may do."""
    return policy(synthesized, "aws_iam_policy.staging_boundary")


def test_each_role_trusts_one_subject_and_audience(synthesized: dict[str, Any]) -> None:
    """Letter by letter, so that no branch, fork or other repository fits; a pull request never gets the apply role."""
    for role, subject in (("plan", "staging-preview"), ("apply", "staging")):
        (trust,) = policy(synthesized, f"aws_iam_role.staging_{role}", "assume_role_policy")
        assert trust["Action"] == ["sts:AssumeRoleWithWebIdentity"]
        assert trust["Condition"] == {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": f"repo:acme/shop:environment:{subject}",
            }
        }


def test_both_names_of_a_repository_are_one_repository() -> None:
    """Either name is enough, and both are held against the ids where STS knows them."""
    runs = GithubRuns(subjects=["repo:a/b:environment:c", "repo:a@1/b@2:environment:c"], repository_id=2, owner_id=1)
    issuer = "token.actions.githubusercontent.com"
    assert github_trust(HERE, "arn:p", runs).conditions == {
        "StringEquals": {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": list(runs.subjects)},
        "StringEqualsIfExists": {f"{issuer}:repository_id": "2", f"{issuer}:repository_owner_id": "1"},
    }


@pytest.mark.parametrize("subjects", [[], [""]])
def test_runs_without_a_name_are_not_trusted(subjects: list[str]) -> None:
    """Anybody's runs would do."""
    with pytest.raises(ConstructError, match="expected the sub claims of the runs that are trusted"):
        GithubRuns(subjects=subjects)


def test_the_provider_pins_no_thumbprint(synthesized: dict[str, Any]) -> None:
    """AWS verifies GitHub's certificate itself."""
    assert resource(synthesized, "aws_iam_openid_connect_provider.github") == {
        "url": "https://token.actions.githubusercontent.com",
        "client_id_list": ["sts.amazonaws.com"],
    }


def test_both_roles_carry_the_limits(synthesized: dict[str, Any]) -> None:
    """Whatever else they are given later."""
    for role in ("plan", "apply"):
        for kind in ("limits", "siblings"):
            attached = resource(synthesized, f"aws_iam_role_policy_attachment.staging_{role}_{kind}")
            assert attached["policy_arn"] == f"${{aws_iam_policy.staging_{kind}.arn}}"


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/stripe"),
        ("ssm:GetParameter", "arn:aws:ssm:us-east-1:111111111111:parameter/shop/key"),
        ("s3:GetObject", "arn:aws:s3:::shop-staging-assets-111111111111/invoice.pdf"),
        ("s3:GetObject", f"{STATES}/shop-production-data.tfstate"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:table/orders"),
        ("logs:GetLogEvents", "arn:aws:logs:us-east-1:111111111111:log-group:/ecs/shop-staging-web"),
        ("s3:PutObject", f"{STATES}/shop-staging-data.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-staging-data.applied.json"),
        ("s3:PutObject", f"{STATES}/shop-staging-data.tfstate.tflock"),
        ("iam:PassRole", f"{IAM}role/shop-staging-web-task"),
        ("s3:ListBucket", "arn:aws:s3:::payroll"),
        ("s3:GetBucketPolicy", "arn:aws:s3:::shop-production-assets-111111111111"),
        ("pi:GetResourceMetrics", "*"),
        ("xray:BatchGetTraces", "*"),
        ("wafv2:GetSampledRequests", "*"),
        ("ec2:DescribeInstanceAttribute", "*"),
        ("lambda:GetFunction", "arn:aws:lambda:us-east-1:111111111111:function:shop-staging-smoke"),
    ],
)
def test_the_plan_role_reads_no_data_and_writes_nothing(plan: list[dict[str, Any]], action: str, on: str) -> None:
    """Everybody who may push a branch can use it."""
    assert not allowed(plan, action, on, iam__PassedToService="ecs-tasks.amazonaws.com")


def test_the_plan_role_reads_its_own_states_and_what_is_there(
    plan: list[dict[str, Any]], synthesized: dict[str, Any]
) -> None:
    """Or a preview would show nothing."""
    assert allowed(plan, "s3:GetObject", f"{STATES}/shop-staging-data.tfstate")
    bucket, listing = "arn:aws:s3:::acme-tfstate", policy(synthesized, "aws_iam_role_policy.staging_plan")
    assert allowed(listing, "s3:ListBucket", bucket, s3__prefix="env:/")
    assert not allowed(listing, "s3:ListBucket", bucket, s3__prefix="shop/shop-production-")
    assert allowed(
        plan, "s3:GetObject", "arn:aws:s3:::shop-staging-synthetics-111111111111/scripts/shop-staging-web.zip"
    )
    assert allowed(plan, "s3:GetObject", f"{STATES}/shop-staging-data.applied.json")
    assert allowed(plan, "ecr:BatchGetImage", "*")
    assert not allowed(plan, "ecr:GetDownloadUrlForLayer", "*")
    assert allowed(plan, "rds:DescribeDBInstances", "*")


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("iam:PutRolePolicy", f"{IAM}role/shop-staging-apply"),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}role/shop-staging-apply"),
        ("iam:PassRole", f"{IAM}role/shop-staging-apply"),
        ("iam:CreateRole", f"{IAM}role/shop-production-web-task"),
        ("iam:CreateRole", f"{IAM}role/admin"),
        ("iam:CreatePolicyVersion", BOUNDARY),
        ("iam:CreatePolicyVersion", f"{IAM}policy/shop-staging-limits"),
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}role/shop-staging-web-task"),
        ("iam:CreateUser", f"{IAM}user/eve"),
        ("iam:UpdateOpenIDConnectProviderThumbprint", f"{IAM}oidc-provider/token.actions.githubusercontent.com"),
        ("sts:AssumeRole", f"{IAM}role/admin"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::acme-tfstate"),
        ("s3:DeleteObject", f"{STATES}/shop-staging-data.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-production-data.tfstate"),
        ("s3:PutObject", f"{STATES}/shop-bootstrap-111111111111.tfstate"),
        ("s3:BypassGovernanceRetention", "arn:aws:s3:::shop-evidence/staging/1"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::shop-evidence"),
        ("s3:PutObject", "arn:aws:s3:::shop-evidence/production/1/plan"),
        ("s3:GetObject", "arn:aws:s3:::shop-evidence/staging/1/plan"),
        ("rds:DeleteDBInstance", "arn:aws:rds:us-east-1:111111111111:db:shop-production-main"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:111111111111:function:payroll"),
        ("ec2:RunInstances", "arn:aws:ec2:us-east-1:111111111111:instance/*"),
        ("organizations:LeaveOrganization", "*"),
    ],
)
def test_the_apply_role_cannot_get_beyond_its_environment(apply: list[dict[str, Any]], action: str, on: str) -> None:
    """Neither to more rights, nor to what others own, nor to what would hide its traces."""
    context = {
        "iam__PermissionsBoundary": BOUNDARY,
        "iam__PassedToService": "ecs-tasks.amazonaws.com",
        "aws__RequestedRegion": "us-east-1",
    }
    assert not allowed(apply, action, on, **context)


def test_the_apply_role_makes_roles_with_the_boundary_only(apply: list[dict[str, Any]]) -> None:
    """A role without it could be given every right, and then be used by a task."""
    role = f"{IAM}role/shop-staging-web-task"
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"):
        assert allowed(apply, action, role, iam__PermissionsBoundary=BOUNDARY)
        assert not allowed(apply, action, role, iam__PermissionsBoundary=f"{IAM}policy/shop-staging-wide")
        assert not allowed(apply, action, role)


def test_roles_go_to_the_services_of_the_stacks_only(apply: list[dict[str, Any]]) -> None:
    """An EC2 instance would be a machine of the attacker's with the role's rights."""
    role = f"{IAM}role/shop-staging-web-task"
    assert allowed(apply, "iam:PassRole", role, iam__PassedToService="ecs-tasks.amazonaws.com")
    assert not allowed(apply, "iam:PassRole", role, iam__PassedToService="ec2.amazonaws.com")


def test_the_apply_role_does_its_work(apply: list[dict[str, Any]]) -> None:
    """What a release creates, changes and destroys, in the regions of the environment."""
    here = {"aws__RequestedRegion": "us-east-1"}
    assert allowed(apply, "ecs:UpdateService", "arn:aws:ecs:us-east-1:111111111111:service/shop-staging/web", **here)
    assert allowed(apply, "rds:CreateDBInstance", "arn:aws:rds:us-east-1:111111111111:db:shop-staging-main", **here)
    assert allowed(apply, "s3:CreateBucket", "arn:aws:s3:::shop-staging-assets-111111111111", **here)
    canary = "arn:aws:lambda:us-east-1:111111111111:function:cwsyn-shop-staging-web-1234"
    assert allowed(apply, "lambda:CreateFunction", canary, **here)
    assert allowed(apply, "ec2:CreateVpc", "*", **here)
    assert not allowed(apply, "ec2:CreateVpc", "*", aws__RequestedRegion="eu-west-1")
    assert allowed(apply, "s3:PutObject", f"{STATES}/shop-staging-data.tfstate")
    assert allowed(apply, "s3:DeleteObject", f"{STATES}/shop-staging-data.tfstate.tflock")
    assert allowed(apply, "s3:PutObject", "arn:aws:s3:::shop-evidence/staging/1/plan")


def test_the_apply_role_deploys_with_code_deploy(apply: list[dict[str, Any]]) -> None:
    """It makes and uses the environment's own applications and groups, and hands their role to CodeDeploy alone."""
    group, role = "deploymentgroup:shop-{0}-web/shop-{0}-web", f"{IAM}role/shop-staging-web-code-deploy"
    for action, on in (
        ("CreateDeployment", group),
        ("CreateDeploymentGroup", group),
        ("RegisterApplicationRevision", "application:shop-{0}-web"),
        ("CreateDeploymentConfig", "deploymentconfig:shop-{0}-web-canary-20-percent-7-minutes"),
    ):
        own, sibling = (HERE.arn("codedeploy", on.format(name)) for name in ("staging", "production"))
        assert allowed(apply, f"codedeploy:{action}", own, aws__RequestedRegion="us-east-1")
        assert not allowed(apply, f"codedeploy:{action}", sibling, aws__RequestedRegion="us-east-1")
    assert allowed(apply, "iam:PassRole", role, iam__PassedToService="codedeploy.amazonaws.com")
    assert not allowed(apply, "iam:PassRole", role, iam__PassedToService="ec2.amazonaws.com")


REGIONAL = "us-east-1:111111111111"


@pytest.mark.parametrize(
    ("action", "own", "others"),
    [
        (
            "lambda:PublishLayerVersion",
            "lambda:{}:layer:cwsyn-shop-staging-web-1234",
            "lambda:{}:layer:cwsyn-payroll-1",
        ),
        ("lambda:DeleteLayerVersion", "lambda:{}:layer:cwsyn-shop-staging-web-1:1", "lambda:{}:layer:shared:7"),
        ("logs:CreateLogGroup", "logs:{}:log-group:/ecs/shop-staging-web", "logs:{}:log-group:/ecs/payroll-web"),
        (
            "logs:PutRetentionPolicy",
            "logs:{}:log-group:/aws/rds/instance/shop-staging-main/upgrade",
            "logs:{}:log-group:x",
        ),
        (
            "logs:DeleteLogGroup",
            "logs:{}:log-group:/aws/lambda/cwsyn-shop-staging-web-1",
            "logs:{}:log-group:cwsyn-shop",
        ),
        (
            "logs:CreateLogGroup",
            "logs:{}:log-group:aws-waf-logs-shop-staging",
            "logs:{}:log-group:aws-waf-logs-payroll",
        ),
        (
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:{}:loadbalancer/app/shop-staging/1",
            "elasticloadbalancing:{}:loadbalancer/app/payroll/1",
        ),
        (
            "cloudwatch:PutDashboard",
            "cloudwatch::111111111111:dashboard/shop-staging-eu-west-1",
            "cloudwatch::111111111111:dashboard/payroll",
        ),
    ],
)
def test_layers_logs_and_what_else_has_a_name_are_the_environments_own(
    apply: list[dict[str, Any]], action: str, own: str, others: str
) -> None:
    """The layer Synthetics publishes for a check, every kind of log group, dashboards of every region."""
    here = {"aws__RequestedRegion": "us-east-1"}
    assert allowed(apply, action, f"arn:aws:{own.format(REGIONAL)}", **here)
    assert not allowed(apply, action, f"arn:aws:{others.format(REGIONAL)}", **here)


@pytest.mark.parametrize("action", ["logs:PutResourcePolicy", "logs:DeleteResourcePolicy", "logs:CreateLogDelivery"])
def test_who_may_deliver_logs_is_changed_in_the_regions_of_the_environment(
    apply: list[dict[str, Any]], plan: list[dict[str, Any]], action: str
) -> None:
    """Resource policies of CloudWatch Logs have no name in IAM; a preview changes none."""
    assert allowed(apply, action, "*", aws__RequestedRegion="us-east-1")
    assert not allowed(apply, action, "*", aws__RequestedRegion="eu-west-1")
    assert not allowed(plan, action, "*", aws__RequestedRegion="us-east-1")


def test_a_log_policy_reaches_no_bucket_key_or_secret(apply: list[dict[str, Any]]) -> None:
    """Changing whom CloudWatch Logs lets in is not changing whom others let in."""
    here = {"aws__RequestedRegion": "us-east-1"}
    for action in ("secretsmanager:PutResourcePolicy", "ecr:SetRepositoryPolicy", "lambda:AddLayerVersionPermission"):
        assert not allowed(apply, action, "*", **here)


def test_dns_changes_are_limited_to_the_domains(apply: list[dict[str, Any]]) -> None:
    """A zone is shared: the apex of production must not be redirected from staging."""
    zone, key = "arn:aws:route53:::hostedzone/Z1", "route53__ChangeResourceRecordSetsNormalizedRecordNames"
    assert allowed(apply, "route53:ChangeResourceRecordSets", zone, **{key: "staging.example.com"})
    assert allowed(apply, "route53:ChangeResourceRecordSets", zone, **{key: "_a1b2.staging.example.com"})
    assert not allowed(apply, "route53:ChangeResourceRecordSets", zone, **{key: "example.com"})


def test_keys_of_the_bootstrap_and_resources_of_siblings_are_out_of_reach(apply: list[dict[str, Any]]) -> None:
    """AWS names keys itself, so they are known by their tags."""
    key, here = "arn:aws:kms:us-east-1:111111111111:key/1", {"aws__RequestedRegion": "us-east-1"}
    own = {"aws__ResourceTag_project": "shop", "aws__ResourceTag_environment": "staging"}
    assert allowed(apply, "kms:ScheduleKeyDeletion", key, **here, **own)
    assert not allowed(apply, "kms:ScheduleKeyDeletion", key, **here, aws__ResourceTag_component="bootstrap")
    assert not allowed(
        apply, "kms:ScheduleKeyDeletion", key, **here, **{**own, "aws__ResourceTag_environment": "production"}
    )


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("iam:CreateRole", f"{IAM}role/shop-staging-x"),
        ("sts:AssumeRole", f"{IAM}role/admin"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:111111111111:function:payroll"),
        ("ssm:SendCommand", "*"),
        ("ec2:RunInstances", "*"),
        ("s3:GetObject", f"{STATES}/shop-staging-data.tfstate"),
        ("s3:PutObject", "arn:aws:s3:::shop-evidence/staging/1"),
    ],
)
def test_no_workload_gets_beyond_the_boundary(boundary: list[dict[str, Any]], action: str, on: str) -> None:
    """Its own policy may say what it likes."""
    assert not allowed(boundary, action, on)


def test_code_deploy_can_work_within_the_boundary(boundary: list[dict[str, Any]]) -> None:
    """Its role is one of the environment's: swap task sets, move traffic, watch alarms, ask hooks, pass task roles."""
    assert allowed(boundary, "ecs:CreateTaskSet", "*")
    assert allowed(boundary, "elasticloadbalancing:ModifyRule", "*")
    assert allowed(boundary, "cloudwatch:DescribeAlarms", "*")
    assert allowed(boundary, "lambda:InvokeFunction", HERE.arn("lambda", "function:shop-staging-smoke"))
    role = f"{IAM}role/shop-staging-web-task"
    assert allowed(boundary, "iam:PassRole", role, iam__PassedToService="ecs-tasks.amazonaws.com")


def test_only_hooks_of_code_deploy_may_answer_it(boundary: list[dict[str, Any]]) -> None:
    """Where nothing answers, nobody can answer for it."""
    answer = "codedeploy:PutLifecycleEventHookExecutionStatus"
    asked = synthesize(lambda stack: WorkloadBoundary(stack, "boundary", replace(ACCESS, answers_code_deploy=True)))
    assert allowed(policy(asked, "aws_iam_policy.staging_boundary"), answer, "*")
    assert not allowed(boundary, answer, "*")


def test_workloads_can_work_within_the_boundary(boundary: list[dict[str, Any]]) -> None:
    """Pull images, read their secrets, use their buckets, write logs."""
    assert allowed(boundary, "ecr:BatchGetImage", "*")
    assert allowed(boundary, "secretsmanager:GetSecretValue", "*")
    assert allowed(boundary, "s3:GetObject", "arn:aws:s3:::shop-staging-assets-111111111111/a")
    assert allowed(boundary, "logs:PutLogEvents", "*")


def test_policies_stay_within_what_aws_takes(synthesized: dict[str, Any]) -> None:
    """6,144 characters for a managed policy, 10,240 for all inline policies of a role."""
    for name in ("staging_limits", "staging_siblings", "staging_boundary"):
        assert len(json.dumps(json.loads(resource(synthesized, f"aws_iam_policy.{name}")["policy"]))) < 6144
    assert len(resource(synthesized, "aws_iam_role_policy.staging_apply")["policy"]) < 8000


def test_a_session_aws_does_not_offer_is_refused() -> None:
    """An hour to twelve."""
    with pytest.raises(ConstructError, match="session_seconds from 3600 to 43200, found 60"):
        synthesize(lambda stack: _build(stack, session_seconds=60))


def test_a_guarded_bucket_among_the_environments_own_is_refused() -> None:
    """Whatever a release may do to its own buckets it could do to every state."""
    with pytest.raises(ConstructError, match="found arn:aws:s3:::shop-staging-tfstate; call it otherwise"):
        replace(ACCESS, guarded_buckets=["arn:aws:s3:::shop-staging-tfstate"])


def test_a_boundary_too_long_for_aws_is_refused() -> None:
    """With the numbers, before Terraform is asked."""
    crowded = replace(ACCESS, siblings=[f"a-long-name-of-an-environment-{number}" for number in range(9)])
    with pytest.raises(ConstructError, match="shop-staging-boundary: expected a policy of at most 6144 characters"):
        synthesize(lambda stack: WorkloadBoundary(stack, "boundary", crowded))


def test_a_team_adds_what_its_own_types_take() -> None:
    """By name; what the limits refuse stays refused."""
    reads = {"aws_dynamodb_table": ["dynamodb:DescribeTable"], "aws_ssm_parameter": ["ssm:GetParameter"]}

    def build(stack: Any) -> None:
        limits = PipelineLimits(stack, "limits", ACCESS, STATE, EVIDENCE).arns
        runs = GithubRuns(subjects=["s"])
        props = PlanRoleProps(access=ACCESS, state=STATE, limits=limits, provider_arn="arn:p", runs=runs, reads=reads)
        PlanRole(stack, "plan", props)

    made = synthesize(build)
    statements = [*policy(made, "aws_iam_role_policy.staging_plan"), *_limits(made)]
    assert allowed(statements, "dynamodb:DescribeTable", HERE.arn("dynamodb", "table/orders"))
    assert not allowed(statements, "dynamodb:GetItem", HERE.arn("dynamodb", "table/orders"))
    assert not allowed(statements, "ssm:GetParameter", HERE.arn("ssm", "parameter/shop/key"))
