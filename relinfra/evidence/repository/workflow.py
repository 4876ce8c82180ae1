"""GitHub Actions workflows: what starts them, their jobs, what they cache, scan and may do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Job, MigrationWait, Project, RepositoryFacts, Workflow
from relinfra.evidence.repository.nodes import YamlNode, document
from relinfra.evidence.repository.quote import quote
from relinfra.evidence.repository.source import Repository, SourceFile
from relinfra.evidence.repository.step import APPLIES, CACHES, CODE_DEPLOYS, MIGRATES, SCANS, described, order

__all__ = ["collect"]

_DELIVERY = re.compile(r"\b(relinfra|terraform|cdktf)\b")
_GOES_WITH_INIT = ", written by `relinfra init --workflow --force` from "
_WRITTEN_BY_INIT = "# Written by `relinfra init` from "
_PROTECTION = "protection_rules"
_BUNDLE = re.compile(r"^[^#\n]*\brelinfra evidence make\b", re.MULTILINE)
_MIGRATION = re.compile(r"[a-z0-9-]+,(?P<stack>[^,]+),(?P<output>[^,]+),(?P<minutes>\d+)(?:,|$)")
_OF_MATRIX = re.compile(r"\$\{\{\s*matrix\.(?P<key>[\w-]+)\s*\}\}")
_KEYS = ("AWS_SECRET_ACCESS_KEY", "aws-secret-access-key")


def collect(repository: Repository, recorder: Recorder) -> None:
    """Collect every workflow; one that runs these stacks `delivers` and is quoted."""
    for file in repository.workflows:
        root = document(file.text)
        jobs = root.get("jobs") if root else None
        if root and jobs:
            _workflow(
                file, root, jobs, recorder.at(Project.repository).one(RepositoryFacts.workflows, _slug(file.path))
            )


def _workflow(file: SourceFile, root: YamlNode, jobs: YamlNode, recorder: Recorder) -> None:
    recorder.add(Workflow.file, file.path, file.evidence(root.line))
    name = root.get("name")
    if name:
        recorder.add(Workflow.name, name.scalar, file.evidence(name.line))
    triggers = root.get("on")
    if triggers:
        named = [key for key, _ in triggers.items] or [item.scalar for item in triggers.elements]
        recorder.add(Workflow.triggers, tuple(named), file.evidence(triggers.line))
        _inputs(file, triggers, recorder)
    lines = {key: job.line for key, job in jobs.items}
    stages = order({key: job.get("needs") for key, job in jobs.items})
    recorder.add(Workflow.stages, stages, *(file.evidence(lines[stage]) for stage in stages), how="order_of_needs")
    _needs(file, jobs, recorder)
    line = _first(file, _DELIVERY)
    beside = file.find(_GOES_WITH_INIT)
    if line is not None and beside is None:
        recorder.add(Workflow.delivers, True, file.evidence(line))
        recorder.add(Workflow.quote, quote(file, root), file.evidence(root.line), how="excerpt")
    ours = file.find(_WRITTEN_BY_INIT)
    if ours is not None:
        recorder.add(Workflow.written_by_init, True, file.evidence(ours))
    if beside is not None:
        _beside(file, beside, root, jobs, recorder)
    _habits(file, root, jobs, recorder)


def _beside(file: SourceFile, said: int, root: YamlNode, jobs: YamlNode, recorder: Recorder) -> None:
    """Collect of a workflow that goes with the release, as a line of it says, which environments it knows."""
    recorder.add(Workflow.goes_with_init, True, file.evidence(said))
    options = root.get("on", "workflow_dispatch", "inputs", "environment", "options")
    found = list(options.elements) if options else []
    for _, job in jobs.items:
        include = job.get("strategy", "matrix", "include")
        found += [one for entry in (include.elements if include else []) if (one := entry.get("environment"))]
    named = {one.scalar: one for one in reversed(found)}
    lines = (file.evidence(named[name].line) for name in sorted(named))
    recorder.add(Workflow.offers, tuple(sorted(named)), *lines)


def _inputs(file: SourceFile, triggers: YamlNode, recorder: Recorder) -> None:
    by_hand = triggers.get("workflow_dispatch")
    inputs = by_hand.get("inputs") if by_hand else None
    if inputs and inputs.items:
        recorder.add(Workflow.inputs, tuple(key for key, _ in inputs.items), file.evidence(inputs.line))


def _needs(file: SourceFile, jobs: YamlNode, recorder: Recorder) -> None:
    for key, job in jobs.items:
        needs = job.get("needs")
        named = tuple(item.scalar for item in needs.elements) if needs else ()
        if needs and named:
            own = recorder.one(Workflow.jobs, key)
            own.add(Job.needs, named, file.evidence(needs.line))
            over = _over(jobs, key)
            lines = (node for name in over if (node := jobs.get(name)))
            own.add(
                Job.before,
                over,
                file.evidence(needs.line),
                *(file.evidence(one.line) for one in lines),
                how="order_of_needs",
            )


def _over(jobs: YamlNode, key: str) -> tuple[str, ...]:
    """Return every job that is over when one begins, in the order in which they run."""
    found, waiting = set[str](), [key]
    while waiting:
        needs = jobs.get(waiting.pop(), "needs")
        further = {item.scalar for item in needs.elements} - found if needs else set[str]()
        found |= further
        waiting += further
    whole = order({name: job.get("needs") for name, job in jobs.items})
    return tuple(name for name in whole if name in found and name != key)


def _checks(file: SourceFile, job: YamlNode, recorder: Recorder) -> None:
    """Collect that a job asks GitHub who has to approve, and fails where the answer is not what it expects."""
    asking = [step for step in _steps(job) if _PROTECTION in _scalar(step, "run")]
    if not asking or any(_scalar(one, "continue-on-error") == "true" for one in (job, *asking)):
        return
    environment, reviewers = job.get("env", "ENVIRONMENT"), job.get("env", "REVIEWERS")
    if environment and environment.scalar:
        recorder.add(Job.checks_environment, environment.scalar, file.evidence(environment.line))
    if reviewers and reviewers.scalar:
        recorder.add(Job.checks_reviewers, tuple(reviewers.scalar.split()), file.evidence(reviewers.line))
    minutes = job.get("env", "WAIT_MINUTES")
    if minutes and minutes.scalar.isdecimal():
        recorder.add(Job.checks_minutes, int(minutes.scalar), file.evidence(minutes.line))


def _scalar(node: YamlNode, key: str) -> str:
    found = node.get(key)
    return found.scalar if found else ""


def _habits(file: SourceFile, root: YamlNode, jobs: YamlNode, recorder: Recorder) -> None:
    steps = {key: _steps(job) for key, job in jobs.items}
    every = [(key, step) for key, those in steps.items() for step in those]
    for field, wanted in ((Workflow.caching, CACHES), (Workflow.scanning, SCANS)):
        found = [(text, key, step) for key, step in every if (text := described(step, wanted))]
        where: dict[str, list[str]] = {}
        for text, key, _ in found:
            where.setdefault(text, []).extend([] if key in where.get(text, ()) else [key])
        if found:
            named = tuple(f"{text} ({', '.join(keys)})" for text, keys in where.items())
            recorder.add(field, named, *(file.evidence(step.line) for _, _, step in found))
    for key, job in jobs.items:
        own = recorder.one(Workflow.jobs, key)
        _environment(file, job, own)
        _checks(file, job, own)
        _migrating(file, steps[key], own)
        deploying = [(text, step) for step in steps[key] if (text := described(step, CODE_DEPLOYS))]
        if deploying:
            proofs = [file.evidence(step.line) for _, step in deploying]
            own.add(Job.code_deploys, tuple(text for text, _ in deploying), *proofs)
    scopes = (root, *(job for _, job in jobs.items))
    tokens = [token for scope in scopes if (token := scope.get("permissions", "id-token"))]
    if any(token.scalar == "write" for token in tokens):
        recorder.add(Workflow.oidc, True, *(file.evidence(token.line) for token in tokens))
    keys = [line for key in _KEYS if (line := file.find(key)) is not None]
    if keys:
        recorder.add(Workflow.long_lived_keys, True, *(file.evidence(line) for line in keys))
    if (bundled := _first(file, _BUNDLE)) is not None:
        recorder.add(Workflow.bundles_evidence, True, file.evidence(bundled))
    kept = [days for _, step in every if (days := step.get("with", "retention-days"))]
    if kept:
        spans = sorted({item.scalar for item in kept}, key=lambda text: (len(text), text))
        recorder.add(Workflow.artifact_days, tuple(spans), *(file.evidence(item.line) for item in kept))


def _environment(file: SourceFile, job: YamlNode, recorder: Recorder) -> None:
    """Collect the environment that a job runs in, or those of all entries of its matrix; not what only a run knows."""
    environment = job.get("environment", "name") or job.get("environment")
    if not environment or not environment.scalar:
        return
    proof = file.evidence(environment.line)
    if "${{" not in environment.scalar:
        recorder.add(Job.environment, environment.scalar, proof)
    elif names := _expanded(environment.scalar, job):
        recorder.add(Job.environments, names, proof, how="place")


def _expanded(text: str, job: YamlNode) -> tuple[str, ...]:
    """Return a text for each entry of a job's matrix; nothing where an expression asks for something else."""
    matrix = job.get("strategy", "matrix")
    found = _OF_MATRIX.search(text)
    if matrix is None or found is None or "${{" in (text[: found.start()] + text[found.end() :]):
        return ()
    listed, included = matrix.get(found["key"]), matrix.get("include")
    entries = [one.get(found["key"]) for one in included.elements] if included else []
    values = [one.scalar for one in (*(listed.elements if listed else ()), *entries) if one and one.scalar]
    return tuple(text.replace(found[0], value) for value in dict.fromkeys(values) if "${{" not in value)


def _migrating(file: SourceFile, steps: list[YamlNode], recorder: Recorder) -> None:
    """Collect which step of a job migrates, and whether the last stack is applied no sooner than in that step."""
    migrating = [(place, text) for place, step in enumerate(steps) if (text := described(step, MIGRATES))]
    applying = [place for place, step in enumerate(steps) if described(step, APPLIES)]
    for place, text in migrating[:1]:
        proof = file.evidence(steps[place].line)
        recorder.add(Job.migrates, text, proof)
        for stack, output, minutes, line in _waits(steps[place]):
            own, said = recorder.one(Job.migration_waits, f"{stack}.{output}".replace(".", "-")), file.evidence(line)
            own.add(MigrationWait.stack, stack, said)
            own.add(MigrationWait.minutes, int(minutes), said)
        if applying:
            last = applying[-1]
            recorder.add(Job.migrates_first, place <= last, proof, file.evidence(steps[last].line))


def _waits(step: YamlNode) -> Iterator[tuple[str, str, str, int]]:
    """Yield the stack, output and minutes of each migration that a step of `relinfra init` is told to run."""
    told = step.get("env", "MIGRATIONS")
    if told is None:
        return
    for found in filter(None, map(_MIGRATION.match, told.scalar.split())):
        yield found["stack"], found["output"], found["minutes"], told.line


def _steps(job: YamlNode) -> list[YamlNode]:
    steps = job.get("steps")
    return list(steps.elements) if steps else []


def _first(file: SourceFile, pattern: re.Pattern[str]) -> int | None:
    return next((number for number, line in enumerate(file.lines, start=1) if pattern.search(line)), None)


def _slug(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", path.rpartition("/")[2].rpartition(".")[0])
