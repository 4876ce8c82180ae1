"""Logs, dashboards and who is told."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect log groups, dashboards and the subscriptions of topics."""
    for group in deployment.find("aws_cloudwatch_log_group"):
        own = sheet.at(f"log_group.{group.name}")
        own.take("name", group.at("name"))
        retention = group.at("retention_in_days")
        own.take("retention_days", retention, number, unit="days", asked="")
    for dashboard in deployment.find("aws_cloudwatch_dashboard"):
        sheet.take(f"dashboard.{dashboard.name}.name", dashboard.at("dashboard_name"))
    for cluster in deployment.find("aws_ecs_cluster"):
        for setting in cluster.each("setting"):
            name = setting.at("name")
            if name and name.text == "containerInsights":
                sheet.take("container_insights", setting.at("value"))
    for topic in deployment.find("aws_sns_topic"):
        own = sheet.at(f"topic.{topic.name}")
        own.take("name", topic.at("name"))
        _subscribers(deployment, own, topic.address)


def _subscribers(deployment: Deployment, sheet: Sheet, topic: str) -> None:
    endpoints = [
        endpoint
        for subscription in deployment.find("aws_sns_topic_subscription")
        if any(found.address == topic for found in deployment.output.follow(subscription.at("topic_arn")))
        and (endpoint := subscription.at("endpoint"))
    ]
    if endpoints:
        told = tuple(endpoint.text for endpoint in endpoints)
        sheet.at("", "observability").add("subscribers", told, *endpoints, asked="notify")
