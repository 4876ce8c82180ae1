"""The one way in for everybody must bear the loss of a zone and keep what it saw."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ZONES = 2


class LoadBalancerBearsLosses(StackRule):
    """A load balancer stands in two zones or more, refuses malformed requests, and logs requests and connections."""

    policy = "CKV_RELINFRA_148"
    group = "traffic"
    claims = ("requests_logged",)
    title = (
        "A load balancer must stand in two zones or more, refuse malformed requests, shift away from a bad zone, "
        "and log requests and connections"
    )
    category = CheckCategories.NETWORKING
    level = "MEDIUM"
    rationale = (
        "In one zone it falls with it; malformed headers smuggle requests past it; without logs of connections "
        "nobody can tell why clients fail before they are served"
    )
    remedy = "Leave the load balancer to `services.KEY.domain`; set `network.azs`"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"
    resources = ("aws_lb", "aws_alb")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is one for applications."""
        return resource.text("load_balancer_type") in {"", "application"}

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it does all that."""
        subnets = resource.strings("subnets")
        yield bool(resource.blocks("subnet_mapping")) or len({one for one in subnets if is_expression(one)}) >= ZONES
        yield all(is_expression(one) or one.startswith("subnet-") for one in subnets)
        yield resource.flag("drop_invalid_header_fields") is True
        yield resource.text("desync_mitigation_mode") in {"defensive", "strictest"}
        yield resource.flag("enable_zonal_shift") is True
        for logs in ("access_logs", "connection_logs"):
            yield resource.block(logs).flag("enabled") is True
            yield _is_bucket(resource.block(logs).text("bucket"), stack)
        yield resource.block("access_logs").text("prefix") != resource.block("connection_logs").text("prefix")


def _is_bucket(text: str, stack: Stack) -> bool:
    """Return whether logs go to a bucket of the stack, or of another one."""
    return is_remote(text) or stack.referred(text, "aws_s3_bucket") is not None


check = LoadBalancerBearsLosses()
