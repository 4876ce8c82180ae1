"""Checking a document as a whole: every problem of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from relinfra.errors import MatrixError
from relinfra.matrix.content import MatrixContent
from relinfra.matrix.effective import Effective
from relinfra.matrix.layer import layer_of
from relinfra.matrix.models import AnyEnvironment
from relinfra.matrix.remarks import remarks
from relinfra.matrix.repair import repair
from relinfra.matrix.rules import findings
from relinfra.reading import plain, problem_of
from relinfra.reading.following import without_following
from relinfra.reading.nulls import idle_null, unknown_nulls
from relinfra.reading.problems import Problem, in_order
from relinfra.reading.translate import translate
from relinfra.reading.variants import declared_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.reading import Node
    from relinfra.reading.model import Model

__all__ = ["Outcome", "check"]

Checked = TypeVar("Checked", bound=MatrixContent)


class Outcome(NamedTuple, Generic[Checked]):
    """A matrix without mistakes, its effective tree, and what is to be said of it all the same."""

    matrix: Checked
    tree: Node
    remarks: tuple[Problem, ...]


def check(model: type[Checked], document: Node) -> Outcome[Checked]:
    """Check a document whole. Raises `MatrixError` with everything that is wrong."""
    effective = Effective(document)
    problems = [*effective.problems, *_unknown(model, effective), *_defaults(effective.defaults)]
    repaired = repair(model, plain(effective.root))
    if repaired is None or repaired.holes:
        problems.extend(_faults(model, effective.root))
    if repaired is not None:
        sound = (finding for finding in findings(repaired.matrix) if repaired.supports(finding))
        problems.extend(problem_of(finding, effective.root) for finding in sound)
    if problems or repaired is None:
        raise MatrixError(in_order(without_following(problems, layer_of)))
    # What a region of the defaults removes, it removes of each environment that has it.
    idle = (node for node in effective.idle if node.path[:2] != ("defaults", "regions"))
    told = (problem_of(remark, effective.root) for remark in remarks(repaired.matrix))
    return Outcome(repaired.matrix, effective.root, in_order((*map(idle_null, idle), *told)))


def _unknown(model: type[Model], effective: Effective) -> Iterator[Problem]:
    """Yield unknown keys without a value, which validation does not see."""
    written = declared_model(AnyEnvironment)
    below = [node.path[1:] for node in effective.idle if node.path[0] == "defaults" and len(node.path) > 1]
    if written is not None and effective.defaults is not None:
        yield from unknown_nulls(below, written, effective.defaults)
    others = [node.path for node in effective.idle if node.path[0] != "defaults"]
    yield from unknown_nulls(others, model, effective.root)


def _faults(model: type[Model], tree: Node) -> Iterator[Problem]:
    try:
        model.model_validate(plain(tree))
    except ValidationError as error:
        yield from translate(error, model, tree)


def _defaults(defaults: Node | None) -> Iterator[Problem]:
    """Check what lies under every environment by itself too: an environment may hide a mistake in it."""
    written = declared_model(AnyEnvironment)
    if written is None or defaults is None or (content := plain(defaults)) is None:
        return
    try:
        written.model_validate(content)
    except ValidationError as error:
        yield from translate(error, written, defaults, partial=True)
