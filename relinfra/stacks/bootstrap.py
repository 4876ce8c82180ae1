"""The bootstrap stacks: what an account must have before a pipeline can deploy into it, one stack an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relinfra.domain.names import audit_bucket_name, evidence_bucket_name, member_name
from relinfra.stacks.backend import keep_state
from relinfra.stacks.images import container_images, repository_arns
from relinfra.stacks.lookup import resource_of
from relinfra.stacks.pipeline_access import PipelineAccess, bootstrap_placement, pipeline_access, recovery_states
from relinfra_constructs import aws
from relinfra_constructs.account.apply_role import ApplyRole, ApplyRoleProps
from relinfra_constructs.account.evidence_bucket import EvidenceBucket, EvidenceBucketProps
from relinfra_constructs.account.github_oidc import GithubOidc, oidc_provider_arn
from relinfra_constructs.account.pipeline_limits import PipelineLimits
from relinfra_constructs.account.plan_role import PlanRole, PlanRoleProps
from relinfra_constructs.account.refusals import FOUNDATION
from relinfra_constructs.account.state_bucket import StateBucket, StateBucketProps
from relinfra_constructs.account.workload_boundary import WorkloadBoundary
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import Construct, TerraformStack
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.storage.log_bucket import LogBucket, LogBucketProps
from relinfra_constructs.storage.object_lock import ObjectLock

if TYPE_CHECKING:
    from relinfra.matrix import Bootstrap, Matrix, RecoveryState
    from relinfra.matrix.content import Foundation
    from relinfra_constructs.placement import Placement

__all__ = ["BootstrapStack", "bootstrap_stacks"]


class BootstrapStack(TerraformStack):
    """The stack `shop-bootstrap-222222222222`: applied by people, never by the pipeline whose rights it defines.

    It belongs to no environment: several may share its account. `account` says which one it prepares.
    """

    def __init__(
        self, app: Construct, matrix: Matrix, foundation: Foundation, account: str, pipelines: Sequence[PipelineAccess]
    ) -> None:
        super().__init__(app, f"{matrix.project}-{FOUNDATION}-{account}")
        self.account = account
        self._matrix = matrix
        self._placement = bootstrap_placement(matrix, account)
        Batch.of(self)
        state = matrix.state
        keep_state(
            self,
            project=matrix.project,
            bucket=state.bucket,
            region=state.region,
            bucket_has_key=True,
            account=account,
            environment=None,
        )
        provider = aws.Provider(
            self,
            region=self._placement.region,
            allowed_account_ids=[account],
            default_tags={"tags": _tags(matrix.project, self._placement)},
        )
        provider.declare({"account": account})
        if account == foundation.account:
            self._buckets(foundation.bootstrap, [pipeline for pipeline in pipelines if not self._holds(pipeline)])
        provider_arn = self._roles(foundation.bootstrap, [pipeline for pipeline in pipelines if self._holds(pipeline)])
        container_images(self, matrix, foundation.bootstrap, self._placement, provider_arn)

    def resource(self, address: str) -> aws.Resource | aws.DataSource:
        """Return what has a Terraform address here, to read or `override` its arguments. Raises UsageError."""
        return resource_of(self, address)

    def _holds(self, pipeline: PipelineAccess) -> bool:
        return pipeline.access.placement.account == self.account

    def _buckets(self, bootstrap: Bootstrap, elsewhere: Sequence[PipelineAccess]) -> None:
        project, evidence = self._matrix.project, evidence_bucket_name(self._matrix.project, self.account)
        audit = LogBucketProps(
            name=audit_bucket_name(project, self.account),
            terraform_name="audit",
            placement=self._placement,
            retention_days=max(bootstrap.evidence.retention_days, LogBucketProps.retention_days),
            source_buckets=[self._matrix.state.bucket, evidence],
        )
        audit_id = LogBucket(self, "audit", audit).id
        state = StateBucketProps(
            name=self._matrix.state.bucket,
            key_name=member_name(project, "state"),
            placement=self._placement,
            remote_roles=[role for pipeline in elsewhere for role in pipeline.state_roles(self._matrix.state.bucket)],
            access_log_bucket=audit_id,
        )
        StateBucket(self, "state", state)
        for one in recovery_states(self._matrix):
            self._elsewhere(one, elsewhere, audit.retention_days)
        kept = EvidenceBucketProps(
            name=evidence,
            key_name=member_name(project, "evidence"),
            placement=self._placement,
            lock=ObjectLock(
                days=bootstrap.evidence.retention_days,
                mode="COMPLIANCE" if bootstrap.evidence.mode == "compliance" else "GOVERNANCE",
            ),
            remote_roles=[pipeline.evidence_role() for pipeline in elsewhere],
            access_log_bucket=audit_id,
        )
        EvidenceBucket(self, "evidence", kept)
        for name in ("state", "evidence"):
            Batch.of(self).declare("aws_s3_bucket", name, {"keeps": name})

    def _elsewhere(self, state: RecoveryState, elsewhere: Sequence[PipelineAccess], audit_days: int) -> None:
        """Make a bucket of states that outlives the region of the others, and the record of who reached it."""
        region, project = state.region, self._matrix.project
        placement, name = self._placement.in_region(region), terraform_name("state", region)
        audit = LogBucketProps(
            name=audit_bucket_name(project, self.account, region),
            terraform_name=terraform_name("audit", region),
            placement=placement,
            retention_days=audit_days,
            source_buckets=[state.bucket],
            region=region,
        )
        props = StateBucketProps(
            name=state.bucket,
            key_name=member_name(project, "state"),
            placement=placement,
            remote_roles=[role for pipeline in elsewhere for role in pipeline.state_roles(state.bucket)],
            access_log_bucket=LogBucket(self, f"audit-{region}", audit).id,
            terraform_name=name,
            region=region,
        )
        StateBucket(self, f"state-{region}", props)
        Batch.of(self).declare("aws_s3_bucket", name, {"keeps": "state"})

    def _roles(self, bootstrap: Bootstrap, pipelines: Sequence[PipelineAccess]) -> str | None:
        """Make the roles, and return GitHub's provider; None where the account has neither."""
        if not pipelines and not repository_arns(self._matrix, bootstrap, self.account):
            return None
        if self.account in bootstrap.existing_providers:
            provider_arn = oidc_provider_arn(self._placement)
        else:
            provider_arn = GithubOidc(self, "github", self._placement).arn
        for pipeline in pipelines:
            self._environment(pipeline, provider_arn)
        return provider_arn

    def _environment(self, pipeline: PipelineAccess, provider_arn: str) -> None:
        access, name = pipeline.access, pipeline.access.environment
        WorkloadBoundary(self, f"{name}-boundary", access)
        limits = PipelineLimits(self, f"{name}-limits", access, pipeline.state, pipeline.evidence).arns
        plan = PlanRoleProps(
            access=access,
            state=pipeline.state,
            limits=limits,
            provider_arn=provider_arn,
            runs=pipeline.plan_runs,
            reads=pipeline.plan_reads,
        )
        PlanRole(self, f"{name}-plan", plan)
        apply = ApplyRoleProps(
            access=access,
            state=pipeline.state,
            evidence=pipeline.evidence,
            limits=limits,
            provider_arn=provider_arn,
            runs=pipeline.apply_runs,
            session_seconds=pipeline.session_seconds,
        )
        ApplyRole(self, f"{name}-apply", apply)


def bootstrap_stacks(app: Construct, matrix: Matrix) -> Mapping[str, BootstrapStack]:
    """Make the stack of every account, by account: that of the state bucket first; none where none is asked for."""
    foundation = matrix.foundation
    if foundation is None:
        return {}
    environments = [found for found in matrix.environments.values() if found.target == "aws"]
    pipelines = [pipeline_access(matrix, foundation, environment) for environment in environments]
    accounts = dict.fromkeys((foundation.account, *(environment.account for environment in environments)))
    return {account: BootstrapStack(app, matrix, foundation, account, pipelines) for account in accounts}


def _tags(project: str, placement: Placement) -> dict[str, str]:
    return {
        "component": FOUNDATION,
        "managed-by": "relinfra",
        "project": aws.literal(project),
        "region": placement.region,
    }
