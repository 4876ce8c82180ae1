import ast
from pathlib import Path
from typing import Any

from relinfra_benchmarks.bindings import Bindings
from relinfra_benchmarks.program import write_program
from relinfra_benchmarks.typed_idiom import TypedIdiom


def written(site_packages: Path, tmp_path: Path, resources: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the module of a stack that holds `resources`, and the notes."""
    stack = {
        "terraform": {"backend": {"s3": {"bucket": "b", "key": "k"}}},
        "provider": {"aws": [{"region": "us-east-1"}]},
        "resource": resources,
    }
    idiom = TypedIdiom("cdktf", Bindings(site_packages, "fake_aws"))
    write_program(tmp_path / "program", {"one": stack}, idiom)
    text = (tmp_path / "program" / "stacks" / "one.py").read_text()
    ast.parse(text)
    return text, idiom.notes


def test_blocks_become_structs_and_the_modules_are_imported(site_packages: Path, tmp_path: Path) -> None:
    body = {"name": "jobs", "redrive": {"max_receive_count": 3}, "rule": {"s3_key": "a"}}
    text, notes = written(site_packages, tmp_path, {"aws_queue": {"jobs": body}})
    assert "from fake_aws.queue import Queue, QueueRedrive, QueueRule" in text
    expected = (
        "Queue(stack, 'jobs', name='jobs', redrive=QueueRedrive(max_receive_count=3), rule=[QueueRule(s3_key='a')])"
    )
    assert expected in text
    assert notes == []


def test_expressions_become_tokens_where_the_bindings_want_another_type(site_packages: Path, tmp_path: Path) -> None:
    body = {"name": "${a.b}", "delay_seconds": "${a.c}", "readers": "${a.d}", "fifo": "${a.e}"}
    text, _ = written(site_packages, tmp_path, {"aws_queue": {"jobs": body}})
    assert "name='${a.b}'" in text
    assert "delay_seconds=Token.as_number('${a.c}')" in text
    assert "readers=Token.as_list('${a.d}')" in text
    assert "fifo=Token.as_any('${a.e}')" in text


def test_what_the_bindings_lack_is_overridden_and_noted(site_packages: Path, tmp_path: Path) -> None:
    body = {"name": "jobs", "colour": "red", "redrive": [{"max_receive_count": 1}, {"max_receive_count": 2}]}
    text, notes = written(site_packages, tmp_path, {"aws_queue": {"jobs": body}, "aws_stack": {"s": {"x": 1}}})
    assert "aws_queue_jobs.add_override('colour', 'red')" in text
    assert "TerraformResource(stack, 's', terraform_resource_type='aws_stack')" in text
    assert notes == [
        "aws_queue.jobs: Queue has no argument colour; written with add_override",
        "aws_queue.jobs: redrive takes one QueueRedrive, not 2; written with add_override",
        "aws_stack.s: the bindings have no aws_stack; written untyped",
    ]


def test_a_resource_comes_after_what_it_depends_on(site_packages: Path, tmp_path: Path) -> None:
    queues = {"early": {"name": "a", "depends_on": ["aws_queue.late"]}, "late": {"name": "b"}}
    text, _ = written(site_packages, tmp_path, {"aws_queue": queues})
    assert text.index("aws_queue_late = ") < text.index("aws_queue_early = ")
    assert "depends_on=[aws_queue_late]" in text


def test_only_a_name_that_is_taken_needs_a_logical_id(site_packages: Path, tmp_path: Path) -> None:
    resources = {"aws_queue": {"jobs": {"name": "a"}, "other": {"name": "b"}}, "aws_topic": {"jobs": {"name": "c"}}}
    text, _ = written(site_packages, tmp_path, resources)
    assert text.count("override_logical_id") == 1
    assert "aws_topic_jobs.override_logical_id('jobs')" in text
