from collections.abc import Iterator
from typing import Any

import pytest
from checkov.terraform.graph_builder.variable_rendering import evaluate_terraform as expressions
from checkov.terraform.graph_builder.variable_rendering.safe_eval_functions import SAFE_EVAL_DICT

from relinfra.policy.acceleration.switch import accelerated

TEXTS = [
    "${aws_vpc.main.id}",
    "arn:${data.aws_partition.here.partition}:s3:::logs/*",
    '"${var.name}-logs"',
    '{"Statement": [{"Effect": "Allow", "Resource": "*"}]}',
    "['${var.on ? 1 : 0}']",
    "${1 == 1 ? 'yes' : 'no'}",
    'join("-", ["a", "b"])',
    '${merge({"a": 1}, {"b": 2})}',
    "[for o in aws_acm.x.options : o.name if o.domain == 'a']",
    "{a: 1}[a]",
    "[1, 2, 3][1]",
    "true",
    "a && b",
    "join",
    "retention",
    "1.5",
    "12-3",
    "try(a, 1)",
    "%{if true}a%{else}b%{endif}",
    "tags = 5",
    "tags.x",
    "True.x",
    "join.x",
    "a.in.b",
    "None.x",
    "aws_vpc.main.id",
    "_x.y",
    '""',
    '"a = b"',
    '"it\'s {a} ${b.c}"',
    '"two" "parts"',
    '"caf\u00e9"',
    '"back\\\\slash"',
    "__class__.x",
    "print.x",
    "tags",
    "x == 1",
    "",
    "...",
    "None",
    "\x00",
]


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    """Put back the names that Checkov's interpreter keeps."""
    before = dict(SAFE_EVAL_DICT)
    yield
    SAFE_EVAL_DICT.clear()
    SAFE_EVAL_DICT.update(before)


def _evaluate_all(rounds: int) -> list[Any]:
    texts = [*TEXTS, *reversed(TEXTS)] * rounds
    found = [expressions.evaluate_terraform(text, keep) for text in texts for keep in (True, False)]
    return [*found, *(expressions.evaluate_terraform(value) for value in (None, 7, True, ["a"], {"a": "b"}, 1.5))]


def test_each_value_is_what_checkov_makes_of_it() -> None:
    """The second time too, and after an expression that sets a name."""
    theirs = _evaluate_all(2)
    SAFE_EVAL_DICT.pop("tags", None)
    with accelerated():
        ours = _evaluate_all(2)

    assert repr(ours) == repr(theirs)


def test_an_expression_is_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it stands."""
    seen: list[str] = []
    evaluate = expressions.evaluate
    monkeypatch.setattr(expressions, "evaluate", lambda text: [seen.append(text), evaluate(text)][1])
    with accelerated():
        values = [expressions.evaluate_terraform("${aws_vpc.main.id}") for _ in range(3)]

    assert len(set(values)) == 1
    assert len(seen) == len(set(seen))


def test_no_name_outlives_a_run() -> None:
    """An attribute such as `tags = 5` must not change the next folder's verdicts."""
    with accelerated():
        expressions.evaluate_terraform("leaked = 5")
        assert "leaked" in SAFE_EVAL_DICT

    assert "leaked" not in SAFE_EVAL_DICT


def test_shared_values_are_not_given_twice() -> None:
    """What Checkov changes in one place stays as it was in the other."""
    with accelerated():
        first, second = (expressions.evaluate_terraform('{"a": [1]}') for _ in range(2))
        first["a"].append(2)

    assert second == {"a": [1]}
