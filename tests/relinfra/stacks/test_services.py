"""Several services of one environment, and environments of workers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import UsageError
from relinfra.matrix import Matrix
from relinfra.matrix.priorities import listener_priorities
from relinfra.stacks import ReleaseApp
from tests.support import addresses, resource

MATRIX = """\
version: 1
project: hello
repository: acme/hello
state: {bucket: acme-hello-tfstate, region: eu-west-1}
defaults:
  account: "333333333333"
  region: eu-west-1
  approval: {reviewers: [release-managers]}
environments:
"""
WEB = """\
      web:
        image: example.com/hello/web:1
        domain: {name: hello.example.com, zone: example.com}
"""
API = """\
      api:
        image: example.com/hello/api:1
        port: 9000
        domain: {name: hello.example.com, zone: example.com, paths: [/api, /api/*]}
"""
ADMIN = """\
      admin:
        image: example.com/hello/admin:1
        domain: {name: admin.example.com, zone: example.com, priority: 7}
"""
JOBS = """\
      jobs:
        image: example.com/hello/jobs:1
        worker: true
"""
NIGHTLY = f"""{JOBS}\
        user: "1001"
        writable_paths: [/data/spool]
        health_check: {{command: [CMD, /app/alive]}}
        migration: {{command: [bin/migrate, --all], memory: 1024}}
        capacity: {{spot_percent: 70, on_demand_base: 2}}
        scaling:
          min: 1
          max: 3
          memory_percent: 70
          schedules:
            - {{name: morning, cron: 0 7 ? * MON-FRI *, timezone: Europe/Berlin, min: 1, max: 9}}
            - {{name: night, cron: 0 20 ? * MON-FRI *, timezone: Europe/Berlin, min: 0, max: 0}}
"""


def loaded(**services: str) -> Matrix:
    """Return a matrix with an environment for each argument."""
    text = "".join(
        f"  {name}:\n    network: {{cidr: 10.{number}.0.0/16}}\n    services:\n{lines}"
        for number, (name, lines) in enumerate(services.items())
    )
    return Matrix.parse(f"{MATRIX}{text}".encode())


def synthesized(folder: Path, **services: str) -> Path:
    ReleaseApp(loaded(**services), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def stack(output: Path, component: str = "service", environment: str = "staging") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (output / "stacks" / f"hello-{environment}-{component}" / "cdk.tf.json").read_text()
    )
    return found


def rule_of(synthesized: dict[str, Any], name: str) -> tuple[int, list[dict[str, Any]]]:
    rule = resource(synthesized, f"aws_lb_listener_rule.{name}")
    return rule["priority"], rule["condition"]


def test_services_share_a_name_by_path(tmp_path: Path) -> None:
    """The paths of one come before the rest of the other."""
    service = stack(synthesized(tmp_path, staging=WEB + API))
    host = {"host_header": {"values": ["hello.example.com"]}}
    (first, api), (last, web) = rule_of(service, "api"), rule_of(service, "web")
    assert first < last
    assert api == [host, {"path_pattern": {"values": ["/api", "/api/*"]}}]
    assert web == [host]


@pytest.mark.parametrize("services", [WEB + API, API + WEB], ids=["first", "last"])
def test_a_shared_name_has_one_certificate_and_one_record(services: str, tmp_path: Path) -> None:
    """They bear the key of the service that answers the rest, wherever it stands."""
    found = addresses(stack(synthesized(tmp_path, staging=services)))
    assert [one for one in found if one.startswith("aws_acm_certificate.")] == ["aws_acm_certificate.web"]
    assert [one for one in found if one.startswith("aws_route53_record.")] == [
        "aws_route53_record.web",
        "aws_route53_record.web_validation",
    ]


def test_a_priority_depends_on_no_order() -> None:
    """A service added above the others moves none of them."""
    one = listener_priorities(loaded(staging=WEB + API).environments["staging"].services)
    more = listener_priorities(loaded(staging=ADMIN + API + JOBS + WEB).environments["staging"].services)
    assert {key: more[key] for key in one} == one
    assert more["admin"] == 7
    assert "jobs" not in more


def test_the_only_service_keeps_its_number() -> None:
    """Workers beside it do not count."""
    assert listener_priorities(loaded(staging=WEB + JOBS).environments["staging"].services) == {"web": 10}


def test_a_longer_path_comes_first() -> None:
    """What is more particular is asked before what is less so."""
    deep = API.replace("api:", "deep:", 1).replace("[/api, /api/*]", "[/api/v2/*]")
    priorities = listener_priorities(loaded(staging=WEB + API + deep).environments["staging"].services)
    assert priorities["deep"] < priorities["api"] < priorities["web"]


def test_requests_under_way_are_waited_for(tmp_path: Path) -> None:
    """The load balancer lets them end, and Terraform waits for that as well."""
    patient = stack(synthesized(tmp_path, staging=f"{WEB}        drain_seconds: 600\n"))
    usual = stack(synthesized(tmp_path / "usual", staging=WEB))
    waits = [int(resource(one, "aws_ecs_service.web")["timeouts"]["update"][:-1]) for one in (patient, usual)]
    assert resource(patient, "aws_lb_target_group.web")["deregistration_delay"] == "600"
    assert waits[0] > waits[1]


def container(synthesized: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = json.loads(resource(synthesized, f"aws_ecs_task_definition.{name}")["container_definitions"])[:1]
    return dict(found)


def test_a_container_ends_in_its_own_time(tmp_path: Path) -> None:
    """ECS kills it after the time that was said, and Terraform waits for that as well."""
    patient = stack(synthesized(tmp_path, staging=f"{WEB}        stop_timeout_seconds: 120\n"))
    usual = stack(synthesized(tmp_path / "usual", staging=WEB))
    waits = [int(resource(one, "aws_ecs_service.web")["timeouts"]["update"][:-1]) for one in (patient, usual)]
    assert container(patient, "web")["stopTimeout"] == 120
    assert "stopTimeout" not in container(usual, "web")
    assert waits[0] == waits[1] + 2


def test_a_worker_may_start_slowly(tmp_path: Path) -> None:
    """Its command is asked when the matrix says, and the scheduler waits as long as its grace."""
    slow = "{command: [CMD, /alive], command_start_seconds: 300, command_interval_seconds: 30, command_failures: 10"
    lasting = stack(synthesized(tmp_path, staging=f"{WEB}{JOBS}        health_check: {slow}, grace_seconds: 900}}\n"))
    said = stack(synthesized(tmp_path / "said", staging=f"{WEB}{JOBS}        health_check: {slow}}}\n"))
    assert container(lasting, "jobs")["healthCheck"] == {
        "command": ["CMD", "/alive"],
        "interval": 30,
        "timeout": 5,
        "retries": 10,
        "startPeriod": 300,
    }
    assert resource(lasting, "aws_ecs_service.jobs")["health_check_grace_period_seconds"] == 900
    assert "health_check_grace_period_seconds" not in resource(said, "aws_ecs_service.jobs")
    waits = [int(resource(one, "aws_ecs_service.jobs")["timeouts"]["update"][:-1]) for one in (lasting, said)]
    assert waits[0] == waits[1] + 2 * (15 - 10)


def test_a_folder_in_memory_is_no_volume(tmp_path: Path) -> None:
    """What is held in memory is not held on disk too, and the disk has the size that was said."""
    held = "        writable_paths: [/run/app]\n        tmpfs: {/run/app: 64}\n"
    service = stack(synthesized(tmp_path, staging=f"{WEB}{held}        ephemeral_storage_gib: 50\n"))
    task = resource(service, "aws_ecs_task_definition.web")
    assert container(service, "web")["linuxParameters"]["tmpfs"] == [{"containerPath": "/run/app", "size": 64}]
    assert "mountPoints" not in container(service, "web")
    assert not task.get("volume")
    assert task["ephemeral_storage"] == {"size_in_gib": 50}


def test_a_browser_returns_to_its_task(tmp_path: Path) -> None:
    """Where the matrix says so; elsewhere it is said that it does not, for a block taken away changes nothing."""
    sticky = stack(synthesized(tmp_path, staging=f"{WEB}        stickiness_seconds: 600\n"))
    usual = stack(synthesized(tmp_path / "usual", staging=WEB))
    groups = [resource(one, "aws_lb_target_group.web")["stickiness"] for one in (sticky, usual)]
    assert groups[0] == {"enabled": True, "type": "lb_cookie", "cookie_duration": 600}
    assert groups[1] == {"enabled": False, "type": "lb_cookie"}


def test_a_task_is_well_when_it_answers_what_it_should(tmp_path: Path) -> None:
    """Statuses below 400, one or several."""
    codes = 'health_check: {path: /ready, success_codes: "200,300-399"}'
    group = resource(stack(synthesized(tmp_path, staging=f"{WEB}        {codes}\n")), "aws_lb_target_group.web")
    assert group["health_check"]["matcher"] == "200,300-399"


def test_a_worker_gets_no_requests(tmp_path: Path) -> None:
    """Nothing of a load balancer, and alarms on its tasks alone."""
    output = synthesized(tmp_path, staging=WEB + JOBS)
    service, watched = stack(output), addresses(stack(output, "observability"))
    jobs = resource(service, "aws_ecs_service.jobs")
    [container] = json.loads(resource(service, "aws_ecs_task_definition.jobs")["container_definitions"])[:1]
    assert "load_balancer" not in jobs
    assert "health_check_grace_period_seconds" not in jobs
    assert "portMappings" not in container
    assert not {"aws_lb_target_group.jobs", "aws_lb_listener_rule.jobs"} & set(addresses(service))
    assert [one for one in watched if one.startswith("aws_cloudwatch_metric_alarm.jobs")] == [
        "aws_cloudwatch_metric_alarm.jobs_cpu",
        "aws_cloudwatch_metric_alarm.jobs_memory",
        "aws_cloudwatch_metric_alarm.jobs_missing_tasks",
        "aws_cloudwatch_metric_alarm.jobs_restarts",
        "aws_cloudwatch_metric_alarm.jobs_running_tasks",
    ]


def test_workers_alone_need_no_load_balancer(tmp_path: Path) -> None:
    """And who asks for it from Python is told so."""
    found = addresses(stack(synthesized(tmp_path, staging=JOBS)))
    assert not [one for one in found if one.startswith(("aws_lb", "aws_acm", "data.aws_route53"))]
    app = ReleaseApp(loaded(staging=JOBS), tmp_path / "again")
    with pytest.raises(UsageError, match="hello-staging has no load balancer"):
        _ = app.environments["staging"].load_balancer


def test_times_of_day_set_other_bounds(tmp_path: Path) -> None:
    """Terraform leaves alone what a schedule has set, and waits for as many tasks as ever run."""
    service = stack(synthesized(tmp_path, staging=NIGHTLY))
    night = resource(service, "aws_appautoscaling_scheduled_action.jobs_night")
    target = resource(service, "aws_appautoscaling_target.jobs")
    assert (night["schedule"], night["timezone"]) == ("cron(0 20 ? * MON-FRI *)", "Europe/Berlin")
    assert night["scalable_target_action"] == {"min_capacity": "0", "max_capacity": "0"}
    assert target["lifecycle"] == {"ignore_changes": ["min_capacity", "max_capacity"]}
    assert "aws_appautoscaling_policy.jobs_memory" in addresses(service)


def test_spot_takes_its_share_above_the_base(tmp_path: Path) -> None:
    """By a strategy in place of a launch type, which other shares change in place."""
    jobs = resource(stack(synthesized(tmp_path, staging=NIGHTLY)), "aws_ecs_service.jobs")
    assert jobs["capacity_provider_strategy"] == [
        {"base": 2, "capacity_provider": "FARGATE", "weight": 30},
        {"capacity_provider": "FARGATE_SPOT", "weight": 70},
    ]
    assert "launch_type" not in jobs
    assert jobs["force_new_deployment"] is True


def test_a_container_is_what_the_matrix_says(tmp_path: Path) -> None:
    """Its user, its folders and its own check."""
    task = resource(stack(synthesized(tmp_path, staging=NIGHTLY)), "aws_ecs_task_definition.jobs")
    [container] = json.loads(task["container_definitions"])
    assert container["user"] == "1001"
    assert [mount["containerPath"] for mount in container["mountPoints"]] == ["/data/spool"]
    assert container["healthCheck"]["command"] == ["CMD", "/app/alive"]


def test_people_enter_only_tasks_of_a_service_that_says_so(tmp_path: Path) -> None:
    """Another service of the cluster keeps its read-only root and its closed door."""
    service = stack(synthesized(tmp_path, staging=f"{WEB}        exec: true\n{JOBS}"))
    assert resource(service, "aws_ecs_service.web")["enable_execute_command"] is True
    assert resource(service, "aws_ecs_service.jobs")["enable_execute_command"] is False
    roots = {
        key: json.loads(resource(service, f"aws_ecs_task_definition.{key}")["container_definitions"])[0]
        for key in ("web", "jobs")
    }
    assert [roots[key]["readonlyRootFilesystem"] for key in ("web", "jobs")] == [False, True]
    assert "ssmmessages" not in json.dumps(resource(service, "aws_iam_role_policy.web_execution"))


def test_sessions_need_no_way_out(tmp_path: Path) -> None:
    """Without NAT, their channel and their key have addresses inside the network."""
    own = WEB.replace("example.com/hello/web:1", "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1")
    lines = f"{own}        exec: true\n    network: {{cidr: 10.0.0.0/16, nat: none}}\n"
    text = f"{MATRIX}  staging:\n    services:\n{lines}"
    ReleaseApp(Matrix.parse(text.encode()), tmp_path / "cdktf.out").synth()
    endpoints = stack(tmp_path / "cdktf.out", "network")["resource"]["aws_vpc_endpoint"]
    assert {"kms", "ssmmessages"} <= set(endpoints)


ARCHIVED = f"{WEB}        log_router: {{bucket: archive, exclude: 'GET /alive$'}}\n"


def test_a_log_goes_to_a_bucket_of_the_environment(tmp_path: Path) -> None:
    """By reference to the stack that has it, and the service's key admits the router's own group."""
    text = f"{MATRIX}  staging:\n    buckets: {{archive: {{expire_days: 400}}}}\n    services:\n{ARCHIVED}"
    output = tmp_path / "cdktf.out"
    ReleaseApp(Matrix.parse(text.encode()), output).synth()
    service = stack(output)
    [web, router] = json.loads(resource(service, "aws_ecs_task_definition.web")["container_definitions"])
    assert "data.terraform_remote_state" in web["logConfiguration"]["options"]["bucket"]
    assert router["name"] == "log-router"
    assert ":log-group:/ecs/hello-staging-web/log-router" in resource(service, "aws_kms_key.service")["policy"]


def test_gateways_let_tasks_reach_what_they_may_use_of_others(tmp_path: Path) -> None:
    """A bucket's ARN tells no account, so each that is named; of tables, those of other accounts."""
    table = "arn:{partition}:dynamodb:{region}:%s:table/orders"
    allowed = (
        "        permissions: [{actions: [s3:PutObject, 'dynamodb:GetItem', 'sqs:SendMessage'], resources: "
        f"['arn:aws:s3:::partner/*', '{table % 999999999999}', '{table % '{account}'}', "
        "'arn:aws:sqs:eu-west-1:999999999999:a']}]\n"
    )
    output = synthesized(tmp_path, staging=WEB + allowed)
    endpoints = stack(output, "network")["resource"]["aws_vpc_endpoint"]
    found = {name: json.loads(endpoints[name]["policy"])["Statement"][-1] for name in ("s3", "dynamodb")}
    assert (found["s3"]["Action"], found["s3"]["Resource"]) == (["s3:PutObject"], ["arn:aws:s3:::partner/*"])
    assert found["dynamodb"]["Resource"] == ["arn:aws:dynamodb:eu-west-1:999999999999:table/orders"]
    assert found["dynamodb"]["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "333333333333"}}
