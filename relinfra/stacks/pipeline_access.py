"""Pipeline access to one environment, worked out from the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.domain.names import (
    audit_bucket_name,
    evidence_bucket_name,
    load_balancer_name,
    member_name,
    short_prefix,
    target_group_name,
)
from relinfra.matrix import CodeDeploy, Postgres
from relinfra.matrix.deploy_time import deploy_minutes
from relinfra.matrix.failover import region_domain, served_domains, switches_by_itself
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.images import repository_arns
from relinfra.stacks.services.permissions import permissions_of
from relinfra.stacks.standby import standby_region
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.evidence_access import EvidenceAccess
from relinfra_constructs.account.github_oidc import GithubRuns
from relinfra_constructs.account.other_account import RemoteRole
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.edge.failover_alarms import metrics_region
from relinfra_constructs.placement import Placement
from relinfra_constructs.storage.guarded_bucket import bucket_arn

if TYPE_CHECKING:
    from relinfra.matrix import Bootstrap, Environment, Matrix, RecoveryState
    from relinfra.matrix.content import Foundation
    from relinfra_constructs.iam import Statement

__all__ = ["PipelineAccess", "bootstrap_placement", "pipeline_access", "recovery_states"]


@dataclass(frozen=True, kw_only=True)
class PipelineAccess:
    """One environment, its states and evidence, what a preview also reads, and the workflow runs that are trusted.

    `session_seconds` are what the longest of them takes.
    """

    access: EnvironmentAccess
    state: StateAccess
    evidence: EvidenceAccess
    plan_reads: Mapping[str, Sequence[str]]
    plan_runs: GithubRuns
    apply_runs: GithubRuns
    session_seconds: int

    def state_roles(self, bucket: str) -> list[RemoteRole]:
        """Return both roles as a state bucket of another account knows them; none where they have no state in it."""
        plan, apply = (
            self.access.iam(f"role/{name}") for name in (self.access.plan_role_name, self.access.apply_role_name)
        )
        return [
            role
            for state in self.state.each
            if state.bucket == bucket
            for role in (
                RemoteRole(arn=plan, statements=state.reading(), key_statements=state.opening()),
                RemoteRole(arn=apply, statements=state.writing(), key_statements=state.sealing()),
            )
        ]

    def evidence_role(self) -> RemoteRole:
        """Return the apply role as the evidence bucket of another account knows it."""
        return RemoteRole(
            arn=self.access.iam(f"role/{self.access.apply_role_name}"),
            statements=self.evidence.writing(),
            key_statements=self.evidence.sealing(),
        )


def bootstrap_placement(matrix: Matrix, account: str) -> Placement:
    """Return where the bootstrap of an account lies: beside the state, since its other resources have no region."""
    return Placement(account=account, region=matrix.state.region)


def pipeline_access(matrix: Matrix, foundation: Foundation, environment: Environment) -> PipelineAccess:
    """Return what the pipeline may do in an environment of a matrix with a `foundation`."""
    bootstrap = foundation.bootstrap
    name = environment.name
    home = bootstrap_placement(matrix, foundation.account)
    return PipelineAccess(
        access=_access(matrix, bootstrap, environment, home),
        state=_state(matrix, name, home),
        evidence=EvidenceAccess(bucket=evidence_bucket_name(matrix.project, home.account), placement=home, folder=name),
        plan_reads=bootstrap.plan_reads,
        plan_runs=_runs(matrix, bootstrap, f"{name}-preview"),
        apply_runs=_runs(matrix, bootstrap, name),
        session_seconds=deploy_minutes(matrix, name) * 60,
    )


def _state(matrix: Matrix, name: str, home: Placement) -> StateAccess:
    prefix = f"{matrix.project}/{matrix.project}-{name}-"
    further = [
        StateAccess(bucket=one.bucket, placement=home.in_region(one.region), prefix=prefix)
        for one in recovery_states(matrix, name)
    ]
    return StateAccess(bucket=matrix.state.bucket, placement=home, prefix=prefix, further=further)


def recovery_states(matrix: Matrix, name: str | None = None) -> tuple[RecoveryState, ...]:
    """Return the buckets of states beside that of the matrix, each once: of an environment, or of all."""
    plans = [
        found.environment.disaster_recovery
        for found in matrix.regional_environments()
        if name in (None, found.environment.name)
    ]
    return tuple({plan.state.bucket: plan.state for plan in plans if plan and plan.state}.values())


def _runs(matrix: Matrix, bootstrap: Bootstrap, environment: str) -> GithubRuns:
    """Return the runs in an environment of GitHub's, by every name that GitHub may give them."""
    ids = bootstrap.repository_ids
    return GithubRuns(
        subjects=bootstrap.subjects_of(matrix.repository, environment),
        repository_id=ids.repository if ids else None,
        owner_id=ids.owner if ids else None,
    )


def _access(matrix: Matrix, bootstrap: Bootstrap, environment: Environment, home: Placement) -> EnvironmentAccess:
    everywhere = [
        found.environment for found in matrix.regional_environments() if found.environment.name == environment.name
    ]
    recovery = {found.disaster_recovery.region for found in everywhere if found.disaster_recovery}
    if any(switches_by_itself(found) for found in everywhere):
        recovery.add(metrics_region(bootstrap_placement(matrix, environment.account)))
    services = [service for found in everywhere for service in found.services.values()]
    buckets = (
        matrix.state.bucket,
        evidence_bucket_name(matrix.project, home.account),
        audit_bucket_name(matrix.project, home.account),
        *(one.bucket for one in recovery_states(matrix)),
        *(audit_bucket_name(matrix.project, home.account, one.region) for one in recovery_states(matrix)),
    )
    siblings = [
        other
        for other in matrix.environments.values()
        if other.target == "aws" and other.account == environment.account and other.name != environment.name
    ]
    return EnvironmentAccess(
        project=matrix.project,
        environment=environment.name,
        placement=bootstrap_placement(matrix, environment.account),
        regions=sorted({found.region for found in everywhere} | recovery),
        domains=sorted({service.domain.name for service in services if service.domain} | _region_names(everywhere)),
        checks_health=any(switches_by_itself(found) for found in everywhere),
        siblings=[other.name for other in siblings],
        short_names=_short_names(matrix, environment.name),
        sibling_short_names=[short for other in siblings for short in _short_names(matrix, other.name)],
        guarded_buckets=[bucket_arn(home, bucket) for bucket in buckets],
        guarded_repositories=repository_arns(matrix, bootstrap, environment.account),
        further_services=bootstrap.further_services,
        workloads=_workloads(everywhere, environment.account),
        keeps_master_passwords=any(_keeps_master_passwords(found) for found in everywhere),
        answers_code_deploy=any(isinstance(one.deployment, CodeDeploy) and one.deployment.hooks for one in services),
    )


def _region_names(everywhere: Sequence[Environment]) -> set[str]:
    """Return the names under which the regions of a failover are asked."""
    return {
        region_domain(domain, region).name
        for found in everywhere
        if switches_by_itself(found)
        for domain in served_domains(found.services).values()
        for region in found.running_regions
    }


def _workloads(everywhere: Sequence[Environment], account: str) -> list[Statement]:
    """Return what services are allowed, in every region in which they run or stand ready."""
    return [
        permission.statement(Placement(account=account, region=region))
        for found in everywhere
        for region in found.running_regions
        for service in found.services.values()
        for permission in permissions_of(service)
    ]


def _short_names(matrix: Matrix, name: str) -> list[str]:
    """Return what begins names of an environment that have no room for its own."""
    prefix, found = member_name(matrix.project, name), set()
    for environment in (one.environment for one in matrix.regional_environments() if one.environment.name == name):
        short = short_prefix(prefix, environment.short_name)
        keys = [named_after(key, service) for key, service in environment.services.items() if service.public]
        groups = {target_group_name(prefix, short, key) for key in keys} - {member_name(prefix, key) for key in keys}
        if groups or load_balancer_name(prefix, short) != prefix:
            found.add(short)
    return sorted(found - {prefix})


def _keeps_master_passwords(environment: Environment) -> bool:
    instances = (database for database in environment.databases.values() if isinstance(database, Postgres))
    return any(instance.reader_count for instance in instances) or standby_region(environment) is not None
