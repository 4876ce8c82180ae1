"""The way of a change through the branches to a released version."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say

__all__ = ["branches"]

_WAYS: dict[str, tuple[tuple[str, str, str], ...]] = {
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
    model = facts.get("release.branching.model")
    if model is None or str(model.value) not in _WAYS:
        return ()
    ways = _WAYS[str(model.value)]
    given = {
        "main": facts.get("release.branching.main"),
        "develop": facts.get("release.branching.develop"),
        "version": facts.get("release.version"),
    }
    names = dict.fromkeys(name for start, end, _ in ways for name in (start, end))
    shapes = tuple(_shape(name, given) for name in names)
    caption = (say(f"figure.branches.{model.value}", "", model=model),)
    return (Diagram(caption, Flowchart((Group(None, shapes),), tuple(_arrow(*way) for way in ways))),)


def _shape(name: str, given: dict[str, Fact | None]) -> Shape[Line]:
    kind = Kind.STEP if name == "tag" else Kind.BRANCH
    return Shape(name, kind, ((say(f"figure.branch.{name}", "", **given),),))


def _arrow(start: str, end: str, name: str) -> Arrow[Line]:
    back = name == "back"
    return Arrow(start, end, (label(f"figure.branching.{name}"),) if name else None, dashed=back)
