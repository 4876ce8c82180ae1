"""Rollouts: how the tasks of a service are replaced, one record for each strategy."""

from __future__ import annotations

from typing import Final, TypeAlias

from relinfra.domain.strategies import StrategyName
from relinfra.evidence.record import Record, figure, flag, parts, text, texts
from relinfra.evidence.table import FactTable

__all__ = [
    "AnyRollout",
    "BlueGreen",
    "Canary",
    "CodeDeploy",
    "CodeDeployHook",
    "EcsRollout",
    "LifecycleHook",
    "Linear",
    "OtherRollout",
    "Rolling",
    "Rollout",
    "Shifting",
    "Stepping",
    "rollout",
]


class LifecycleHook(Record):
    """A function that ECS asks during a deployment whether to go on."""

    function = text()
    stages = texts()


class CodeDeployHook(Record):
    """A function that CodeDeploy asks during a deployment whether to go on."""

    event = text()
    function = text()


class AnyRollout(Record):
    """Fields that every rollout has; its facts stand among those of the service."""

    strategy = text("deployment.strategy", source="deployment.strategy")
    maximum_percent = figure(
        "percent", "deployment.maximum_percent", at="deployment_maximum_percent", source="deployment.maximum_percent"
    )
    minimum_healthy_percent = figure(
        "percent", "deployment.minimum_healthy_percent", source="deployment.minimum_healthy_percent"
    )
    tasks_kept = figure("tasks", "deployment.tasks_kept")
    tasks_ceiling = figure("tasks", "deployment.tasks_ceiling")
    batch_percent = figure("percent", "deployment.batch_percent")
    waits_minutes = figure("minutes", "deployment.waits_minutes")
    waits_for_steady_state = flag("deployment.waits_for_steady_state", at="wait_for_steady_state")
    circuit_breaker = flag("deployment.circuit_breaker", at="deployment_circuit_breaker.enable")
    circuit_breaker_rollback = flag("deployment.circuit_breaker_rollback", at="deployment_circuit_breaker.rollback")


class EcsRollout(AnyRollout):
    """A rollout that ECS itself carries out."""

    alarms = texts("", "deployment.alarms", source="deployment.rollback")
    alarms_enabled = flag("deployment.alarms_enabled", at="alarms.enable")
    alarms_rollback = flag("deployment.alarms_rollback", at="alarms.rollback")
    hooks = parts(LifecycleHook, "deployment.hook")


class Rolling(EcsRollout):
    """Tasks are replaced a few at a time, behind one target group."""

    @property
    def may_stop_all(self) -> bool:
        """Whether ECS may stop every task before a new one runs."""
        healthy = self.minimum_healthy_percent
        return healthy is not None and healthy.number == 0


class Shifting(EcsRollout):
    """Traffic moves between two target groups, and the old tasks stay for the bake time."""

    bake_minutes = figure(
        "minutes",
        "deployment.bake_minutes",
        at="deployment_configuration.bake_time_in_minutes",
        source="deployment.bake_minutes",
    )
    target_group = text()
    alternate_target_group = text()
    production_port = figure()
    test_port = figure(source="deployment.test_port")


class BlueGreen(Shifting):
    """All traffic moves at once."""


class Stepping(Shifting):
    """Traffic moves in shares, with a wait after each."""

    shift_percent = figure("percent", "deployment.shift_percent")
    shift_bake_minutes = figure("minutes", "deployment.shift_bake_minutes")


class Canary(Stepping):
    """A share of the traffic moves first, then the rest."""


class Linear(Stepping):
    """Equal shares of the traffic move one after another."""

    shift_steps = figure("steps", "deployment.shift_steps")
    shift_minutes = figure("minutes", "deployment.shift_minutes")


class CodeDeploy(AnyRollout):
    """A rollout that AWS CodeDeploy carries out; without an application, some other project's Terraform knows it."""

    application = text("code_deploy.application")
    group = text("code_deploy.group", at="deployment_group_name")
    configuration = text("code_deploy.configuration")
    shift = text("code_deploy.shift")
    shift_percent = figure("percent", "code_deploy.shift_percent")
    pause_minutes = figure("minutes", "code_deploy.pause_minutes")
    bake_minutes = figure("minutes", "code_deploy.bake_minutes", source="deployment.bake_minutes")
    ready = text("code_deploy.ready")
    rollback = flag("code_deploy.rollback", at="auto_rollback_configuration.enabled")
    rollback_events = texts("", "code_deploy.rollback_events")
    alarms_enabled = flag("code_deploy.alarms_enabled", at="alarm_configuration.enabled")
    alarms = texts("", "code_deploy.alarms", source="deployment.rollback")
    target_group = text("code_deploy.target_group")
    alternate_target_group = text("code_deploy.alternate_target_group")
    production_port = figure("", "code_deploy.production_port")
    test_port = figure("", "code_deploy.test_port")
    output = text("code_deploy.output")
    stack = text("code_deploy.stack")
    hooks = parts(CodeDeployHook, "code_deploy.hook")

    @property
    def elsewhere(self) -> bool:
        """Whether these stacks have no deployment group for the service."""
        return f"{self.id}.code_deploy" not in self.facts.names


class OtherRollout(EcsRollout):
    """A rollout by a strategy or a controller that is not known here."""


Rollout: TypeAlias = Rolling | BlueGreen | Canary | Linear | CodeDeploy | OtherRollout

_KINDS: Final[dict[StrategyName, type[Rollout]]] = {
    "rolling": Rolling,
    "blue_green": BlueGreen,
    "canary": Canary,
    "linear": Linear,
    "codedeploy": CodeDeploy,
}


def rollout(facts: FactTable, id: str) -> Rollout:
    """Return the record of the rollout of the service `id`."""
    strategy = facts.get(AnyRollout.strategy.below(id))
    kinds = (kind for name, kind in _KINDS.items() if strategy and strategy.value == name)
    return next(kinds, OtherRollout)(facts, id)
