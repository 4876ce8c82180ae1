"""A service with everything around it, in two stacks, as Terraform and Checkov see it."""

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.cdk import App, TerraformStack
from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.deployment import Deployment
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.rolling_deployment import RollingDeployment
from relinfra_constructs.ecs.secret import Secret
from relinfra_constructs.ecs.service_network import DatabaseAccess
from relinfra_constructs.ecs.task_roles import BucketAccess
from relinfra_constructs.edge.certificate import Certificate, CertificateProps
from relinfra_constructs.edge.dns import DomainAlias, DomainAliasProps
from relinfra_constructs.edge.load_balancer import LoadBalancer
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.observability.budget import Budget, BudgetProps
from relinfra_constructs.observability.dashboard import Dashboard, DashboardProps, ServicePanel
from relinfra_constructs.observability.database_alarms import DatabaseAlarms, DatabaseAlarmsProps
from relinfra_constructs.observability.database_panels import DatabasePanel
from relinfra_constructs.observability.service_alarms import ServiceAlarms, ServiceAlarmsProps, ServiceThresholds
from relinfra_constructs.observability.topic import AlertTopic, AlertTopicProps, alert_key_services
from tests import forked
from tests.services import (
    BLUE_GREEN,
    CODE_DEPLOY,
    THRESHOLDS,
    load_balancer_props,
    service_props,
    task_props,
    traffic_props,
)
from tests.support import HERE, KEY_ARN, stack, terraform_applies

NAME = "shop-production"
THRESHOLD = ServiceThresholds(error_rate_percent=5, p95_latency_ms=250)

EXPECTED_FAILURES = {
    # Port 80 answers with a redirect to HTTPS, for which it must be reachable.
    ("CKV_AWS_260", "resource.load_balancer_http"),
    # Whether to put a firewall in front is the environment's decision.
    ("CKV2_AWS_28", "aws_lb.main"),
    # TLS ends at the load balancer; tasks take requests from its security group only.
    ("CKV_AWS_378", "aws_lb_target_group.web"),
    ("CKV_AWS_378", "aws_lb_target_group.web_alternate"),
    # The bucket for load balancer logs: AWS writes under keys S3 manages only, and a log of the log never ends.
    ("CKV_AWS_18", "aws_s3_bucket.load_balancer_logs"),
    ("CKV_AWS_144", "aws_s3_bucket.load_balancer_logs"),
    ("CKV_AWS_145", "aws_s3_bucket.load_balancer_logs"),
}


def environment(folder: Path, services: dict[str, Deployment], **task: Any) -> Path:
    """Write the stacks `service` and `observability` of an environment with these services."""
    app = App(outdir=str(folder))
    service, observability = stack(app, "service"), stack(app, "observability")
    watch(observability, serve(service, services, task))
    app.synth()
    return folder


def serve(stack: TerraformStack, services: dict[str, Deployment], task: dict[str, Any]) -> dict[str, FargateService]:
    key = EncryptionKey(
        stack,
        "key",
        EncryptionKeyProps(
            name=f"{NAME}-service",
            terraform_name="service",
            description="Logs of the services",
            placement=HERE,
            services=[logs_service(HERE, f"/ecs/{NAME}-*")],
        ),
    )
    cluster = Cluster(stack, "cluster", ClusterProps(name=NAME))
    certificates = {
        name: Certificate(
            stack,
            f"{name}-certificate",
            CertificateProps(key=name, domain=f"{name}.example.com", zone="example.com"),
        )
        for name in services
    }
    first, *further = services
    balancer = LoadBalancer(
        stack,
        "load-balancer",
        load_balancer_props(
            certificate_arn=certificates[first].arn,
            further_certificate_arns={name: certificates[name].arn for name in further},
            test_port=8443,
            test_cidrs=["192.0.2.0/24"],
        ),
    )
    made = {}
    for priority, (name, deployment) in enumerate(services.items(), start=1):
        alias = DomainAliasProps(
            key=name,
            domain=f"{name}.example.com",
            zone_id=certificates[name].zone_id,
            load_balancer_dns_name=balancer.dns_name,
            load_balancer_zone_id=balancer.zone_id,
        )
        DomainAlias(stack, f"{name}-alias", alias)
        traffic = traffic_props(
            load_balancer_arn_suffix=balancer.arn_suffix,
            load_balancer_security_group_id=balancer.security_group_id,
            listener_arn=balancer.https_listener_arn,
            test_listener_arn=balancer.test_listener_arn,
            hosts=[f"{name}.example.com"],
            priority=priority,
            shared_load_balancer=len(services) > 1,
        )
        props = service_props(
            task=task_props(name, log_kms_key_arn=key.arn, **task),
            cluster_arn=cluster.arn,
            traffic=traffic,
            deployment=deployment,
            databases={"main": DatabaseAccess(security_group_id="sg-database")},
        )
        made[name] = FargateService(stack, name, props)
    return made


def watch(stack: TerraformStack, services: dict[str, FargateService]) -> None:
    key = EncryptionKey(
        stack,
        "key",
        EncryptionKeyProps(
            name=f"{NAME}-observability",
            terraform_name="observability",
            description="Alerts",
            placement=HERE,
            services=alert_key_services(HERE),
        ),
    )
    topic = AlertTopic(
        stack,
        "topic",
        AlertTopicProps(name=f"{NAME}-alerts", placement=HERE, kms_key_arn=key.arn, emails=["oncall@example.com"]),
    )
    arns: list[str] = []
    panels = []
    for name, service in services.items():
        names = {"cluster_name": NAME, "service_name": f"{NAME}-{name}"}
        alarms = ServiceAlarms(
            stack,
            f"{name}-alarms",
            ServiceAlarmsProps(
                name=f"{NAME}-{name}",
                key=name,
                metrics=service.metrics,
                thresholds=THRESHOLD,
                topic_arn=topic.arn,
                rollback_alarm_names=service.rollback_alarm_names,
                **names,
            ),
        )
        arns += [alarms.composite_arn, *alarms.arns]
        panels.append(
            ServicePanel(title=name, metrics=service.metrics, error_rate_percent=5, p95_latency_ms=250, **names)
        )
    database = DatabaseAlarms(
        stack,
        "main-alarms",
        DatabaseAlarmsProps(
            name=f"{NAME}-main",
            key="main",
            identifier=f"{NAME}-main",
            storage_gib=50,
            maximum_connections=1000,
            topic_arn=topic.arn,
        ),
    )
    Dashboard(
        stack,
        "dashboard",
        DashboardProps(
            name=NAME,
            region=HERE.region,
            alarm_arns=[*arns, *database.arns],
            services=panels,
            databases=[DatabasePanel(title="main", identifier=f"{NAME}-main")],
        ),
    )
    budget = BudgetProps(name=f"{NAME}-monthly", monthly_usd=4000, alert_at_percent=[80, 100], topic_arn=topic.arn)
    Budget(stack, "budget", budget)


RICH: dict[str, Any] = {
    "tracing": True,
    "buckets": {"assets": BucketAccess(arn="arn:aws:s3:::assets", kms_key_arn=KEY_ARN)},
    "container": {
        "environment": {"GREETING": 'Hello ${name}, 100 %{ "sure" }'},
        "secrets": {"STRIPE_KEY": Secret(name="shop/stripe")},
    },
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("services", "task"),
    [
        ({"web": BLUE_GREEN}, RICH),
        ({"web": RollingDeployment(minimum_healthy_percent=50)}, {}),
        ({"web": BLUE_GREEN, "my-api": RollingDeployment(rollback=THRESHOLDS)}, RICH),
        ({"web": CODE_DEPLOY, "my-api": CodeDeployDeployment(bake_minutes=5, rollback=THRESHOLDS)}, RICH),
    ],
    ids=["blue-green", "rolling", "both", "code-deploy"],
)
def test_terraform_applies_it_and_finds_nothing_to_change_after(
    tmp_path: Path, services: dict[str, Deployment], task: dict[str, Any]
) -> None:
    """Every argument, reference and order of creation is right, across stacks."""
    terraform_applies(environment(tmp_path, services, **task))


@pytest.mark.slow
@pytest.mark.parametrize("deployment", [BLUE_GREEN, CODE_DEPLOY], ids=["blue-green", "code-deploy"])
def test_checkov_finds_only_what_cannot_be_otherwise(tmp_path: Path, deployment: Deployment) -> None:
    """A production service fails exactly these built-in rules, each with its reason beside it."""
    folder = environment(tmp_path, {"web": deployment}, **RICH)
    options = ["--framework", "terraform_json", "--output", "json", "--soft-fail", "--skip-download"]
    run = forked.run("checkov", "-d", folder, *options, cwd=tmp_path)
    report = json.loads(run.stdout)
    failed = {(check["check_id"], check["resource"]) for check in report["results"]["failed_checks"]}
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 100
    assert failed == EXPECTED_FAILURES
