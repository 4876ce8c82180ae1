"""A module of somebody else, whose variables decide everything: nothing of it is known, so nothing fails."""

from __future__ import annotations

from typing import Any

from relinfra_policies import RULES
from tests.relinfra_policies.judging import failures

V = "${var.%s}"
MODULE: dict[str, Any] = {
    "resource": {
        "aws_ecs_service": {
            "this": {
                "name": V % "name",
                "desired_count": V % "desired_count",
                "cluster": V % "cluster_arn",
                "task_definition": "${aws_ecs_task_definition.this.arn}",
                "deployment_configuration": {"strategy": V % "strategy", "bake_time_in_minutes": V % "bake"},
                "deployment_minimum_healthy_percent": V % "min",
                "deployment_maximum_percent": V % "max",
                "load_balancer": {"target_group_arn": V % "tg", "container_name": V % "cn", "container_port": V % "cp"},
                "network_configuration": {"subnets": V % "subnets", "security_groups": V % "sgs"},
                "alarms": {"alarm_names": V % "alarms", "enable": V % "e", "rollback": V % "r"},
                "wait_for_steady_state": V % "w",
                "deployment_circuit_breaker": {"enable": V % "e", "rollback": V % "e"},
                "capacity_provider_strategy": [{"capacity_provider": V % "p", "weight": V % "w"}],
                "lifecycle": {"ignore_changes": ["desired_count"]},
            }
        },
        "aws_ecs_task_definition": {
            "this": {"container_definitions": "${jsonencode(var.containers)}", "skip_destroy": V % "skip"}
        },
        "aws_lb": {"this": {"name": V % "n"}},
        "aws_lb_listener": {
            "this": {
                "load_balancer_arn": "${aws_lb.this.arn}",
                "port": V % "p",
                "protocol": V % "proto",
                "ssl_policy": V % "pol",
                "certificate_arn": V % "cert",
                "default_action": {"type": V % "t"},
            }
        },
        "aws_lb_listener_rule": {
            "this": {
                "listener_arn": "${aws_lb_listener.this.arn}",
                "priority": V % "prio",
                "condition": [{"host_header": {"values": [V % "host"]}}],
                "action": {"type": "forward", "target_group_arn": "${aws_lb_target_group.this.arn}"},
            }
        },
        "aws_lb_target_group": {
            "this": {
                "deregistration_delay": V % "d",
                "health_check": {
                    "path": V % "p",
                    "matcher": V % "m",
                    "enabled": V % "e",
                    "interval": V % "i",
                    "timeout": V % "t",
                },
            }
        },
        "aws_appautoscaling_target": {
            "this": {
                "service_namespace": "ecs",
                "min_capacity": V % "min",
                "max_capacity": V % "max",
                "resource_id": "service/x/${aws_ecs_service.this.name}",
            }
        },
        "aws_appautoscaling_policy": {
            "this": {
                "resource_id": "${aws_appautoscaling_target.this.resource_id}",
                "target_tracking_scaling_policy_configuration": {"target_value": V % "t"},
            }
        },
        "aws_cloudwatch_metric_alarm": {
            "this": {
                "alarm_name": V % "n",
                "metric_name": V % "m",
                "namespace": V % "ns",
                "statistic": V % "s",
                "period": V % "p",
                "evaluation_periods": V % "e",
                "datapoints_to_alarm": V % "d",
                "threshold": V % "t",
                "comparison_operator": V % "c",
                "treat_missing_data": V % "td",
                "alarm_actions": V % "a",
                "actions_enabled": V % "ae",
                "dimensions": V % "dims",
            }
        },
        "aws_cloudwatch_composite_alarm": {
            "this": {
                "alarm_name": V % "n",
                "alarm_rule": V % "r",
                "alarm_actions": V % "a",
                "actions_enabled": V % "ae",
            }
        },
        "aws_sns_topic": {"this": {"name": V % "n", "kms_master_key_id": V % "k"}},
        "aws_sns_topic_subscription": {
            "this": {
                "topic_arn": "${aws_sns_topic.this.arn}",
                "protocol": V % "p",
                "endpoint": V % "e",
                "filter_policy": V % "f",
            }
        },
        "aws_sns_topic_policy": {
            "this": {"arn": "${aws_sns_topic.this.arn}", "policy": "${data.aws_iam_policy_document.this.json}"}
        },
        "aws_cloudwatch_event_rule": {"this": {"name": V % "n", "event_pattern": V % "e", "state": V % "s"}},
        "aws_cloudwatch_event_target": {
            "this": {"rule": "${aws_cloudwatch_event_rule.this.name}", "arn": "${aws_sns_topic.this.arn}"}
        },
        "aws_budgets_budget": {
            "this": {
                "limit_amount": V % "l",
                "notification": {"threshold": V % "t", "subscriber_sns_topic_arns": V % "s"},
            }
        },
        "aws_route53_record": {
            "this": {
                "name": V % "n",
                "type": V % "t",
                "alias": {"name": "${aws_lb.this.dns_name}", "zone_id": "${aws_lb.this.zone_id}"},
            }
        },
        "aws_codedeploy_deployment_group": {
            "this": {
                "ecs_service": {"cluster_name": V % "c", "service_name": V % "s"},
                "service_role_arn": "${aws_iam_role.cd.arn}",
                "deployment_style": {"deployment_type": V % "d", "deployment_option": V % "o"},
                "auto_rollback_configuration": {"enabled": V % "e", "events": V % "ev"},
                "alarm_configuration": {"enabled": V % "e", "alarms": V % "a"},
                "load_balancer_info": {
                    "target_group_pair_info": {"target_group": [{"name": V % "a"}, {"name": V % "b"}]}
                },
                "blue_green_deployment_config": {
                    "terminate_blue_instances_on_deployment_success": {
                        "action": V % "a",
                        "termination_wait_time_in_minutes": V % "m",
                    }
                },
            }
        },
        "aws_iam_role": {
            "cd": {"assume_role_policy": "${data.aws_iam_policy_document.cd.json}", "managed_policy_arns": V % "arns"}
        },
    }
}

RELEASE = {"deployment", "rollback alarms", "alerting", "traffic"}


def test_what_a_module_leaves_to_its_variables_fails_no_rule_of_a_release() -> None:
    """Deployment, alarms, alerting and traffic: an unknown value is no verdict."""
    failures_of_release = {one for one in failures(MODULE) if RULES[one[0]].group in RELEASE}
    # The load balancer leaves its arguments out: then AWS's defaults hold, and they are known.
    failed = {one for one in failures_of_release if one[1] != "aws_lb.this"}

    assert failed == set()


def test_what_a_module_writes_down_is_judged_all_the_same() -> None:
    """A value beside the variables fails by the documented defaults."""
    service = MODULE["resource"]["aws_ecs_service"]["this"] | {"desired_count": 1, "wait_for_steady_state": False}
    group = {"deregistration_delay": "0", "health_check": {"matcher": "200-499"}}
    written = MODULE["resource"] | {"aws_ecs_service": {"this": service}, "aws_lb_target_group": {"this": group}}
    failed = {policy for policy, _ in failures({"resource": written})}

    assert failed >= {"CKV_RELINFRA_19", "CKV_RELINFRA_25", "CKV_RELINFRA_36", "CKV_RELINFRA_60"}
