"""Who reaches whom, asked of matrices at load."""

from __future__ import annotations

import pytest

from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from relinfra.matrix.reach import arrows, endpoints, leads_out

HEAD = """\
version: 1
project: probe
repository: acme/probe
state: {bucket: acme-probe-tfstate, region: eu-west-1}
defaults: {region: eu-west-1}
environments:
  production:
    account: "111111111111"
    approval: {reviewers: [a]}
"""
ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
PUBLIC = "domain: {name: a.example.com, zone: example.com}"
SHIFT = "strategy: blue_green, bake_minutes: 5, test_port: 8443, rollback: {error_rate_percent: 2, p95_latency_ms: 400}"
EXISTING = (
    "existing: {vpc_id: vpc-0a1b2c3d4e5f60718, "
    "public_subnet_ids: [subnet-0aaaaaaaaaaaaaaa1, subnet-0aaaaaaaaaaaaaaa2], "
    "private_subnet_ids: [subnet-0bbbbbbbbbbbbbbb1, subnet-0bbbbbbbbbbbbbbb2]}"
)


def loaded(*lines: str) -> Matrix:
    return Matrix.parse((HEAD + "".join(f"    {line}\n" for line in lines)).encode())


REFUSED = {
    "a public image": (
        ("network: {nat: none}", f"services: {{w: {{image: ghcr.io/a/q, {PUBLIC}}}}}"),
        ("services.w.image", "tasks of `w`", "ghcr.io", "an image in ECR of eu-west-1"),
    ),
    "an image of another region": (
        ("network: {nat: none}", f"services: {{q: {{image: {ECR.replace('west', 'north')}/q, worker: true}}}}"),
        ("services.q.image", "tasks of `q`", "eu-north-1", "an image in ECR of eu-west-1"),
    ),
    "the collector's public image": (
        (
            "network: {nat: none}",
            "observability: {tracing: xray}",
            f"services: {{q: {{image: {ECR}/q, worker: true}}}}",
        ),
        ("observability.collector_image", "tasks of `q`", "public.ecr.aws", "aws-otel-collector"),
    ),
    "a collector of another region": (
        (
            "network: {nat: none}",
            f"observability: {{tracing: xray, collector_image: '{ECR.replace('west', 'north')}/c:1'}}",
            f"services: {{q: {{image: {ECR}/q, worker: true}}}}",
        ),
        ("observability.collector_image", "eu-north-1"),
    ),
    "the router's public image": (
        ("network: {nat: none}", f"services: {{q: {{image: {ECR}/q, worker: true, log_router: {{exclude: a}}}}}}"),
        ("services.q.log_router.image", "public.ecr.aws", "aws-for-fluent-bit"),
    ),
    "Service Connect": (
        (
            "network: {nat: none}",
            f"services: {{q: {{image: {ECR}/q, worker: true, connect: {{to: [r]}}}}, r: {{image: {ECR}/r}}}}",
        ),
        ("services.q.connect.to", "Service Connect", "nat: single"),
    ),
    "testers of a network that was there": (
        (f"network: {{{EXISTING}}}", f"services: {{w: {{image: {ECR}/q, {PUBLIC}, deployment: {{{SHIFT}}}}}}}"),
        ("services.w.deployment.test_cidrs", "test port 8443", "test listener", "public addresses"),
    ),
    "testers without NAT": (
        ("network: {nat: none}", f"services: {{w: {{image: {ECR}/q, {PUBLIC}, deployment: {{{SHIFT}}}}}}}"),
        ("services.w.deployment.test_cidrs", "there is no NAT gateway"),
    ),
    "a migration's image": (
        (
            "network: {nat: none}",
            "services: {q: {image: ghcr.io/a/q, worker: true, migration: {command: [a]}}}",
        ),
        ("services.q.image", "tasks of `q`", "ghcr.io"),
    ),
    "IPv6 alone": (
        ("network: {nat: none, ipv6: true}", "services: {q: {image: ghcr.io/a/q, worker: true}}"),
        ("services.q.image", "no way over IPv4 from tasks of `q` to ghcr.io"),
    ),
    "rights to a service without an endpoint": (
        (
            "network: {nat: none}",
            f"services: {{q: {{image: {ECR}/q, worker: true, permissions: [{{actions: [cloudfront:CreateInvalidation], "
            "resources: ['arn:aws:cloudfront::111111111111:distribution/a']}]}}",
        ),
        ("permissions[0].actions", "tasks of `q`", "`cloudfront`", "network.endpoints"),
    ),
    "rights to what lies in another region": (
        (
            "network: {nat: none}",
            f"services: {{q: {{image: {ECR}/q, worker: true, permissions: [{{actions: [sqs:SendMessage], "
            "resources: ['arn:aws:sqs:eu-north-1:111111111111:a']}]}}",
        ),
        ("permissions[0].resources[0]", "eu-north-1", "a resource of eu-west-1"),
    ),
    "a secret of the first region where a standby stands ready": (
        (
            "network: {nat: none}",
            f"services: {{q: {{image: {ECR}/q, worker: true, "
            "secrets: {A: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:a-a1b2c3'}}}",
            "disaster_recovery: {region: eu-central-1, mode: pilot_light, network: {cidr: 10.77.0.0/16}, "
            "rto_minutes: 60, rpo_minutes: 15}",
        ),
        ("services.q.secrets.A", "a secret of eu-central-1", "by its name alone"),
    ),
    "testers with an address of the VPC": (
        (f"services: {{w: {{image: ghcr.io/a/q, {PUBLIC}, deployment: {{{SHIFT}, test_cidrs: [10.0.0.0/16]}}}}}}",),
        ("test_cidrs[0]", "no way from 10.0.0.0/16 to the test listener", "public addresses"),
    ),
    "callers from the internet past the load balancer": (
        ("services: {q: {image: ghcr.io/a/q, worker: true, ingress: [{from: 8.8.8.0/24, port: 25, why: mail}]}}",),
        ("ingress[0]", "no way from `8.8.8.0/24` to tasks of `q`", "load balancer"),
    ),
    "callers over IPv6 from outside": (
        (
            "network: {ipv6: true}",
            "services: {q: {image: a/q, worker: true, ingress: [{from: '2001:db8::/48', port: 25, why: mail}]}}",
        ),
        ("ingress[0]", "no way from `2001:db8::/48` to tasks of `q`", "egress-only gateway"),
    ),
    "a private network that no route leads to": (
        (
            "network: {routed: [10.50.0.0/16]}",
            "services: {q: {image: ghcr.io/a/q, worker: true, egress: [{to: 10.40.0.0/16, port: 25, why: mail}]}}",
        ),
        ("egress[0]", "no way from tasks of `q` to `10.40.0.0/16`", "network.routed"),
    ),
    "IPv6 of a network that was there": (
        (f"network: {{ipv6: true, {EXISTING}}}", f"services: {{w: {{image: {ECR}/q, {PUBLIC}}}}}"),
        ("network.ipv6", "existing"),
    ),
}


@pytest.mark.parametrize(("lines", "told"), REFUSED.values(), ids=REFUSED)
def test_a_missing_way_is_told_with_both_ends(lines: tuple[str, ...], told: tuple[str, ...]) -> None:
    """Who calls, whom, which line to change, and what to write there."""
    with pytest.raises(MatrixError) as caught:
        loaded(*lines)
    assert all(part in str(caught.value) for part in told), str(caught.value)


ALLOWED = {
    "its own registry": ("network: {nat: none}", f"services: {{q: {{image: {ECR}/q, worker: true}}}}"),
    "another account's": (
        "network: {nat: none}",
        f"services: {{q: {{image: {ECR.replace('1', '2', 12)}/q, worker: true}}}}",
    ),
    "a copy of the collector": (
        "network: {nat: none}",
        f"observability: {{tracing: xray, collector_image: '{ECR}/collector:1'}}",
        f"services: {{q: {{image: {ECR}/q, worker: true}}}}",
    ),
    "a way out": ("observability: {tracing: xray}", f"services: {{w: {{image: ghcr.io/a/q, {PUBLIC}}}}}"),
    "another's network": (
        f"network: {{nat: none, {EXISTING}}}",
        f"services: {{w: {{image: ghcr.io/a/q, {PUBLIC}}}}}",
    ),
    "testers by name": (
        f"network: {{{EXISTING}}}",
        f"services: {{w: {{image: {ECR}/q, {PUBLIC}, deployment: {{{SHIFT}, test_cidrs: [203.0.113.0/24]}}}}}}",
    ),
    "an endpoint by name": (
        "network: {nat: none, endpoints: [cloudfront]}",
        f"services: {{q: {{image: {ECR}/q, worker: true, permissions: [{{actions: [cloudfront:CreateInvalidation], "
        "resources: ['arn:aws:cloudfront::111111111111:distribution/a']}]}}",
    ),
    "a right that is no call": (
        "network: {nat: none}",
        f"services: {{q: {{image: {ECR}/q, worker: true, permissions: [{{actions: [iam:PassRole, rds-db:connect], "
        "resources: ['arn:aws:iam::111111111111:role/a']}]}}",
    ),
    "IPv6 within the VPC, and out of it": (
        "network: {ipv6: true}",
        "services: {q: {image: a/q, worker: true, ingress: [{from: '2001:db8:0:1::/64', port: 25, why: mail}, "
        "{from: 'fd00::/48', port: 25, why: mail}], egress: [{to: '2001:db8::/32', port: 25, why: mail}]}}",
    ),
    "routes of others": (
        "network: {routed: [10.50.0.0/16, 8.8.0.0/16]}",
        "services: {q: {image: ghcr.io/a/q, worker: true, egress: [{to: 10.50.1.0/24, port: 25, why: mail}, "
        "{to: 10.0.3.0/24, port: 25, why: the VPC}], ingress: [{from: 8.8.8.0/24, port: 25, why: mail}]}}",
    ),
    "testers by NAT": (f"services: {{w: {{image: {ECR}/q, {PUBLIC}, deployment: {{{SHIFT}}}}}}}",),
}


@pytest.mark.parametrize("lines", ALLOWED.values(), ids=ALLOWED)
def test_what_has_a_way_is_let_through(lines: tuple[str, ...]) -> None:
    """Nothing that AWS lets happen is refused."""
    assert loaded(*lines).project == "probe"


def test_a_network_has_an_endpoint_for_every_arrow() -> None:
    """And none that no arrow goes by: each costs money by the hour."""
    matrix = loaded(
        "network: {nat: none}",
        f"observability: {{tracing: xray, collector_image: '{ECR}/collector:1'}}",
        f"services: {{q: {{image: {ECR}/q, worker: true, exec: true, secrets: {{A: a}}}}}}",
    )
    environment = matrix.environments["production"]
    assert environment.target == "aws"
    assert not leads_out(environment)
    assert all(arrow.endpoints for arrow in arrows(environment))
    services = ("ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssmmessages", "xray")
    assert endpoints(environment) == services


def test_rights_bring_the_endpoints_that_they_need() -> None:
    """Of every task that has them, migrations included; what goes by a gateway needs none."""
    matrix = loaded(
        "network: {nat: none}",
        f"services: {{q: {{image: {ECR}/q, worker: true, migration: {{command: [a]}}, permissions: "
        "[{actions: [sqs:SendMessage, s3:GetObject, dynamodb:GetItem, kinesis:PutRecord, ses:SendEmail], "
        "resources: ['arn:aws:sqs:{region}:{account}:a']}]}}",
    )
    environment = matrix.environments["production"]
    assert environment.target == "aws"
    assert endpoints(environment) == ("ecr.api", "ecr.dkr", "email", "kinesis-streams", "logs", "sqs")
    sources = {arrow.source for arrow in arrows(environment)}
    assert sources == {"tasks of `q`", "the migration of `q`"}


def test_a_route_that_nobody_has_spoken_of_is_remarked() -> None:
    """It may be made beside these stacks, so it is no mistake; nor is it known to be there."""
    way = "egress: [{to: 10.40.0.0/16, port: 6379, why: the shared cache}]"
    matrix = loaded(f"services: {{q: {{image: ghcr.io/a/q, worker: true, {way}}}}}")
    (remark,) = matrix.remarks
    assert "egress[0]: `10.40.0.0/16` lies outside of the VPC 10.0.0.0/16, and no route leads there" in str(remark)
    assert "`network.routed`" in str(remark)
    named = loaded("network: {routed: [10.40.0.0/16]}", f"services: {{q: {{image: a/q, worker: true, {way}}}}}")
    assert named.remarks == ()


def test_an_upgrade_that_is_declared_is_remarked() -> None:
    """The line is to go once it is done, and nothing but the database itself tells when."""
    matrix = loaded(
        "services: {q: {image: a/q, worker: true}}",
        'databases: {main: {version: "17", upgrade_from: "16", class: db.t4g.medium, storage_gib: 50}}',
    )
    (remark,) = matrix.remarks
    assert "databases.main.upgrade_from: an upgrade from 16 to 17 is declared" in str(remark)
    assert "Delete the line once it runs 17" in str(remark)
