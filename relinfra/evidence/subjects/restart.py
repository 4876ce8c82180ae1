"""The restart of a service's tasks after a change of a secret: a rule, a document, and what each may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.granted import granted
from relinfra.evidence.metric_alarms import alarm_on
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.secret import Restart
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.event_alert import alerts_of

__all__ = ["take_restart"]

_Started = tuple[Resource, Attribute, Resource]
"""What a rule starts: the target, the ARN that it names, and the document."""

_SECONDS = 60
_DEFINITION = re.compile(r":automation-definition/([^:]+):")
_PAUSE = re.compile(r"PT(\d+)M")
_CHANGE, _WRITTEN = "Secret Label Updated", "Parameter Store Change"


def take_restart(stage: StageStacks, service: Resource, source: Attribute, recorder: Recorder) -> None:
    """Collect the rule that hears of a change of the secret `source`, and what it starts.

    Services may share a secret, each with a rule: one that deploys this service goes before one that does not.
    """
    name = service.at("name")
    heard = stage.remember(("heard", source.stack, source.text), lambda: _heard(stage, source))
    usual = next(iter(heard.values()), (None, None))
    rule, started = heard.get(name.text, usual) if name else usual
    if rule is None:
        return
    recorder.take(Restart.rule, rule.at("name"))
    _enabled(rule, recorder)
    recorder.take(Restart.alarm, alarm_on(stage, "FailedInvocations", "RuleName", rule))
    if started:
        target, arn, document = started
        recorder.take(Restart.document, document.at("name"))
        _starting(stage, target, arn, document, recorder)
        _deployed(stage, service, document, recorder)
        alert = next(iter(alerts_of(stage, f"automation-definition/{_called(arn)}:1")), None)
        recorder.take(Restart.alert, alert and alert.at("name"))


def _heard(stage: StageStacks, source: Attribute) -> dict[str, tuple[Resource, _Started | None]]:
    """Return the rules that hear of a change, each with what it starts, by the services that are deployed then."""
    found: dict[str, tuple[Resource, _Started | None]] = {}
    for rule in _hearing(stage, source):
        for started in tuple(_started(stage, rule)) or (None,):
            names = _services(started[-1]) if started else ()
            for name in names or ("",):
                found.setdefault(name, (rule, started))
    return found


def _services(document: Resource) -> list[str]:
    """Return the names of the services that a document deploys."""
    return [proof[1].text for step in document.each("content", "mainSteps") if (proof := _deploying(step))]


def _hearing(stage: StageStacks, source: Attribute) -> Iterator[Resource]:
    """Yield the rules that hear of another value: of a secret that is referred to, or of a parameter by its ARN."""
    held = stage.output.follow(source)
    if held:
        hearing = (stage.referring(one, "aws_cloudwatch_event_rule", "event_pattern", "resources") for one in held)
        yield from (rule for rule in chain.from_iterable(hearing) if _CHANGE in _kinds(rule))
        return
    for rule in stage.find("aws_cloudwatch_event_rule"):
        if _WRITTEN in _kinds(rule) and source.text in {one.text for one in rule.each("event_pattern", "resources")}:
            yield rule


def _kinds(rule: Resource) -> set[str]:
    return {one.text for one in rule.each("event_pattern", "detail-type")}


def _enabled(rule: Resource, recorder: Recorder) -> None:
    """Collect whether the rule is on; `is_enabled` is the former name of the switch."""
    state, former = rule.at("state"), rule.at("is_enabled")
    if state:
        recorder.add(Restart.enabled, state.text != "DISABLED", state)
    elif former:
        recorder.add(Restart.enabled, former.flag, former)


def _started(stage: StageStacks, rule: Resource) -> Iterator[_Started]:
    """Yield what a rule starts."""
    for target in stage.referring(rule, "aws_cloudwatch_event_target", "rule"):
        arn = target.at("arn")
        named = _called(arn) if arn else None
        document = stage.called("aws_ssm_document", "name", named) if named else None
        if arn and document:
            yield target, arn, document


def _called(arn: Attribute) -> str | None:
    """Return the name of the document of which this is the ARN."""
    named = _DEFINITION.search(arn.text)
    return named[1] if named else None


def _starting(stage: StageStacks, target: Resource, arn: Attribute, document: Resource, recorder: Recorder) -> None:
    """Collect whether the role of a target may start the document, and hand over the role in which it acts."""
    role = stage.output.follow_one(target.at("role_arn"), "aws_iam_role")
    actor = stage.output.follow_one(document.at("content", "assumeRole"), "aws_iam_role")
    start = granted(stage, role, "ssm:StartAutomationExecution", arn.text.split(":", 5)[-1])
    hand_over = granted(stage, role, "iam:PassRole", actor) if actor else ()
    recorder.add(Restart.may_start, bool(start and hand_over), *start, *hand_over, how="place")


def _deployed(stage: StageStacks, service: Resource, document: Resource, recorder: Recorder) -> None:
    """Collect whether a document deploys the service, may do so, and for how long it waits for a release."""
    steps = document.each("content", "mainSteps")
    named, name = service.at("name"), document.at("name")
    assert name is not None
    deploying = next(
        ((step, found) for step in steps if (found := _deploying(step)) and named and found[1].text == named.text), None
    )
    recorder.add(Restart.deploys, deploying is not None, *(deploying[1] if deploying else (name,)), how="place")
    if deploying is None:
        return
    role = stage.output.follow_one(document.at("content", "assumeRole"), "aws_iam_role")
    rights = granted(stage, role, *_right(stage, service, deploying[0]))
    recorder.add(Restart.may_deploy, bool(rights), *(rights or (name,)), how="place")
    waits = list(_waits(steps))
    if waits:
        minutes = sum(seconds for _, seconds in waits) // _SECONDS
        recorder.add(Restart.wait_minutes, minutes, *(proof for proof, _ in waits), how="sum")


def _deploying(step: Attribute) -> tuple[Attribute, ...]:
    """Return what shows that a step of a document deploys a service, by ECS or by the application of its name.

    The second one is that name.
    """
    api, forced = step.at("inputs", "Api"), step.at("inputs", "forceNewDeployment")
    named = step.at("inputs", "service") or step.at("inputs", "applicationName")
    if api is None or named is None:
        return ()
    if api.text == "UpdateService":
        return (api, named, forced) if forced and forced.flag else ()
    return (api, named) if api.text == "CreateDeployment" else ()


def _right(stage: StageStacks, service: Resource, step: Attribute) -> tuple[str, str]:
    """Return the action that a deploying step takes, and the end of the ARN that it takes it on."""
    group = step.at("inputs", "deploymentGroupName")
    application = step.at("inputs", "applicationName")
    if group and application:
        return "codedeploy:CreateDeployment", f"deploymentgroup:{application.text}/{group.text}"
    cluster = stage.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
    names = [name.text for one in (cluster, service) if one and (name := one.at("name"))]
    return "ecs:UpdateService", "/".join(("service", *names))


def _waits(steps: tuple[Attribute, ...]) -> Iterator[tuple[Attribute, int]]:
    """Yield what waits for a release, each with its seconds: for the rollout that runs, or between attempts."""
    for step in steps:
        limit, pause = step.at("timeoutSeconds"), step.at("inputs", "Duration")
        asked = step.at("inputs", "PropertySelector")
        if asked and limit and limit.number is not None:
            yield limit, int(limit.number)
        elif pause and (minutes := _PAUSE.fullmatch(pause.text)):
            yield pause, int(minutes[1]) * _SECONDS
