"""Two environments of one output, seen as two outputs that can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from relinfra.errors import UsageError
from relinfra.evidence.fact import Json
from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import StageStacks, stages_of

__all__ = ["environments_as_outputs", "stacks_in_common"]


def environments_as_outputs(output: Output, first: str, second: str) -> tuple[Output, Output]:
    """Return each of two environments as an output of its own, in words that both have in common.

    Stacks are called by their component; the name, the account and the regions of an environment stand as
    `{environment}`, `{account}` and `{region}`. Raises `UsageError` for a name that no stacks have.
    """
    return _alone(output, first), _alone(output, second)


def stacks_in_common(output: Output, environment: str) -> Iterator[tuple[str, Stack]]:
    """Yield the stacks of an environment as they are, each with the name that it has beside those of another."""
    return _named([stage for stage in stages_of(output) if stage.environment == environment])


def _alone(output: Output, environment: str) -> Output:
    stages = [stage for stage in stages_of(output) if stage.environment == environment]
    if not stages:
        known = ", ".join(dict.fromkeys(stage.environment for stage in stages_of(output)))
        raise UsageError(f"{environment}: expected an environment with stacks, one of {known}")
    common = _common(stages)
    stacks = {name: _worded(stack, name, common) for name, stack in _named(stages)}
    return replace(output, stacks=stacks)


def _named(stages: list[StageStacks]) -> Iterator[tuple[str, Stack]]:
    """Yield the stacks by what both environments call them: the component, and of a further region its number."""
    for number, stage in enumerate(stages):
        for stack in stage.stacks:
            component = stack.label("component")
            yield (component if number == 0 else f"{component}@{number + 1}"), stack


def _common(stages: list[StageStacks]) -> Callable[[str], str]:
    """Return what replaces the words that only one environment has by those that every one has."""
    words = {stages[0].environment: "{environment}"}
    for stage in stages:
        for account in (account for stack in stage.stacks for account in _accounts(stack)):
            words.setdefault(account, "{account}")
        regions = (stage.region, *(stack.label("region") for stack in stage.stacks))
        for region in filter(None, regions):
            words.setdefault(region, "{region}" if region == stages[0].region else "{other region}")
    found = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # A zone is a region and a letter.
    pattern = re.compile(rf"(?<![A-Za-z0-9])({found})(?=[a-z]?(?![A-Za-z0-9]))")
    return lambda text: pattern.sub(lambda match: words[match[1]], text)


def _accounts(stack: Stack) -> Iterator[str]:
    provider = stack.element("provider", "aws")
    for one in provider.each("allowed_account_ids") if provider else ():
        yield one.text


def _worded(stack: Stack, name: str, common: Callable[[str], str]) -> Stack:
    return replace(stack, name=name, dependencies=(), body=_mapping(stack.body, common))


def _mapping(value: Mapping[str, Json], common: Callable[[str], str]) -> dict[str, Json]:
    return {common(key): _value(one, common) for key, one in value.items()}


def _value(value: Json, common: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return common(value)
    if isinstance(value, dict):
        return _mapping(value, common)
    return [_value(one, common) for one in value] if isinstance(value, list) else value
