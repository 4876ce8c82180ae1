"""Accounts as they are prepared for a pipeline, where the project prepares them."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.plan.sections.documented import documented

__all__ = ["accounts", "kept_evidence", "kept_state", "trusted"]


def accounts(facts: Facts) -> tuple[Node, ...]:
    """Return every account that a stack prepares."""
    return facts.at("project").nodes("account")


def kept_state(facts: Facts) -> Line:
    """Return how the bucket of the states is kept, nothing where no stack makes it."""
    line = []
    for account in accounts(facts):
        state = account.node("state")
        if state.fact("name"):
            given = {"stack": account.fact("stack"), "days": state.fact("old_version_days"), "key": state.fact("key")}
            line.append(say("infrastructure.state_made", account.key, name=state.fact("name"), **given))
    return tuple(line)


def kept_evidence(facts: Facts) -> list[Line]:
    """Return where evidence is kept that nobody can remove."""
    lines: list[Line] = []
    for account in accounts(facts):
        evidence = account.node("evidence")
        given = {name: evidence.fact(name) for name in ("name", "days", "mode", "key")}
        if given["name"] and given["days"]:
            lines.append((say("compliance.evidence", account.key, account=account.fact("id"), **given),))
    return lines


def trusted(facts: Facts) -> list[Line]:
    """Return which runs of the pipeline AWS trusts with which role, and for how long."""
    lines: list[Line] = []
    for account in accounts(facts):
        for role in account.nodes("role"):
            given = {name: role.fact(name) for name in ("name", "trusts", "session_minutes")}
            given["session_minutes"] = given["session_minutes"] or documented(role, "role_session")
            lines.append((say("secrets.trusted", role.id, account=account.fact("id"), **given),))
    return lines
