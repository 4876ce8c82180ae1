from typing import Any

from relinfra.evidence.declared import Declarations
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import stages_of


def stack(name: str, region: str, component: str, *after: str, **resources: Any) -> Stack:
    """Return a stack of production."""
    tags = {"environment": "production", "region": region, "component": component}
    provider = {"aws": [{"region": region, "default_tags": [{"tags": tags}]}]}
    body: Any = {"provider": provider, "resource": resources}
    return Stack(name, after, body, {})


def output(*stacks: Stack) -> Output:
    """Return an output of one environment."""
    declared: Any = {"environments": {"production": {"region": "us-east-1", "stacks": []}}}
    return Output("0.21.0", {one.name: one for one in stacks}, Declarations(declared))


def test_each_region_is_a_deployment_the_primary_one_first() -> None:
    """The primary region bears the environment's name, another one its own beside it."""
    found = stages_of(output(stack("a", "eu-west-1", "data"), stack("b", "us-east-1", "data")))
    assert [(one.id, one.primary) for one in found] == [("production", True), ("production@eu-west-1", False)]


def test_a_recovery_stack_belongs_to_the_region_it_protects() -> None:
    """It lies in another region, but depends on the stack whose data it copies."""
    stacks = stack("data", "us-east-1", "data"), stack("recovery", "us-west-2", "recovery", "data")
    (found,) = stages_of(output(*stacks))
    assert [one.name for one in found.home] == ["data"]
    assert [one.name for one in found.recovery] == ["recovery"]


def test_two_stacks_with_one_address_give_one_resource() -> None:
    """A team's own stack may use our names; ours, which comes first, is meant."""
    ours = stack("a", "us-east-1", "data", aws_s3_bucket={"assets": {"bucket": "ours"}})
    theirs = stack("b", "us-east-1", "audit", aws_s3_bucket={"assets": {"bucket": "theirs"}})
    (found,) = stages_of(output(ours, theirs))
    assert [one.stack for one in found.find("aws_s3_bucket")] == ["a"]


def test_a_stack_of_no_environment_is_no_deployment() -> None:
    """What somebody else added beside the environments is described, but is no stage."""
    assert stages_of(Output("0.21.0", {"x": Stack("x", (), {}, {})}, Declarations({"environments": {}}))) == ()
