"""One risk, and how its severity follows from its probability and its impact."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.domain.severity import severity
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.model import Line, Statement

__all__ = ["Risk"]


@dataclass(frozen=True)
class Risk:
    """One risk: something that may go wrong.

    `key` is stable. `why` is what the risk follows from, one line for each reason; by `indicators`
    one sees it coming; `mitigation` is done before,
    `contingency` when it happens, and the release goes on only when `criteria` are seen. `commit` is the commit that
    alone tells of it.
    """

    key: str
    category: str
    probability: str
    impact: str
    title: Statement
    description: Line
    why: tuple[Line, ...]
    mitigation: tuple[Line, ...]
    contingency: tuple[Line, ...]
    criteria: tuple[Line, ...]
    owner: Line
    indicators: tuple[Line, ...] = ()
    commit: str = ""

    def id(self, ids: DocumentIds) -> str:
        """Return its short id: of a commit its own, since nobody can keep one before there is the commit."""
        return f"RISK-{self.commit}" if self.commit else ids.of("RISK", self.key)

    @property
    def severity(self) -> str:
        """Its severity."""
        return severity(self.probability, self.impact)
