"""The signal of a failover: whether one service of one region answers, asked from outside of AWS's regions.

An alias record that takes over the health of its load balancer says something else. It is healthy only while every
target group that has targets has a healthy one, so that any sick service behind the load balancer moves every name; and
a group without targets, as blue/green leaves it, is called unhealthy by the same text.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html

- A checker connects within four seconds and takes a status of 2xx or 3xx within two more; an endpoint is healthy while
  more than 18 % of the checkers find it so. Certificates are not validated.
  https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
- It resolves the name to an IPv4 address, and a name that leads to several regions gives unpredictable results.
  https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
- An alarm of CloudWatch would be the other signal. It cannot count the healthy targets of two target groups, since it
  would need metric math, is evaluated in the region that may be lost, and says nothing of the way there.
"""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["RegionCheck", "RegionCheckProps"]

_LONGEST_PATH = 255
"""https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html"""


class RegionCheckProps(Props):
    """Props of a check: the name that leads to one region alone, and the path a healthy service answers there.

    key: Terraform name of the service, such as `web`; the record is `web_region`.
    name: what the check is called, such as `shop-production-web`.
    domain: the name that is asked, such as `us-east-1.shop.example.com`; the load balancer leads it to the service.
    zone_id: the Route 53 zone that holds it.
    load_balancer_dns_name, load_balancer_zone_id: outputs of a `LoadBalancer` with public addresses: nothing else can
        be asked.
    path: answered with 2xx or 3xx within two seconds while the service is well; at most 255 characters.
    interval_seconds: 10 or 30 between two requests of each checker; the shorter costs more. 30 by default.
    failures: how many in a row change the verdict, 1 to 10; 3 by default.
    """

    key: str
    name: str
    domain: str
    zone_id: str
    load_balancer_dns_name: str
    load_balancer_zone_id: str
    path: str = "/"
    interval_seconds: int = 30
    failures: int = 3

    def __post_init__(self) -> None:
        """Refuse a path that Route 53 does not ask for. Raises ConstructError."""
        if len(self.path) > _LONGEST_PATH:
            raise ConstructError(
                f"{self.name}: expected a path of at most {_LONGEST_PATH} characters, which Route 53 asks for, "
                f"found {len(self.path)}; give the service a shorter one for its health"
            )


class RegionCheck(Construct):
    """A name of one region, and a health check of Route 53 that asks it. Outputs: `id`, of the check."""

    def __init__(self, scope: Construct, id: str, props: RegionCheckProps) -> None:
        super().__init__(scope, id)
        record = aws.Route53Record(
            self,
            terraform_name(props.key, "region"),
            zone_id=props.zone_id,
            name=props.domain,
            type="A",
            alias={
                "name": props.load_balancer_dns_name,
                "zone_id": props.load_balancer_zone_id,
                "evaluate_target_health": False,
            },
        )
        check = aws.Route53HealthCheck(
            self,
            terraform_name(props.key),
            type="HTTPS",
            fqdn=record.fqdn,
            port=443,
            resource_path=aws.literal(props.path),
            enable_sni=True,
            request_interval=props.interval_seconds,
            failure_threshold=props.failures,
            tags={"Name": props.name},
        )
        self.id: str = check.id
