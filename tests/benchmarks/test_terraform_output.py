import copy
import json
from pathlib import Path
from typing import Any

from relinfra_benchmarks.terraform_output import differences, read_stacks, resource_count


def test_same_stacks_have_no_difference(stacks: dict[str, Any]) -> None:
    assert differences(stacks, copy.deepcopy(stacks)) == []


def test_a_block_equals_a_list_of_that_block(stacks: dict[str, Any]) -> None:
    other = copy.deepcopy(stacks)
    subnet = other["a-network"]["resource"]["aws_security_group"]["main"]
    subnet["lifecycle"] = [subnet["lifecycle"]]
    assert differences(stacks, other) == []


def test_an_argument_that_differs_is_named(stacks: dict[str, Any]) -> None:
    other = copy.deepcopy(stacks)
    other["a-network"]["resource"]["aws_vpc"]["main"]["cidr_block"] = "10.1.0.0/16"
    assert differences(stacks, other) == [
        '/a-network/resource/aws_vpc/main/cidr_block: expected "10.0.0.0/16", found "10.1.0.0/16"'
    ]


def test_a_resource_that_is_missing_is_named(stacks: dict[str, Any]) -> None:
    other = copy.deepcopy(stacks)
    del other["a-service"]["resource"]["aws_security_group"]["main"]
    (found,) = differences(stacks, other)
    assert found.startswith("/a-service/resource/aws_security_group/main: expected {")
    assert found.endswith("found nothing")


def test_reading_drops_remarks_at_every_depth(tmp_path: Path) -> None:
    folder = tmp_path / "stacks" / "one"
    folder.mkdir(parents=True)
    body = {"//": {"a": 1}, "resource": {"aws_vpc": {"main": {"//": {}, "cidr_block": "10.0.0.0/16"}}}}
    (folder / "cdk.tf.json").write_text(json.dumps(body))
    assert read_stacks(tmp_path) == {"one": {"resource": {"aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}}}}}


def test_remote_states_do_not_count_as_resources(stacks: dict[str, Any]) -> None:
    assert resource_count(stacks) == 5
