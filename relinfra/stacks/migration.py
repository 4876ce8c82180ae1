"""The migration stack: what changes a schema before the code that needs it is deployed.

It lies between data and services and needs neither a running task nor a load balancer, so that a first release, too,
has its schema before its first task starts.
"""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.names import migration_name, migration_task_name
from relinfra.matrix import Environment
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.scope import StackScope
from relinfra.stacks.services.data import ServiceData
from relinfra.stacks.services.migration import add_migration, add_migration_output
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.migration import MigrationTask
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["MigrationStack"]

_TERRAFORM_NAME = "migration"


class MigrationStack(EnvironmentStack):
    """Output: `tasks`, by the keys of their services; each has a Terraform output that says how it is run."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        network: NetworkOutputs,
        data: ServiceData,
    ) -> None:
        super().__init__(app, scope, "migration")
        # A cluster of its own: the services' would have to leave their stack, and they with it.
        props = ClusterProps(name=migration_name(scope.name), terraform_name=_TERRAFORM_NAME)
        cluster = Cluster(self, "cluster", props)
        log_key_arn = self._log_key(environment)
        made = {
            key: add_migration(self, environment, data, key, vpc_id=network.vpc_id, log_key_arn=log_key_arn)
            for key in environment.services
        }
        self.tasks: Mapping[str, MigrationTask] = {key: task for key, task in made.items() if task}
        for key, task in self.tasks.items():
            add_migration_output(self, key, task, cluster=cluster.name, subnet_ids=network.private_subnet_ids)

    @staticmethod
    def is_needed(environment: Environment) -> bool:
        """Return whether any service of the environment has a migration."""
        return any(service.migration for service in environment.services.values())

    def _log_key(self, environment: Environment) -> str:
        name, placement = self.scope.name, self.scope.placement
        migrating = {key: service for key, service in environment.services.items() if service.migration}
        groups = [f"/ecs/{migration_task_name(name, named_after(key, one))}" for key, one in migrating.items()]
        props = EncryptionKeyProps(
            name=migration_name(name),
            terraform_name=_TERRAFORM_NAME,
            description=f"Logs of the migrations of {name}",
            placement=placement,
            services=[logs_service(placement, *groups)],
        )
        return EncryptionKey(self, "key", props).arn
