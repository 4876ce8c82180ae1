"""The escape hatch: any argument of any resource, checked, and on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import MatrixError, UsageError
from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from relinfra_constructs import aws
from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.errors import ArgumentError

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
STAGING = '  staging:\n    account: "333333333333"\n'
REGION = "us-east-1: {network: {cidr: 10.9.0.0/16}, services: {web: {domain: {name: us.hello.example.com}}}, "


def matrix(folder: Path, staging: str = "", defaults: str = "") -> Matrix:
    """Return the minimal example with more lines in staging, or in the defaults."""
    assert MINIMAL.count(STAGING) == 1
    text = MINIMAL.replace(STAGING, f"{STAGING}    {staging}\n").replace("defaults:\n", f"defaults:\n{defaults}")
    (folder / "relinfra.yaml").write_text(text)
    return Matrix.load(folder / "relinfra.yaml")


def app(folder: Path, staging: str = "", defaults: str = "") -> ReleaseApp:
    """Return the app of that matrix."""
    return ReleaseApp(matrix(folder, staging, defaults), folder / "cdktf.out")


def body(made: ReleaseApp, stack: str, terraform_type: str, name: str) -> dict[str, Any]:
    """Return a synthesized resource."""
    text = (made.output / "stacks" / stack / "cdk.tf.json").read_text()
    found: dict[str, Any] = json.loads(text)["resource"][terraform_type][name]
    return found


def declared(made: ReleaseApp) -> list[dict[str, Any]]:
    """Return the deviations on record."""
    found: list[dict[str, Any]] = json.loads((made.output / "relinfra.json").read_text())["deviations"]
    return found


def test_an_override_of_the_matrix_is_in_the_terraform_and_on_record(tmp_path: Path) -> None:
    """With the line that asked for it, and only where it was asked for."""
    made = app(tmp_path, "overrides: {service: {aws_lb.main: {idle_timeout: 120}}}")
    made.synth()
    assert body(made, "hello-staging-service", "aws_lb", "main")["idle_timeout"] == 120
    assert "idle_timeout" not in body(made, "hello-production-service", "aws_lb", "main")
    line = next(n for n, text in enumerate((tmp_path / "relinfra.yaml").read_text().splitlines(), 1) if "idle" in text)
    assert declared(made) == [
        {
            "environment": "staging",
            "stack": "hello-staging-service",
            "address": "aws_lb.main",
            "argument": "idle_timeout",
            "value": 120,
            "source": f"relinfra.yaml:{line}",
        }
    ]


def test_an_override_of_the_defaults_reaches_every_environment_until_null_takes_it_back(tmp_path: Path) -> None:
    """It merges like everything else in a matrix."""
    made = app(
        tmp_path,
        "overrides: {service: {aws_lb.main: {idle_timeout: null}}}",
        defaults="  overrides: {service: {aws_lb.main: {idle_timeout: 120}}}\n",
    )
    made.synth()
    assert [(found["environment"], found["value"]) for found in declared(made)] == [("production", 120)]


def test_a_region_overrides_for_itself(tmp_path: Path) -> None:
    """The stacks of its own region stay as they are."""
    made = app(tmp_path, f"regions: {{{REGION} overrides: {{service: {{aws_lb.main: {{idle_timeout: 90}}}}}}}}}}")
    made.synth()
    assert [found["stack"] for found in declared(made)] == ["hello-staging-us-east-1-service"]


def test_what_stands_ready_in_another_region_is_overridden_for_itself(tmp_path: Path) -> None:
    """Its stacks hold the same addresses, so the component tells them apart."""
    recovery = "{region: us-east-1, rto_minutes: 30, rpo_minutes: 15, mode: pilot_light, network: {cidr: 10.77.0.0/16}}"
    made = app(
        tmp_path,
        f"disaster_recovery: {recovery}\n    buckets: {{assets: {{}}}}\n"
        "    overrides: {recovery-service: {aws_lb.main: {idle_timeout: 90}}}",
    )
    staging = made.environments["staging"]
    assert staging.resource("service", "aws_lb.main") is not staging.resource("recovery-service", "aws_lb.main")
    made.synth()
    assert [found["stack"] for found in declared(made)] == ["hello-staging-recovery-service"]


def test_an_override_in_python_wins_and_is_on_record(tmp_path: Path) -> None:
    """Code runs after the matrix, and knows more."""
    made = app(tmp_path, "overrides: {service: {aws_ecs_service.web: {enable_execute_command: true}}}")
    service = made.environments["staging"].resource("service", "aws_ecs_service.web")
    service.override("enable_execute_command", False)
    service.override("cluster", made.environments["staging"].resource("service", "aws_ecs_cluster.main").arn)
    service.add_override("timeouts.delete", "40m")
    made.synth()
    assert [(found["argument"], found["value"], found["source"]) for found in declared(made)] == [
        ("cluster", "${aws_ecs_cluster.main.arn}", "python"),
        ("enable_execute_command", False, "python"),
        ("timeouts.delete", "40m", "python"),
    ]


def test_an_override_in_a_stack_of_no_environment_is_on_record_too(tmp_path: Path) -> None:
    """Such as one that prepares an account, or a plain stack of the team's own."""
    made = app(tmp_path)
    team = TerraformStack(made, "team")
    aws.Provider(team, region="eu-west-1")
    aws.Vpc(team, "main", cidr_block="10.0.0.0/16").override("cidr_block", "10.1.0.0/16")
    made.synth()
    assert [(found["environment"], found["stack"]) for found in declared(made)] == [("shared", "team")]


def test_an_argument_that_was_removed_is_on_record_as_null(tmp_path: Path) -> None:
    """None removes it from the Terraform."""
    made = app(tmp_path)
    made.environments["staging"].resource("network", "aws_vpc.main").override("enable_dns_hostnames", None)
    made.synth()
    assert "enable_dns_hostnames" not in body(made, "hello-staging-network", "aws_vpc", "main")
    assert [found["value"] for found in declared(made)] == [None]


def test_text_of_a_matrix_is_never_an_expression(tmp_path: Path) -> None:
    """Terraform would read secrets, or another resource, into a tag."""
    tags = '{"a${b}": "${file(\\"/etc/passwd\\")}", list: "%{if true}"}'
    made = app(tmp_path, f"overrides: {{service: {{aws_lb.main: {{tags: {tags}}}}}}}")
    made.synth()
    assert body(made, "hello-staging-service", "aws_lb", "main")["tags"] == {
        "a$${b}": '$${file("/etc/passwd")}',
        "list": "%%{if true}",
    }


def test_escaped_text_does_not_pass_as_a_number(tmp_path: Path) -> None:
    """An expression has any type; text that only looks like one has not."""
    with pytest.raises(MatrixError, match="idle_timeout: expected a number"):
        app(tmp_path, 'overrides: {service: {aws_lb.main: {idle_timeout: "${1 + 1}"}}}')


def test_what_makes_a_lifecycle_can_be_overridden(tmp_path: Path) -> None:
    """To protect a resource, or to leave a tag alone that somebody else sets."""
    made = app(tmp_path, "overrides: {network: {aws_vpc.main: {lifecycle.ignore_changes: [tags]}}}")
    made.synth()
    assert body(made, "hello-staging-network", "aws_vpc", "main")["lifecycle"] == {"ignore_changes": ["tags"]}


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ("{servce: {}}", "expected a stack of hello-staging, found `servce`. Did you mean `service`?"),
        (
            "{network: {aws_vpc.mian: {}}}",
            "expected a resource of hello-staging-network, found `aws_vpc.mian`. Did you mean `aws_vpc.main`?",
        ),
        (
            "{network: {aws_vpcs.main: {}}}",
            "expected a resource of hello-staging-network, found `aws_vpcs.main`. Did you mean `aws_vpc.main`?",
        ),
        (
            "{network: {aws_vpc.main: {cidr_blok: x}}}",
            "unknown argument 'cidr_blok'. Did you mean 'cidr_block'?",
        ),
        ("{network: {aws_vpc.main: {arn: x}}}", "arn is set by the provider. It cannot be an argument."),
        ("{network: {aws_vpc.main: {cidr_block: 7}}}", "cidr_block: expected a string, found 7 (int)."),
        (
            "{network: {aws_vpc.main: {depends_on: [x]}}}",
            "depends_on cannot be overridden: references to the resource rest on it.",
        ),
        (
            "{network: {aws_vpc.main: {lifecycle.prevent_destoy: true}}}",
            "unknown argument 'lifecycle.prevent_destoy'. Did you mean 'prevent_destroy'?",
        ),
    ],
)
def test_an_override_of_nothing_is_a_mistake_in_the_matrix(tmp_path: Path, overrides: str, problem: str) -> None:
    """It is told with its line, and nothing is written."""
    with pytest.raises(MatrixError) as caught:
        app(tmp_path, f"overrides: {overrides}")
    assert str(caught.value).startswith(f"{tmp_path}/relinfra.yaml:")
    assert str(caught.value).endswith(problem)
    assert not (tmp_path / "cdktf.out").exists()


def test_every_wrong_override_is_told_at_once(tmp_path: Path) -> None:
    """Of all environments."""
    with pytest.raises(MatrixError) as caught:
        app(
            tmp_path,
            "overrides: {service: {aws_lb.main: {idle_timout: 1}}}",
            defaults="  overrides: {network: {aws_vpc.mian: {x: 1}}}\n",
        )
    assert len(caught.value.problems) == 3


def test_what_does_not_exist_is_told_to_python_too(tmp_path: Path) -> None:
    """As a mistake of whoever asks, with the nearest name."""
    staging = app(tmp_path).environments["staging"]
    with pytest.raises(UsageError, match="hello-staging has no stack 'servce'; did you mean `service`"):
        staging.resource("servce", "aws_lb.main")
    with pytest.raises(UsageError, match=r"hello-staging-service holds no aws_lb.mian; did you mean `aws_lb\.main`"):
        staging.resource("service", "aws_lb.mian")
    with pytest.raises(ArgumentError, match="unknown argument 'idle_timout'"):
        staging.resource("service", "aws_lb.main").override("idle_timout", 5)
