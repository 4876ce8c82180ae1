"""Decisions about the edge that say one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["edge_is_decided"]

_OF_WAF = ("rate_limit_per_5_minutes", "count_only", "large_bodies")


def edge_is_decided(scope: Scope) -> Iterator[Finding]:
    """Demand that no AWS WAF has a reason, and that settings belong to what was chosen.

    Auditors ask why, and a setting of what is not there protects nobody.
    """
    edge, path = scope.environment.edge, scope.at("edge")
    if edge is None:
        return
    chosen = ((*path, "waf"),)
    if edge.waf == "managed" and edge.protection is not None:
        expected, hint = "no other protection beside `waf: managed`", "write `waf: none`, or delete this line"
        yield Finding((*path, "protection"), expected, f'"{edge.protection}"', hint, chosen)
    if edge.waf == "none":
        if edge.protection is None:
            expected = "what protects the environment without AWS WAF"
            yield Finding((*path, "protection"), expected, hint='for example `protection: "Cloudflare"`')
        for field in _OF_WAF:
            if field in edge.model_fields_set and getattr(edge, field):
                yield Finding((*path, field), "nothing, since `waf: none`", "a setting of AWS WAF", related=chosen)
