"""A task that is run once before a release: nothing keeps it running, and it needs no service to exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.opening import Opening, open_way
from relinfra_constructs.ecs.service_network import DatabaseAccess, ServiceNetwork
from relinfra_constructs.ecs.task import FargateTask, FargateTaskProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

__all__ = ["MigrationTask", "MigrationTaskProps"]


class MigrationTaskProps(Props):
    """A task that ends, and the databases it reaches.

    task: the task, with the command that replaces the image's own; the security group bears its `name` and `key`.
    vpc_id: the network.
    databases: by Terraform name, the databases it changes.
    egress_cidrs: where it reaches HTTPS; anywhere by default, since images, logs and secrets have no fixed addresses.
    openings: further ways out of it.
    """

    task: FargateTaskProps
    vpc_id: str
    databases: Mapping[str, DatabaseAccess] = field(default_factory=dict)
    egress_cidrs: Sequence[str] = ("0.0.0.0/0",)
    openings: Sequence[Opening] = ()

    def __post_init__(self) -> None:
        """Refuse what only a running service has. Raises ConstructError."""
        container = self.task.container
        if container.port is not None or container.health_command:
            raise ConstructError(f"{self.task.name}: nobody asks a task that ends; leave out port and health_command")


class MigrationTask(Construct):
    """A task definition with roles, log group and security group of its own, so that it exists before any service.

    Outputs: `definition_arn`, `security_group_id`, `task` (a `FargateTask`).
    """

    def __init__(self, scope: Construct, id: str, props: MigrationTaskProps) -> None:
        super().__init__(scope, id)
        task = props.task
        self.task = FargateTask(self, "task", task)
        network = ServiceNetwork(self, "network", name=task.name, key=task.key, vpc_id=props.vpc_id)
        network.connect(props.databases)
        network.reach(props.egress_cidrs)
        for opening in props.openings:
            open_way(network, task.key, network.security_group_id, opening)
        self.definition_arn: str = self.task.definition_arn
        self.security_group_id: str = network.security_group_id
