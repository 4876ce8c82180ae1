"""The checks of public URLs that services ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from relinfra.domain.names import service_name, synthetics_bucket_name
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.canary import KEPT_RUNS_DAYS, RUNS_PREFIX, Canary, CanaryProps, canary_log_groups
from relinfra_constructs.observability.canary_alarms import CanaryAlarms, CanaryAlarmsProps
from relinfra_constructs.storage.bucket import Bucket, BucketProps

if TYPE_CHECKING:
    from relinfra.matrix import Domain, Environment, Synthetics
    from relinfra.stacks.scope import StackScope

__all__ = ["SyntheticChecks", "synthetic_log_groups"]

_BUCKET = "synthetics"


def synthetic_log_groups(scope: StackScope, environment: Environment) -> list[str]:
    """Return patterns of the log groups that the checks of an environment write to, for the policy of their key."""
    return [canary_log_groups(_name(scope, environment, key)) for key in _checked(environment)]


class SyntheticChecks(Construct):
    """A canary with its alarms for every service that asks for one, and one bucket for all of them.

    Outputs: `alarm_names` and `canary_names` by the keys of the services.
    """

    def __init__(self, parent: Construct, scope: StackScope, environment: Environment, key_arn: str) -> None:
        super().__init__(parent, "synthetics")
        self._scope, self._environment, self._key_arn = scope, environment, key_arn
        checked = _checked(environment)
        bucket = self._bucket() if checked else None
        self.canary_names: Mapping[str, str] = {
            key: self._canary(key, domain, check, bucket) for key, (domain, check) in checked.items() if bucket
        }
        self.alarm_names: Mapping[str, tuple[str, ...]] = {
            key: self._alarms(key, check) for key, (_, check) in checked.items()
        }

    def _bucket(self) -> Bucket:
        props = BucketProps(
            name=synthetics_bucket_name(self._scope.name, self._scope.placement.account),
            terraform_name=_BUCKET,
            placement=self._scope.placement,
            key_arn=self._key_arn,
            expire_noncurrent_days=KEPT_RUNS_DAYS,
            expire_days=KEPT_RUNS_DAYS,
            expire_prefix=RUNS_PREFIX,
        )
        return Bucket(self, "bucket", props)

    def _canary(self, key: str, domain: Domain, check: Synthetics, bucket: Bucket) -> str:
        props = CanaryProps(
            name=_name(self._scope, self._environment, key),
            key=terraform_name(key),
            placement=self._scope.placement,
            url=f"https://{domain.name}{check.path}",
            bucket=bucket,
            expected_status=check.expected_status,
            interval_minutes=check.interval_minutes,
            log_retention_days=self._environment.observability.log_retention_days,
        )
        return Canary(self, f"canary-{key}", props).name

    def _alarms(self, key: str, check: Synthetics) -> tuple[str, ...]:
        props = CanaryAlarmsProps(
            name=_name(self._scope, self._environment, key),
            key=terraform_name(key),
            canary_name=self.canary_names[key],
            interval_minutes=check.interval_minutes,
            max_latency_ms=check.max_latency_ms,
        )
        return CanaryAlarms(self, f"alarms-{key}", props).alarm_names


def _name(scope: StackScope, environment: Environment, key: str) -> str:
    return service_name(scope.name, named_after(key, environment.services[key]))


def _checked(environment: Environment) -> dict[str, tuple[Domain, Synthetics]]:
    return {
        key: (service.domain, service.synthetics)
        for key, service in environment.services.items()
        if service.domain and service.synthetics
    }
