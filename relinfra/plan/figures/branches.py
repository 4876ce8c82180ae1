"""Branching: the way of a change through the branches to a released version."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.evidence import Facts
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.model import Diagram, Given, Line
from relinfra.plan.released_branch import released_branch
from relinfra.plan.say import label, say

__all__ = ["branches"]

_MODELS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "trunk": (
        ("feature", "main", "merged"),
        ("main", "tag", "tagged"),
        ("tag", "hotfix", ""),
        ("hotfix", "main", "back"),
    ),
    "git_flow": (
        ("feature", "develop", "merged"),
        ("develop", "candidate", "cut"),
        ("candidate", "main", "merged"),
        ("main", "tag", "tagged"),
        ("tag", "hotfix", ""),
        ("hotfix", "main", "back"),
        ("hotfix", "develop", "back"),
    ),
}


def branches(facts: Facts) -> tuple[Diagram, ...]:
    """Return the diagram of the branching model, none where nobody has said which it is."""
    model = facts.release.branching.model
    if model is None or model.value not in _MODELS:
        return ()
    steps = _MODELS[model.value]
    given: dict[str, Given] = {
        "main": released_branch(facts),
        "develop": facts.release.branching.develop,
        "version": facts.release.version,
    }
    names = dict.fromkeys(name for start, end, _ in steps for name in (start, end))
    shapes = tuple(_shape(name, given) for name in names)
    caption = (say(f"figure.branches.{model.value}", "", model=model),)
    return (Diagram(caption, Flowchart((Group(None, shapes),), tuple(_arrow(*step) for step in steps))),)


def _shape(name: str, given: Mapping[str, Given]) -> Shape[Line]:
    kind = Kind.STEP if name == "tag" else Kind.BRANCH
    return Shape(name, kind, ((say(f"figure.branch.{name}", "", **given),),))


def _arrow(start: str, end: str, name: str) -> Arrow[Line]:
    back = name == "back"
    return Arrow(start, end, (label(f"figure.branching.{name}"),) if name else None, dashed=back)
