from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.service_connect import Answer, ConnectProps, Namespace
from relinfra_constructs.errors import ConstructError
from tests.services import BLUE_GREEN, CODE_DEPLOY, service_props, task_props
from tests.support import resource, synthesize


def pair(stack: TerraformStack) -> None:
    """Fill `stack` with a caller and the service it calls."""
    namespace = Namespace(stack, "namespace", name="shop-production").arn
    offered = ConnectProps(namespace_arn=namespace, answer=Answer(name="stock", port=8080, protocol="tcp"))
    stock = FargateService(stack, "stock", service_props(task=task_props("stock"), traffic=None, connect=offered))
    calling = ConnectProps(namespace_arn=namespace, calls={"stock": stock.called})
    FargateService(stack, "web", service_props(task=task_props("web"), traffic=None, connect=calling))


def test_a_namespace_bears_the_name_of_the_cluster() -> None:
    """Its names are told by calls of the API, not by DNS zones."""
    made = resource(synthesize(pair), "aws_service_discovery_http_namespace.main")
    assert made["name"] == "shop-production"


def test_a_port_without_requests_says_no_protocol() -> None:
    """ECS has no word for TCP."""
    made = synthesize(pair)
    task = resource(made, "aws_ecs_task_definition.stock")["container_definitions"]
    assert '"name":"stock"' in task
    assert "appProtocol" not in task
    assert resource(made, "aws_ecs_service.web")["depends_on"][-1] == "aws_ecs_service.stock"


def answering(**arguments: Any) -> Any:
    return service_props(
        connect=ConnectProps(namespace_arn="arn:ns", answer=Answer(name="web", port=8080)), **arguments
    )


def test_who_is_called_listens() -> None:
    """A worker has no port to be called at."""
    with pytest.raises(ConstructError, match="needs it as `port`"):
        answering(task=task_props(container={"port": None}), traffic=None)


def test_who_is_called_does_not_shift_traffic() -> None:
    """AWS documents either way of shifting, not both at once."""
    with pytest.raises(ConstructError, match="rolling"):
        answering(deployment=BLUE_GREEN)


def test_code_deploy_and_service_connect_exclude_each_other() -> None:
    """Even for a service that only calls others."""
    with pytest.raises(ConstructError, match="CodeDeploy"):
        service_props(connect=ConnectProps(namespace_arn="arn:ns"), deployment=CODE_DEPLOY)


def test_nobody_calls_a_worker() -> None:
    """It says so, instead of handing out half of what a caller needs."""

    def made(stack: TerraformStack) -> None:
        props = service_props(task=task_props(container={"port": None}), traffic=None)
        _ = FargateService(stack, "worker", props).called

    with pytest.raises(ConstructError, match="worker"):
        synthesize(made)
