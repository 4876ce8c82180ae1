"""Somebody who asks for a public URL every few minutes, as a user would."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.canary_package import HANDLER, canary_package
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.bucket import Bucket

__all__ = [
    "CANARY_NAMESPACE",
    "CANARY_RUNTIME",
    "KEPT_RUNS_DAYS",
    "RUNS_PREFIX",
    "STEP_NAME",
    "Canary",
    "CanaryProps",
    "canary_log_groups",
]

CANARY_RUNTIME = "syn-nodejs-puppeteer-17.0"
"""AWS retires old ones: then no new canary can be made with them, while those there keep running."""

STEP_NAME = "public-url"
CANARY_NAMESPACE = "CloudWatchSynthetics"
KEPT_RUNS_DAYS = 31
RUNS_PREFIX = "runs/"
_LONGEST_INTERVAL = 60
_TIMEOUT_SECONDS = 60
_MEMORY_MIB = 960
# Synthetics names the function, and so its log group, after the beginning of the canary's name.
_NAME_IN_FUNCTION = 21


class CanaryProps(Props):
    """Props of a canary: the URL it asks for, and how often.

    name: physical name, lower case, such as `shop-production-web`.
    key: Terraform name prefix, such as `web`.
    placement: account and region.
    url: what is asked for, over HTTPS.
    bucket: keeps the script, and below `RUNS_PREFIX` what each run reports, which is worth `KEPT_RUNS_DAYS`. Its key
        encrypts the log too, and has to let CloudWatch Logs encrypt `canary_log_groups(name)`.
    expected_status: the HTTP status of a good answer; redirects are not followed.
    interval_minutes: time between two runs, from 1 to 60.
    log_retention_days: how long the log is kept, one of the values CloudWatch Logs offers.
    """

    name: str
    key: str
    placement: Placement
    url: str
    bucket: Bucket
    expected_status: int = 200
    interval_minutes: int = 5
    log_retention_days: int = 365

    def __post_init__(self) -> None:
        """Refuse a URL without TLS and an interval Synthetics does not offer. Raises ConstructError."""
        if not self.url.startswith("https://"):
            raise ConstructError(f"{self.name}: url: expected one that begins with https://, found {self.url!r}")
        if not 1 <= self.interval_minutes <= _LONGEST_INTERVAL:
            expected = f"expected 1 to {_LONGEST_INTERVAL}, found {self.interval_minutes}"
            raise ConstructError(f"{self.name}: interval_minutes: {expected}")


class Canary(Construct):
    """A CloudWatch Synthetics canary that asks for one URL, with its role, script and log.

    Outputs: `name`; its metrics carry it as `CanaryName`, and the request's own also `StepName` `public-url`.
    """

    def __init__(self, scope: Construct, id: str, props: CanaryProps) -> None:
        super().__init__(scope, id)
        self._props = props
        canary = self._canary(self._script())
        self._log(canary)
        self.name: str = canary.name

    def _script(self) -> aws.S3Object:
        return aws.S3Object(
            self,
            terraform_name(self._props.key, "canary"),
            bucket=self._props.bucket.id,
            key=f"scripts/{self._props.name}.zip",
            content_base64=canary_package(),
            content_type="application/zip",
            kms_key_id=self._props.bucket.key_arn,
            # S3 takes ten tags on an object, fewer than a provider may give to everything else.
            override_provider={"default_tags": {"tags": {}}},
            depends_on=[self._props.bucket],
        )

    def _canary(self, script: aws.S3Object) -> aws.SyntheticsCanary:
        props, access = self._props, Construct(self, "access")
        minutes = "1 minute" if props.interval_minutes == 1 else f"{props.interval_minutes} minutes"
        return aws.SyntheticsCanary(
            self,
            terraform_name(props.key),
            name=props.name,
            runtime_version=CANARY_RUNTIME,
            handler=HANDLER,
            s3_bucket=script.bucket,
            s3_key=script.key,
            # A new script has a new version, without which nothing would tell the canary of it.
            s3_version=script.version_id,
            execution_role_arn=self._role(access).arn,
            artifact_s3_location=f"s3://{props.bucket.name}/{self._folder}/",
            artifact_config={
                "s3_encryption": {"encryption_mode": "SSE_KMS", "kms_key_arn": props.bucket.key_arn},
            },
            schedule={"expression": f"rate({minutes})"},
            run_config={
                "timeout_in_seconds": _TIMEOUT_SECONDS,
                "memory_in_mb": _MEMORY_MIB,
                "active_tracing": False,
                "environment_variables": {
                    "CHECKED_URL": aws.literal(props.url),
                    "EXPECTED_STATUS": str(props.expected_status),
                    "STEP_NAME": STEP_NAME,
                },
            },
            success_retention_period=KEPT_RUNS_DAYS,
            failure_retention_period=KEPT_RUNS_DAYS,
            start_canary=True,
            delete_lambda=True,
            # It runs at once, and the first run needs what the role allows.
            depends_on=[access],
        )

    @property
    def _folder(self) -> str:
        return f"{RUNS_PREFIX}{self._props.name}"

    def _role(self, scope: Construct) -> aws.IamRole:
        return service_role(
            scope,
            terraform_name(self._props.key, "canary"),
            physical_name=f"{self._props.name}-canary",
            placement=self._props.placement,
            # https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html on both conditions
            service="lambda",
            source_account=self._props.placement.account,
            source_arn=self._props.placement.arn("lambda", f"function:{_function(self._props.name)}"),
            statements=_statements(self._props, self._folder),
        )

    def _log(self, canary: aws.SyntheticsCanary) -> None:
        """Make the log group that the function, which may not, finds then: encrypted, and kept for so long."""
        function = f'${{element(split(":", {canary.address}.engine_arn), 6)}}'
        aws.CloudwatchLogGroup(
            self,
            terraform_name(self._props.key, "canary"),
            name=f"/aws/lambda/{function}",
            retention_in_days=self._props.log_retention_days,
            kms_key_id=self._props.bucket.key_arn,
        )


def canary_log_groups(name: str) -> str:
    """Return a pattern of the names that the log group of the canary `name` may have; AWS adds an id of its own."""
    return f"/aws/lambda/{_function(name)}"


def _function(name: str) -> str:
    return f"cwsyn-{name[:_NAME_IN_FUNCTION]}*"


def _statements(props: CanaryProps, folder: str) -> list[Statement]:
    logs = props.placement.arn("logs", f"log-group:{canary_log_groups(props.name)}")
    return [
        Statement(actions=["s3:GetObject", "s3:PutObject"], resources=[f"{props.bucket.arn}/{folder}/*"]),
        Statement(actions=["s3:GetBucketLocation"], resources=[props.bucket.arn]),
        Statement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[props.bucket.key_arn]),
        # Without logs:CreateLogGroup: one that Lambda made would have no key and keep everything for ever.
        Statement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[f"{logs}:*"]),
        # AWS offers no resources for the following two actions.
        Statement(actions=["s3:ListAllMyBuckets"], resources=["*"]),
        Statement(
            actions=["cloudwatch:PutMetricData"],
            resources=["*"],
            conditions={"StringEquals": {"cloudwatch:namespace": CANARY_NAMESPACE}},
        ),
    ]
