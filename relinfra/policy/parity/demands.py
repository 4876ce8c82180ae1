"""Environments that customers use have what customers need."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.policy.parity.parity_rule import Answer, ParityRule
from relinfra.policy.parity.weaker import promoted

__all__ = ["EnvironmentHasWhatItsClassDemands"]


class EnvironmentHasWhatItsClassDemands(ParityRule):
    """Each environment that customers use is approved, in two zones and protected; every one has alarms.

    Asked by `relinfra check` alone, over all stacks.
    """

    policy = "CKV_RELINFRA_133"
    title = "An environment must have what its place in the promotion demands"
    level = "HIGH"
    rationale = "Nobody is asked, and nothing raises an alarm, before customers notice"
    remedy = "Set `approval`, `network.azs` and `observability.notify` of the environment"
    source = "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/operate.html"

    def answers(self, output: Output) -> Iterator[Answer]:
        """Yield for each environment whether it has alarms, and for those in use what customers need."""
        order = promoted(output)
        live = output.declared.live or order[-1:]
        for environment in dict.fromkeys((*order, *live)):
            stacks = [output.stacks[name] for name in output.declared.stacks(environment) if name in output.stacks]
            for stack in stacks:
                if stack.label("component") == "observability":
                    yield stack, "aws_sns_topic.alerts", bool(stack.find("aws_cloudwatch_metric_alarm"))
                if environment in live:
                    yield from _of_customers(output, environment, stack)


def _of_customers(output: Output, environment: str, stack: Stack) -> Iterator[Answer]:
    if stack.label("component") == "service":
        asked = output.declared.of(environment, "approval", "reviewers")
        yield stack, "provider.aws", bool(asked and asked.value)
        for service in stack.find("aws_ecs_service"):
            subnets = service.at("network_configuration", "subnets")
            known = subnets.value if subnets else None
            yield stack, service.address, not isinstance(known, list) or len(known) > 1
    for kind in ("aws_db_instance", "aws_rds_cluster"):
        for database in stack.find(kind):
            protected, copied = database.at("deletion_protection"), database.at("replicate_source_db")
            yield stack, database.address, copied is not None or bool(protected and protected.flag)
