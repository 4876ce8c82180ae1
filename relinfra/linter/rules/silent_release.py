"""Silent release: nobody hears when it breaks, or that it happens at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.evidence import value_of
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["find"]

_MAIL = {"customers": {"channel": "email", "days_before": 3, "text": "What is new."}}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    for live in context.live:
        yield from _unheard(context, live)
    release = context.release
    if release is None:
        return
    if not release.communications:
        remedy = Remedy.to_set("Add `communications`.", "communications", value=_MAIL)
        yield from context.in_release("nobody is told of the release", remedy, "communications")
    if release.channels.incidents is None:
        remedy = Remedy.to_set("Say `channels.incidents`.", "channels", "incidents", value="#incidents")
        yield from context.in_release("nothing says where incidents are talked about", remedy, "channels")
    untold = [name for name, change in release.breaking_changes.items() if not change.migration]
    for name in untold:
        found = f"nothing says what those do who rely on what `{name}` breaks"
        path = ("breaking_changes", name)
        remedy = Remedy.to_set("Say `migration`.", *path, "migration", value="Call version 2.")
        yield from context.in_release(found, remedy, *path)


def _unheard(context: LintContext, live: Environment) -> Iterator[LintFinding]:
    """Yield what keeps alarms of a live environment from being heard."""
    for region, environment in (("", live), *live.regions.items()):
        path = (live.name, *(("regions", region) if region else ()), "observability", "notify")
        if not environment.observability.notify:
            remedy = context.to_set("Say who is.", *path, value=["platform-oncall@example.com"])
            yield context.in_matrix(f"nobody is told of alarms in {live.name}", remedy, *path)
    for stage in context.live_stages(live):
        for alarm in stage.alarms:
            if value_of(alarm.actions_enabled) is False:
                found = f"alarm `{value_of(alarm.name)}` tells nobody: its actions are turned off"
                place = (live.name, "overrides", alarm.key)
                yield context.in_matrix(found, "Take back what overrides `actions_enabled`.", *place)
