"""Stacks of what the shop itself has not: a name that moves, a login by IAM, and a major upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import merged

ROOT = Path(__file__).parents[3]
MINIMAL = ROOT / "examples" / "minimal" / "relinfra.yaml"
RECOVERY = "{region: us-east-1, mode: warm_standby, network: {cidr: 10.77.0.0/16}, rto_minutes: 30, rpo_minutes: 15}"
WAF = "{waf: managed, rate_limit_per_5_minutes: 2000}"
BLUE_GREEN = """\
        deployment:
          strategy: blue_green
          bake_minutes: 10
          test_port: 8443
          rollback: {error_rate_percent: 2, p95_latency_ms: 400}
"""
API = """\
      api:
        image: 333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/api
        domain: {name: hello.example.com, zone: hello.example.com, paths: [/api/*]}
"""
LOGIN = {"secret": "database.main", "login": "iam", "user": "web"}
OPTIONS = {
    "defaults": {"services": {"web": {"migration": {"command": ["bin/migrate"]}, "secrets": {"DATABASE": LOGIN}}}},
    "environments": {"production": {"databases": {"main": {"version": "17", "upgrade_from": "16", "readers": 1}}}},
}


@pytest.fixture(scope="session")
def failing_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blue/green service and another one behind the same name, in two regions, dual-stack, behind a firewall."""
    folder = tmp_path_factory.mktemp("failover")
    lines = f"    disaster_recovery: {RECOVERY}\n    edge: {WAF}\n    network: {{ipv6: true}}\n"
    lines += "    observability: {notify: [oncall@example.com]}\n"
    text = MINIMAL.read_text().replace("  production:\n", f"  production:\n{lines}", 1)
    domain = "    services: {web: {domain: {name: hello.example.com}}}\n"
    assert domain in text
    services = f"    services:\n      web:\n        domain: {{name: hello.example.com}}\n{BLUE_GREEN}{API}"
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text.replace(domain, services))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


@pytest.fixture(scope="session")
def logging_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop whose tasks and migration log in by IAM, to a database that is upgraded and has a reader."""
    shop = yaml.safe_load((ROOT / "examples/shop/relinfra.yaml").read_text())
    output = tmp_path_factory.mktemp("login") / "cdktf.out"
    ReleaseApp(Matrix.parse(yaml.safe_dump(merged(shop, OPTIONS), sort_keys=False).encode()), output).synth()
    return output
