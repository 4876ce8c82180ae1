"""Plans read as actions: what they change, what is a secret, and what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.agreement import Kind, read_plan
from relinfra.errors import OutputError
from tests.relinfra.agreement.plans import change, plan

TASKS = "aws_ecs_task_definition.web"


def _values(folder: Path, *args: Any, **told: Any) -> dict[str, tuple[str, str]]:
    [action] = read_plan(plan(folder / "plan.json", change(TASKS, "update", *args, **told))).actions
    return {one.path: (one.before.told, one.after.told) for one in action.values}


def test_text_that_is_json_is_told_by_what_changes_in_it(tmp_path: Path) -> None:
    """One variable of a container, not two pages of definitions."""

    def container(image: str, level: str) -> dict[str, str]:
        variables = [{"name": "LEVEL", "value": level}, {"name": "PATH", "value": "/"}]
        return {"container_definitions": json.dumps([{"image": image, "environment": variables}])}

    assert _values(tmp_path, container("web:1", "info"), container("web:2", "info")) == {
        "container_definitions[0].image": ('"web:1"', '"web:2"')
    }
    assert _values(tmp_path, container("web:1", "info"), container("web:1", "debug")) == {
        "container_definitions[0].environment[0].value": ('"info"', '"debug"')
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"value": "hunter2"},
            {"value": "other"},
            {"before_sensitive": {"value": True}, "after_sensitive": {"value": True}},
        ),
        ({"value": "hunter2"}, {"value": "other"}, {"before_sensitive": True, "after_sensitive": True}),
        ({"password": "hunter2"}, {"password": "other"}, {}),
        (
            {"env": [{"name": "DB_PASSWORD", "value": "hunter2"}]},
            {"env": [{"name": "DB_PASSWORD", "value": "other"}]},
            {},
        ),
        (
            {"text": json.dumps({"environment": [{"name": "API_KEY", "value": "hunter2"}]})},
            {"text": json.dumps({"environment": [{"name": "API_KEY", "value": "other"}]})},
            {},
        ),
        ({"note": "AKIAIOSFODNN7EXAMPLF"}, {"note": "other"}, {}),
    ],
)
def test_a_secret_is_never_told(tmp_path: Path, before: Any, after: Any, told: Any) -> None:
    """Neither one that Terraform marks, nor one that is called so, nor one that looks like one."""
    [(was, now)] = _values(tmp_path, before, after, **told).values()
    assert was.startswith("(secret, scrypt:")
    assert was != now
    assert "hunter2" not in was + now


def test_the_same_secret_has_another_digest_elsewhere(tmp_path: Path) -> None:
    """Nobody sees that two are the same."""
    found = _values(tmp_path, {}, {"password": "a", "inner": {"password": "a"}})
    assert len({now for _, now in found.values()}) == 2


def test_what_only_the_apply_knows_is_said_so(tmp_path: Path) -> None:
    """Of a whole value, of a part of one; and nothing of what stays as it is."""
    assert _values(
        tmp_path, {"arn": "a", "list": [1, 2]}, {"list": [1]}, after_unknown={"arn": True, "list": [False, True]}
    ) == {
        "arn": ('"a"', "(known after apply)"),
        "list[1]": ("2", "(known after apply)"),
    }
    assert _values(tmp_path, {"a": {"b": 1}}, {"a": {"b": 1}}, after_unknown={"a": {}}) == {}


@pytest.mark.parametrize(
    ("actions", "kind"),
    [
        ("create", Kind.CREATE),
        ("update", Kind.UPDATE),
        ("delete", Kind.DESTROY),
        ("delete create", Kind.REPLACE),
        ("create delete", Kind.REPLACE),
        ("forget", Kind.FORGET),
    ],
)
def test_every_action_has_its_kind(tmp_path: Path, actions: str, kind: Kind) -> None:
    """Both orders of a replacement are one."""
    [found] = read_plan(plan(tmp_path / "plan.json", change(TASKS, actions, {}, {}))).actions
    assert found.kind is kind


def test_what_is_lost_is_a_risk_with_a_reason(tmp_path: Path) -> None:
    """A bucket is critical where customers are; a replica holds only a copy."""
    replica = {"identifier": "r", "replicate_source_db": "main"}
    made = (change("aws_s3_bucket.data", "delete", {"bucket": "b"}), change("aws_db_instance.copy", "delete", replica))
    file = plan(tmp_path / "plan.json", *made)
    copy, bucket = read_plan(file).actions
    assert (bucket.why, bucket.risk, bucket.holds_data) == ("data_lost", "critical", True)
    assert (copy.why, copy.holds_data) == ("recovery_lost", False)
    assert read_plan(file, live=False).actions[1].risk != "critical"


@pytest.mark.parametrize(
    "told",
    [
        {"format_version": "2.0"},
        {"errored": True},
        {"complete": False},
        {"deferred_changes": [{}]},
        {"action_invocations": [{}]},
        {"resource_changes": [change(TASKS, "reboot")]},
        {"resource_changes": [{}]},
        {"resource_changes": 3},
    ],
)
def test_what_cannot_be_compared_is_refused(tmp_path: Path, told: Any) -> None:
    """Another format, half a plan, a kind of action that is not known: nothing is passed over."""
    with pytest.raises(OutputError, match=r"plan\.json"):
        read_plan(plan(tmp_path / "plan.json", **told))


def test_a_state_is_no_plan(tmp_path: Path) -> None:
    """`terraform show -json` without a file prints one."""
    file = tmp_path / "state.json"
    file.write_text('{"format_version": "1.0", "values": {}}')
    with pytest.raises(OutputError, match="expected a plan, found a state"):
        read_plan(file)
