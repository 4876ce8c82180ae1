"""Synthesize many resources of the kinds a service is made of, 50 to a stack: `many_resources.py COUNT`."""

import json
import sys
from collections.abc import Callable
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import App, S3Backend, TerraformStack

PER_STACK = 50


def new_stack(app: App, name: str) -> TerraformStack:
    """Return a stack with what every stack has."""
    stack = TerraformStack(app, name)
    S3Backend(stack, bucket="state", key=f"{name}.tfstate", region="us-east-1", encrypt=True)
    aws.Provider(stack, region="us-east-1", default_tags={"tags": {"project": "many", "component": name}})
    return stack


def add_parameter(stack: TerraformStack, name: str) -> str:
    """Add an encrypted parameter."""
    return aws.SsmParameter(stack, name, name=f"/{name}", type="SecureString", value="x", tags={"Name": name}).arn


def add_role(stack: TerraformStack, name: str) -> str:
    """Add a role with a trust policy in JSON."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return aws.IamRole(stack, name, name=name, assume_role_policy=policy, tags={"Name": name}).arn


def add_alarm(stack: TerraformStack, name: str, previous: str) -> str:
    """Add an alarm of metric math, which has nested blocks."""
    metric: Any = {"namespace": "AWS/ApplicationELB", "period": 60, "stat": "Sum"}
    errors: Any = {**metric, "metric_name": "HTTPCode_Target_5XX_Count", "dimensions": {"LoadBalancer": "app/web/1"}}
    requests: Any = {**metric, "metric_name": "RequestCount"}
    return aws.CloudwatchMetricAlarm(
        stack,
        name,
        alarm_name=name,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=5,
        threshold=2,
        treat_missing_data="notBreaching",
        alarm_actions=[previous],
        metric_query=[
            {"id": "rate", "expression": "100 * errors / FILL(requests, 1)", "return_data": True},
            {"id": "errors", "metric": errors},
            {"id": "requests", "metric": requests},
        ],
    ).arn


def add_bucket(stack: TerraformStack, name: str) -> str:
    """Add a bucket."""
    return aws.S3Bucket(stack, name, bucket=name, force_destroy=False, tags={"Name": name}).arn


def main(count: int) -> None:
    """Synthesize `count` resources."""
    kinds: list[Callable[[TerraformStack, str], str]] = [add_parameter, add_role, add_bucket]
    app = App(stack_traces=False)
    previous = ""
    for index in range(count):
        if index % PER_STACK == 0:
            stack = new_stack(app, f"many-{index // PER_STACK}")
            previous = add_parameter(stack, f"r{index}")
        elif index % 4 == 0:
            previous = add_alarm(stack, f"r{index}", previous)
        else:
            previous = kinds[index % 4 - 1](stack, f"r{index}")
    app.synth()


main(int(sys.argv[1]))
