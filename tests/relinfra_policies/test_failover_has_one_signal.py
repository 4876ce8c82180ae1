from typing import Any

from relinfra_policies.failover_has_one_signal import check


def _record(*, follows: Any = False, **arguments: Any) -> dict[str, Any]:
    alias = {"name": "${aws_lb.main.dns_name}", "zone_id": "Z", "evaluate_target_health": follows}
    return {"name": "shop.example.com", "type": "A", "alias": alias, **arguments}


FAILOVER: dict[str, Any] = {"failover_routing_policy": {"type": "PRIMARY"}, "set_identifier": "primary"}
CHECK = {"health_check_id": "${aws_route53_health_check.web.id}"}


def test_a_failover_follows_its_own_check_alone(judge: Any) -> None:
    """The health of a load balancer is that of every service and target group behind it."""
    records = {
        "good": _record(**FAILOVER, **CHECK),
        "bad_without": _record(**FAILOVER),
        "bad_both": _record(follows=True, **FAILOVER, **CHECK),
        "bad_before": _record(follows="true", **FAILOVER),
    }
    passed, failed = judge(check.id, resource={"aws_route53_record": records})
    assert passed == {"aws_route53_record.good"}
    assert failed == {f"aws_route53_record.{name}" for name in records if name.startswith("bad")}


def test_what_has_no_part_in_a_failover_is_not_asked(judge: Any) -> None:
    """With one answer alone there is nothing to choose; a record without an alias has no target that is evaluated."""
    records = {"plain": _record(follows=True), "address": {"type": "A", "records": ["192.0.2.1"], **FAILOVER}}
    assert judge(check.id, resource={"aws_route53_record": records}) == (set(), set())
