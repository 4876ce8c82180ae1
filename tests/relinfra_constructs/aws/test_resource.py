"""What a typed resource accepts, refuses and hands to cdktf."""

import json
from pathlib import Path

import pytest

from relinfra_constructs import aws
from relinfra_constructs.cdk import App, Construct, S3Backend, TerraformResource, TerraformStack
from relinfra_constructs.errors import ArgumentError, ConstructError


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app that writes into a folder of its own."""
    return App(outdir=str(tmp_path / "out"))


def stack_of(app: App, name: str) -> TerraformStack:
    """Return a stack whose state other stacks can read."""
    stack = TerraformStack(app, name)
    S3Backend(stack, bucket="state", key=f"{name}.tfstate", region="us-east-1")
    return stack


def synthesized(app: App, stack: str) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """Return the Terraform of one stack."""
    app.synth()
    return json.loads(Path(app.outdir, "stacks", stack, "cdk.tf.json").read_text())  # type: ignore[no-any-return]


def test_an_address_is_the_type_and_the_given_name_however_deep_the_construct_lies(app: App) -> None:
    """Moving a resource between constructs must not rename it."""
    nested = Construct(Construct(stack_of(app, "a"), "outer"), "inner")
    vpc = aws.Vpc(nested, "main", cidr_block="10.0.0.0/16")
    assert vpc.address == "aws_vpc.main"
    assert synthesized(app, "a")["resource"]["aws_vpc"]["main"]["cidr_block"] == "10.0.0.0/16"


def test_every_fault_of_the_arguments_is_reported_at_once_with_the_construct_path(app: App) -> None:
    """Unknown, missing, mistyped and repeated arguments come in one error, and nothing is created."""
    network = Construct(stack_of(app, "a"), "network")
    with pytest.raises(ArgumentError) as caught:
        aws.EcsService(  # type: ignore[call-arg]
            network,
            "web",
            clustr="main",  # type: ignore[call-arg]
            desired_count="two",  # type: ignore[arg-type]
            alarms={"alarm_names": ["5xx"], "enable": True},  # type: ignore[typeddict-item]
            deployment_configuration=[{}, {}],  # type: ignore[arg-type]
            tags={"team": 7},  # type: ignore[dict-item]
        )
    assert str(caught.value).splitlines() == [
        "a/network: aws_ecs_service.web: unknown argument 'clustr'; did you mean 'cluster'?",
        "a/network: aws_ecs_service.web: desired_count: expected a number, found 'two' (str)",
        "a/network: aws_ecs_service.web: missing required argument 'alarms.rollback'",
        "a/network: aws_ecs_service.web: deployment_configuration: expected at most one block, found 2",
        "a/network: aws_ecs_service.web: tags['team']: expected a string, found 7 (int)",
        "a/network: aws_ecs_service.web: missing required argument 'name'",
    ]
    assert not [node for node in network.node.find_all() if isinstance(node, TerraformResource)]


def test_a_computed_attribute_cannot_be_given(app: App) -> None:
    """Terraform would refuse it at plan; it is refused at construction."""
    with pytest.raises(ArgumentError, match="arn is set by the provider"):
        aws.Vpc(stack_of(app, "a"), "main", arn="arn:aws:ec2:…")  # type: ignore[call-arg]


def test_an_expression_passes_where_the_schema_wants_another_type(app: App) -> None:
    """A reference has the type of what it points to, which only Terraform knows."""
    stack = stack_of(app, "a")
    zones = aws.data.AvailabilityZones(stack, "available", state="available")
    aws.Lb(stack, "main", subnets=zones.names, idle_timeout=aws.Expression("${var.seconds}"))
    body = synthesized(app, "a")["resource"]["aws_lb"]["main"]
    assert body["subnets"] == "${data.aws_availability_zones.available.names}"
    assert body["idle_timeout"] == "${var.seconds}"


def test_a_reference_used_in_another_stack_becomes_a_remote_state_read(app: App) -> None:
    """Also inside a longer string and inside JSON text."""
    vpc = aws.Vpc(stack_of(app, "network"), "main", cidr_block="10.0.0.0/16")
    service = stack_of(app, "service")
    aws.SsmParameter(service, "vpc", name="vpc", type="String", value=json.dumps({"arns": [f"{vpc.arn}/x"]}))
    value = synthesized(app, "service")["resource"]["aws_ssm_parameter"]["vpc"]["value"]
    remote = "${data.terraform_remote_state.cross-stack-reference-input-network.outputs"
    assert value == json.dumps({"arns": [f"{remote}.cross-stack-output-aws_vpcmainarn}}/x"]})
    network = json.loads(Path(app.outdir, "stacks/network/cdk.tf.json").read_text())
    assert network["output"]["cross-stack-output-aws_vpcmainarn"]["value"] == "${aws_vpc.main.arn}"


def test_an_unknown_attribute_names_the_nearest(app: App) -> None:
    """A typing error fails in Python, not at `terraform plan`."""
    vpc = aws.Vpc(stack_of(app, "a"), "main", cidr_block="10.0.0.0/16")
    with pytest.raises(AttributeError, match="aws_vpc has no attribute 'arm'; did you mean 'arn'"):
        _ = vpc.arm  # type: ignore[attr-defined]


def test_an_unknown_type_names_the_nearest() -> None:
    """The module speaks as a class does."""
    with pytest.raises(AttributeError, match="did you mean 'EcsService'"):
        _ = aws.EcsServic  # type: ignore[attr-defined]


def test_text_of_a_user_stays_text(app: App) -> None:
    """Terraform would evaluate `${` and `%{`."""
    aws.Vpc(stack_of(app, "a"), "main", tags={"Name": aws.literal("50%{x} of ${var.secret}")})
    tags = synthesized(app, "a")["resource"]["aws_vpc"]["main"]["tags"]
    assert tags == {"Name": "50%%{x} of $${var.secret}"}


def test_depends_on_takes_resources_and_whole_constructs(app: App) -> None:
    """A construct stands for every resource in it."""
    stack = stack_of(app, "a")
    group = Construct(stack, "group")
    aws.Eip(group, "one")
    aws.Eip(group, "two")
    vpc = aws.Vpc(stack, "main")
    aws.NatGateway(stack, "main", connectivity_type="private", subnet_id="subnet-1", depends_on=[vpc, group])
    body = synthesized(app, "a")["resource"]["aws_nat_gateway"]["main"]
    assert body["depends_on"] == ["aws_vpc.main", "aws_eip.one", "aws_eip.two"]


def test_depending_on_a_resource_of_another_stack_orders_the_stacks(app: App) -> None:
    """Terraform has no depends_on across states; cdktf deploys the stacks in order."""
    first, second = stack_of(app, "first"), stack_of(app, "second")
    aws.Eip(second, "one", depends_on=[aws.Vpc(first, "main")])
    assert "depends_on" not in synthesized(app, "second")["resource"]["aws_eip"]["one"]
    manifest = json.loads(Path(app.outdir, "manifest.json").read_text())
    assert manifest["stacks"]["second"]["dependencies"] == ["first"]


def test_depending_on_an_empty_construct_is_an_error(app: App) -> None:
    """It would wait for nothing, which nobody means."""
    stack = stack_of(app, "a")
    with pytest.raises(ConstructError, match="a/empty holds no resource"):
        aws.Eip(stack, "one", depends_on=[Construct(stack, "empty")])


def test_meta_arguments_are_written_as_terraform_writes_them(app: App) -> None:
    """Lifecycle, provider, for_each and count are bare references and values."""
    stack = stack_of(app, "a")
    aws.Provider(stack, region="us-east-1")
    recovery = aws.Provider(stack, alias="recovery", region="us-west-2")
    aws.Eip(
        stack,
        "one",
        provider=recovery,
        count=2,
        lifecycle={"ignore_changes": ["tags"], "prevent_destroy": True},
    )
    config = synthesized(app, "a")
    assert config["provider"]["aws"][1] == {"alias": "recovery", "region": "us-west-2"}  # type: ignore[index]
    body = config["resource"]["aws_eip"]["one"]
    assert (body["provider"], body["count"]) == ("aws.recovery", 2)
    assert body["lifecycle"] == {"ignore_changes": ["tags"], "prevent_destroy": True}


def test_two_resources_cannot_share_an_address(app: App) -> None:
    """The second would silently overwrite the first."""
    stack = stack_of(app, "a")
    aws.Eip(Construct(stack, "x"), "one")
    with pytest.raises(ConstructError, match=r"a: aws_eip\.one is there already"):
        aws.Eip(Construct(stack, "y"), "one")


def test_an_override_is_checked_like_an_argument(app: App) -> None:
    """The escape hatch reaches every depth, and refuses what the provider has not."""
    service = aws.EcsService(
        stack_of(app, "a"), "web", name="web", load_balancer=[{"container_name": "web", "container_port": 80}]
    )
    service.override("load_balancer.0.container_port", 8080)
    service.override("deployment_configuration.strategy", "BLUE_GREEN")
    with pytest.raises(ArgumentError, match=r"unknown argument 'deployment_configuration\.stratgy'"):
        service.override("deployment_configuration.stratgy", "ROLLING")
    body = synthesized(app, "a")["resource"]["aws_ecs_service"]["web"]
    assert body["load_balancer"] == [{"container_name": "web", "container_port": 8080}]
    assert body["deployment_configuration"] == {"strategy": "BLUE_GREEN"}


def test_a_refused_override_changes_nothing(app: App) -> None:
    """A caller that catches the error still has the resource it built."""
    vpc = aws.Vpc(stack_of(app, "a"), "main", cidr_block="10.0.0.0/16", lifecycle={"prevent_destroy": True})
    with pytest.raises(ArgumentError):
        vpc.override("cidr_block", 10)
    vpc.override("enable_dns_support", True)
    body = synthesized(app, "a")["resource"]["aws_vpc"]["main"]
    assert (body["cidr_block"], body["enable_dns_support"]) == ("10.0.0.0/16", True)
    assert body["lifecycle"] == {"prevent_destroy": True}


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("load_balancer.1.container_port", "load_balancer: expected the number of an entry, 0 to 0, found '1'"),
        ("load_balancer.first", "load_balancer: expected the number of an entry, 0 to 0, found 'first'"),
        ("name.first", "name: has no arguments, it is 'web'"),
        ("load_balancer..port", "an empty step after 'load_balancer'"),
        ("provider", "provider cannot be overridden"),
        ("lifecycle.ignore_change", "unknown argument 'lifecycle.ignore_change'"),
    ],
)
def test_an_override_that_leads_nowhere_is_refused(app: App, path: str, problem: str) -> None:
    """With the step that is wrong."""
    service = aws.EcsService(
        stack_of(app, "a"), "web", name="web", load_balancer=[{"container_name": "web", "container_port": 80}]
    )
    with pytest.raises(ArgumentError, match=problem):
        service.override(path, 1)


def test_the_override_of_cdktf_wins_over_the_arguments(app: App) -> None:
    """Whoever knows cdktf expects add_override to have the last word."""
    vpc = aws.Vpc(Construct(stack_of(app, "a"), "network"), "main", cidr_block="10.0.0.0/16")
    vpc.add_override("cidr_block", "10.1.0.0/16")
    assert synthesized(app, "a")["resource"]["aws_vpc"]["main"]["cidr_block"] == "10.1.0.0/16"


def test_a_computed_expression_can_be_named_and_crosses_stacks(app: App) -> None:
    """What no attribute holds is a local, and a local is an output like any other."""
    first = stack_of(app, "first")
    aws.Eip(first, "one")
    joined = aws.expression(first, "joined", '${join(",", aws_eip.one[*].id)}')
    aws.Vpc(stack_of(app, "second"), "main", tags={"ips": joined})
    assert "localjoined" in str(synthesized(app, "second")["resource"]["aws_vpc"]["main"]["tags"])
