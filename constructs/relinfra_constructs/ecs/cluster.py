"""The ECS cluster that the services of an environment share."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["Cluster", "ClusterProps"]


class ClusterProps(Props):
    """Props of a `Cluster`: its name.

    name: physical name, such as `shop-production`.
    terraform_name: the Terraform name of the cluster and of its capacity; `main` by default.
    sessions: how sessions in its tasks are recorded, an output of `ExecSessions`; none are opened by default.
    """

    name: str
    terraform_name: str = "main"
    sessions: aws.EcsClusterConfiguration | None = None


class Cluster(Construct):
    """A Fargate cluster with Container Insights for every task and container.

    Outputs: `arn`, `name`, and `capacity_providers`, after which a service with a mix of them has to come.
    """

    def __init__(self, scope: Construct, id: str, props: ClusterProps) -> None:
        super().__init__(scope, id)
        cluster = aws.EcsCluster(
            self,
            props.terraform_name,
            name=props.name,
            setting=[{"name": "containerInsights", "value": "enhanced"}],
            configuration=props.sessions,
        )
        self.capacity_providers = aws.EcsClusterCapacityProviders(
            self,
            props.terraform_name,
            cluster_name=cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy={"capacity_provider": "FARGATE", "weight": 1},
        )
        self.arn: str = cluster.arn
        self.name: str = cluster.name
