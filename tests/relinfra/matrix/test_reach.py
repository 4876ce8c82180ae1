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
