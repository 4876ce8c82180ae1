from typing import Any

from relinfra_policies.listener_rule_leaves_weights_to_ecs import check


def _weighted(**lifecycle: Any) -> dict[str, Any]:
    groups = [{"arn": "${aws_lb_target_group.web.arn}", "weight": 100}, {"arn": "arn:alternate", "weight": 0}]
    rule: dict[str, Any] = {"action": [{"type": "forward", "forward": {"target_group": groups}}]}
    return rule | ({"lifecycle": lifecycle} if lifecycle else {})


def test_a_weighted_rule_ignores_its_action(judge: Any) -> None:
    """Ignoring everything ignores the action too; ignoring anything else does not."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_lb_listener_rule": {
                "good": _weighted(ignore_changes=["action"]),
                "good_all": _weighted(ignore_changes="all"),
                "bad_without": _weighted(),
                "bad_other": _weighted(ignore_changes=["priority"]),
                "bad_unrelated": _weighted(create_before_destroy=True),
            }
        },
    )

    assert passed == {"aws_lb_listener_rule.good", "aws_lb_listener_rule.good_all"}
    assert failed == {
        "aws_lb_listener_rule.bad_without",
        "aws_lb_listener_rule.bad_other",
        "aws_lb_listener_rule.bad_unrelated",
    }


def test_a_rule_with_one_target_is_not_asked(judge: Any) -> None:
    """Nobody but Terraform changes it."""
    rules = {
        "plain": {"action": {"type": "forward", "target_group_arn": "arn"}},
        "one_side": {"action": {"type": "forward", "forward": {"target_group": [{"arn": "arn"}]}}},
        "redirect": {"action": {"type": "redirect", "redirect": {"status_code": "HTTP_301"}}},
    }

    assert judge(check.id, resource={"aws_lb_listener_rule": rules}) == (set(), set())
