"""The security group of a service: what its tasks may talk to, and who may talk to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.service_connect import CalledService
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["DatabaseAccess", "ServiceNetwork"]


class DatabaseAccess(Props):
    """A database the service connects to: its security group and its TCP port."""

    security_group_id: str
    port: int = 5432


class ServiceNetwork(Construct):
    """The security group of a service, each permission a rule of its own. Outputs: `security_group_id`."""

    def __init__(self, scope: Construct, id: str, *, name: str, key: str, vpc_id: str) -> None:
        super().__init__(scope, id)
        self._key = key
        group = aws.SecurityGroup(
            self,
            terraform_name(key),
            name=name,
            description=f"Tasks of {name}",
            vpc_id=vpc_id,
            tags={"Name": name},
        )
        self.security_group_id: str = group.id

    def accept(self, security_group_id: str, port: int) -> None:
        """Let the load balancer, and nobody else, reach `port`; and let it out to this service."""
        self._connect(
            terraform_name(self._key, "from_load_balancer"),
            source=security_group_id,
            target=self.security_group_id,
            port=port,
            description=f"Load balancer to {self._key}",
        )

    def connect(self, databases: Mapping[str, DatabaseAccess]) -> None:
        """Let the tasks reach each database, and each database be reached."""
        for name, database in sorted(databases.items()):
            self._connect(
                terraform_name(self._key, "to", name),
                source=self.security_group_id,
                target=database.security_group_id,
                port=database.port,
                description=f"{self._key} to database {name}",
                ingress_name=terraform_name(name, "from", self._key),
            )

    def call(self, services: Mapping[str, CalledService]) -> None:
        """Let the tasks reach each service, and each service be reached."""
        for name, service in sorted(services.items()):
            self._connect(
                terraform_name(self._key, "to", name),
                source=self.security_group_id,
                target=service.security_group_id,
                port=service.port,
                description=f"{self._key} to {name}",
                ingress_name=terraform_name(name, "from", self._key),
            )

    def reach(self, cidrs: Sequence[str]) -> None:
        """Let the tasks reach HTTPS in `cidrs`, IPv4 or IPv6: AWS's interfaces and whatever the application calls."""
        for number, cidr in enumerate(cidrs, start=1):
            aws.VpcSecurityGroupEgressRule(
                self,
                terraform_name(self._key, f"https_{number}"),
                security_group_id=self.security_group_id,
                description="HTTPS",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                cidr_ipv4=None if ":" in cidr else cidr,
                cidr_ipv6=cidr if ":" in cidr else None,
            )

    def _connect(
        self,
        name: str,
        *,
        source: str,
        target: str,
        port: int,
        description: str,
        ingress_name: str | None = None,
    ) -> None:
        aws.VpcSecurityGroupEgressRule(
            self,
            name,
            security_group_id=source,
            referenced_security_group_id=target,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        aws.VpcSecurityGroupIngressRule(
            self,
            ingress_name or name,
            security_group_id=target,
            referenced_security_group_id=source,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
