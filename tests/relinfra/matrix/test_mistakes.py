import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import InputError, MatrixError
from relinfra.matrix import Matrix
from relinfra.matrix.effective import Effective
from relinfra.matrix.repair import repair
from relinfra.matrix.rules import ANY_SCOPE, MATRIX, SCOPE, rules
from relinfra.matrix.rules.finding import local_scopes, scopes
from relinfra.reading import Finding, compose, plain
from tests.relinfra.matrix.mistakes import BASE, MISTAKES, Mistake
from tests.support import assert_golden

GOLDEN = Path(__file__).with_name("golden") / "mistakes.txt"


def report(mistake: Mistake) -> str:
    with pytest.raises(MatrixError) as caught:
        Matrix.parse(mistake.text().encode(), "m.yaml")
    return str(caught.value)


def test_the_base_of_all_mistakes_is_valid() -> None:
    """A mistake is the only thing wrong with its matrix."""
    assert Matrix.parse(BASE.encode()).project == "shop"


def test_golden_reports_of_every_mistake() -> None:
    """Each mistake is reported where it was made: what was expected, what was found, what to do."""
    lines = [line for mistake in MISTAKES for line in (f"# {mistake.name}", *report(mistake).splitlines(), "")]
    assert_golden(GOLDEN, lines)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_report_is_in_the_order_of_the_file(mistake: Mistake) -> None:
    """Problems follow the lines of the file, none is reported twice, and all are user errors."""
    with pytest.raises(MatrixError) as caught:
        Matrix.parse(mistake.text().encode(), "m.yaml")
    problems = caught.value.problems
    assert isinstance(caught.value, InputError)
    assert list(problems) == sorted(problems, key=lambda problem: problem.position)
    assert len({(problem.position, problem.path, problem.expected) for problem in problems}) == len(problems)


def test_every_rule_has_a_mistake() -> None:
    """No rule is without an example of what it refuses."""
    refusing = {rule.__name__ for mistake in MISTAKES for rule in _refusing(mistake)}
    assert refusing == {rule.__name__ for rule in rules(ANY_SCOPE, MATRIX, SCOPE)}


REASON = re.compile(
    r"[.:;] |\b(?:since|because|where|whose|which|would|could|so that|as long as|as \w+ has it|there)\b"
)


def test_every_rule_says_why() -> None:
    """Not only what it demands: whoever is refused reads it under the excerpt."""
    for rule in rules(ANY_SCOPE, MATRIX, SCOPE):
        assert REASON.search(" ".join((rule.__doc__ or "").split())), rule.__name__


def test_a_problem_tells_its_rule() -> None:
    """Its id, its reason, and the other lines that it rests on."""
    text = BASE.replace(
        "    web:\n", "    mailer:\n      image: a.example.com/b\n      worker: true\n      port: 80\n    web:\n", 1
    )
    with pytest.raises(MatrixError) as caught:
        Matrix.parse(text.encode(), "m.yaml")
    (problem,) = caught.value.problems
    assert problem.rule == "workers-answer-nobody"
    assert problem.reason.startswith("Refuse what only a service that answers requests has. ")
    assert [place.line - problem.position.line for place in problem.related] == [-1]


def _refusing(mistake: Mistake) -> Iterator[Callable[[Any], Iterator[Finding]]]:
    with suppress(MatrixError):
        effective = Effective(compose(mistake.text().encode(), "m.yaml", MatrixError))
        if repaired := repair(Matrix, plain(effective.root)):
            matrix = repaired.matrix
            yield from (rule for rule in rules(MATRIX) if any(rule(matrix)))
            yield from (rule for rule in rules(ANY_SCOPE, SCOPE) for scope in scopes(matrix) if any(rule(scope)))
            yield from (rule for rule in rules(ANY_SCOPE) for scope in local_scopes(matrix) if any(rule(scope)))
