"""One stage of the promotion: an environment that CI deploys into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from relinfra.domain.names import (
    apply_role_name,
    database_name,
    deployment_output,
    evidence_bucket_name,
    image_tag_variable,
    load_balancer_name,
    member_name,
    migration_name,
    migration_output,
    plan_role_name,
    service_name,
    short_prefix,
)
from relinfra.matrix import AuroraPostgresql, CodeDeploy, Postgres, WarmStandby
from relinfra.matrix.deploy_time import deploy_minutes, rollout_minutes
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.values.regions import oidc_audience, partition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relinfra.matrix import Database, Environment, Matrix, RegionalEnvironment, Service

__all__ = ["STOP_MINUTES", "Stage", "stages"]

STOP_MINUTES = 10
"""The minutes of a job that stay for stopping what it has started, when time is up."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """An AWS environment in promotion order, with what a workflow needs to deploy into it.

    `audience` is for whom GitHub issues the token that becomes a role; `timeout_minutes` covers the deployment of every
    region with its bake time; `places` are its regions as the execution record names them, and `asked` those with a
    public address;
    `services` are what ECS deploys, as `region,cluster,service`;
    `recoveries` are the regions that stand by with tasks, as `place,region,load balancer`;
    `recovery_states` are the buckets of the states that lie elsewhere, as `region,bucket`;
    `reviewers` and `wait_minutes` are the approval, empty and 0 where none is asked for; `images` are, by the
    Terraform variable that says which version of a service runs, the images that the matrix does not pin;
    `migrations` are what the stage runs once when a stack is applied and before the next one, as
    `region,stack,output,minutes,databases`: the Terraform output of the stack says how, the task has so many minutes,
    and each of the databases (`instance:NAME+cluster:NAME`) has to be restorable before;
    `code_deployments` are, by region, what the stage deploys with CodeDeploy after the apply, as
    `stack,output,minutes`;
    `evidence` is the locked place that what was applied is kept at, empty where the matrix asks for none.
    """

    name: str
    region: str
    audience: str
    plan_role: str
    apply_role: str
    timeout_minutes: int
    asked: tuple[str, ...]
    places: Mapping[str, str]
    recoveries: tuple[str, ...]
    recovery_states: tuple[str, ...]
    reviewers: tuple[str, ...]
    wait_minutes: int
    images: Mapping[str, str]
    services: tuple[str, ...]
    migrations: tuple[str, ...]
    code_deployments: Mapping[str, tuple[str, ...]]
    evidence: str
    evidence_region: str

    @property
    def image_tags(self) -> tuple[str, ...]:
        """The Terraform variables that say which version of a service runs."""
        return tuple(self.images)


def stages(matrix: Matrix) -> tuple[Stage, ...]:
    """Return the stages of `matrix.promotion` that live in AWS, in its order."""
    named = ((name, matrix.environments[name]) for name in matrix.promotion)
    return tuple(_stage(matrix, name, found) for name, found in named if found.target == "aws")


def _stage(matrix: Matrix, name: str, environment: Environment) -> Stage:
    deployments = [found for found in matrix.regional_environments() if found.environment.name == name]
    regional = [found.environment for found in deployments]
    prefix = member_name(matrix.project, name)
    roles = f"arn:{partition(environment.region)}:iam::{environment.account}:role/"
    approval = environment.approval
    return Stage(
        name=name,
        region=environment.region,
        audience=oidc_audience(environment.region),
        plan_role=roles + plan_role_name(prefix),
        apply_role=roles + apply_role_name(prefix),
        timeout_minutes=deploy_minutes(matrix, name),
        asked=tuple(_place(found) for found in deployments if _answers(found.environment)),
        places={found.region: _place(found) for found in deployments},
        recoveries=tuple(recovery for found in deployments for recovery in _recoveries(found)),
        recovery_states=tuple(dict.fromkeys(state for found in regional if (state := _recovery_state(found)))),
        reviewers=tuple(approval.reviewers) if approval else (),
        wait_minutes=approval.wait_minutes if approval else 0,
        images=dict(sorted({tag: image for found in reversed(regional) for tag, image in _images(found)}.items())),
        services=tuple(service for found in deployments for service in _services(found)),
        migrations=tuple(migration for found in deployments for migration in _migrations(found)),
        code_deployments={found.region: deployed for found in deployments if (deployed := _code_deployments(found))},
        evidence=_evidence(matrix, name),
        evidence_region=matrix.state.region,
    )


def _evidence(matrix: Matrix, name: str) -> str:
    account = matrix.state_account
    return f"s3://{evidence_bucket_name(matrix.project, account)}/{name}" if account else ""


def _images(environment: Environment) -> Iterator[tuple[str, str]]:
    for key, service in environment.services.items():
        if not service.image_is_pinned:
            yield image_tag_variable(named_after(key, service)), service.image


def _services(deployment: RegionalEnvironment) -> Iterator[str]:
    for key, service in deployment.environment.services.items():
        if not isinstance(service.deployment, CodeDeploy):
            yield f"{deployment.region},{deployment.name},{service_name(deployment.name, named_after(key, service))}"


def _migrations(deployment: RegionalEnvironment) -> Iterator[str]:
    """Visit the migrations of one region; what stands by in another has no data of its own to migrate."""
    for key, service in deployment.environment.services.items():
        if service.migration:
            stack = migration_name(deployment.name)
            minutes = service.migration.timeout_minutes
            yield f"{deployment.region},{stack},{migration_output(key)},{minutes},{_restorable(deployment, service)}"


def _restorable(deployment: RegionalEnvironment, service: Service) -> str:
    """Return what RDS knows the databases of a service as: an instance, or the cluster that has the backups."""
    databases = deployment.environment.databases
    named = {key: database_name(deployment.name, named_after(key, databases[key])) for key in service.databases}
    return "+".join(f"{_kind(databases[key])}:{name}" for key, name in named.items())


def _kind(database: Database) -> str:
    match database:
        case AuroraPostgresql():
            return "cluster"
        case Postgres():
            return "instance"
        case _:
            assert_never(database)


def _code_deployments(deployment: RegionalEnvironment) -> tuple[str, ...]:
    return tuple(
        f"{member_name(deployment.name, 'service')},{deployment_output(key)},{rollout_minutes(service)}"
        for key, service in deployment.environment.services.items()
        if isinstance(service.deployment, CodeDeploy)
    )


def _place(deployment: RegionalEnvironment) -> str:
    name = deployment.environment.name
    return name if deployment.primary else f"{name}@{deployment.region}"


def _recoveries(deployment: RegionalEnvironment) -> Iterator[str]:
    """Visit the region that stands by with tasks: its load balancer bears the name of the environment's own."""
    environment = deployment.environment
    plan, prefix = environment.disaster_recovery, member_name(deployment.project, environment.name)
    if isinstance(plan, WarmStandby) and _answers(environment):
        balancer = load_balancer_name(prefix, short_prefix(prefix, environment.short_name))
        yield f"{_place(deployment)},{plan.region},{balancer}"


def _recovery_state(environment: Environment) -> str | None:
    plan = environment.disaster_recovery
    return f"{plan.state.region},{plan.state.bucket}" if plan and plan.state else None


def _answers(environment: Environment) -> bool:
    return any(
        service.domain and service.domain.answers(service.health_check.path)
        for service in environment.services.values()
    )
