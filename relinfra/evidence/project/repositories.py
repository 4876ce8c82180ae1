"""Container repositories as the bootstrap makes them: how their images are kept, who pulls them, where copies lie."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Account, ContainerRepository
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["collect_repositories"]

_COUNTED = "imageCountMoreThan"
_COLONS = 5
"""Of an ARN: `arn:aws:iam::222222222222:root`."""


def collect_repositories(output: Output, stack: Stack, recorder: Recorder) -> None:
    """Collect the repositories of one account."""
    for repository in stack.find("aws_ecr_repository"):
        own = recorder.one(Account.repositories, repository.name)
        own.read(repository)
        own.take(ContainerRepository.region, _region(stack, repository))
        own.take(ContainerRepository.scanned_on_push, repository.at("image_scanning_configuration", "scan_on_push"))
        own.take(ContainerRepository.key_alias, _key(output, stack, repository))
        _scanning(stack, repository, own)
        _kept(output, stack, repository, own)
        _pulled(output, stack, repository, own)
        _copied(stack, repository, own)


def _region(stack: Stack, resource: Resource) -> Attribute | None:
    """Return the region of a resource: its own, else that of the provider."""
    provider = stack.element("provider", "aws")
    return resource.at("region") or (provider and provider.at("region"))


def _here(stack: Stack, repository: Resource, kind: str) -> Iterator[Resource]:
    """Give what AWS has one of in each registry, where it is that of the repository."""
    place = _region(stack, repository)
    for one in stack.find(kind):
        other = _region(stack, one)
        if place and other and place.value == other.value:
            yield one


def _key(output: Output, stack: Stack, repository: Resource) -> Attribute | None:
    key = output.follow_one(repository.at("encryption_configuration", "kms_key"), "aws_kms_key")
    aliases = (one for one in stack.find("aws_kms_alias") if key and key in output.follow(one.at("target_key_id")))
    alias = next(aliases, None)
    return alias.at("name") if alias else None


def _scanning(stack: Stack, repository: Resource, recorder: Recorder) -> None:
    name = repository.at("name")
    for registry in _here(stack, repository, "aws_ecr_registry_scanning_configuration"):
        filters = registry.each("rule", "repository_filter")
        named = (one.at("filter") for one in filters)
        if any(found and name and found.value == name.value for found in named):
            recorder.take(ContainerRepository.scanning, registry.at("scan_type"))


def _kept(output: Output, stack: Stack, repository: Resource, recorder: Recorder) -> None:
    for cycle in stack.find("aws_ecr_lifecycle_policy"):
        if repository not in output.follow(cycle.at("repository")):
            continue
        rules = list(cycle.each("policy", "rules"))
        counted = [one for one in rules if (kind := one.at("selection", "countType")) and kind.text == _COUNTED]
        patterns = [found for one in counted if (found := one.at("selection", "tagPatternList", 0))]
        if patterns:
            recorder.add(ContainerRepository.deployed_tags, tuple(one.text for one in patterns), *patterns)
            recorder.take(ContainerRepository.kept_images, counted[0].at("selection", "countNumber"))
        others = (one for one in rules if (found := one.at("selection", "tagPatternList", 0)) and found.text == "*")
        other = next(others, None)
        recorder.take(ContainerRepository.other_days, other and other.at("selection", "countNumber"))


def _pulled(output: Output, stack: Stack, repository: Resource, recorder: Recorder) -> None:
    for policy in stack.find("aws_ecr_repository_policy"):
        if repository in output.follow(policy.at("repository")):
            statements = policy.each("policy", "Statement")
            whom = [found for one in statements for found in one.each("Principal", "AWS")]
            accounts = tuple(found.text.split(":")[4] for found in whom if found.text.count(":") == _COLONS)
            recorder.add(ContainerRepository.pulled_from, accounts, *whom)


def _copied(stack: Stack, repository: Resource, recorder: Recorder) -> None:
    name, regions = repository.at("name"), []
    for registry in _here(stack, repository, "aws_ecr_replication_configuration"):
        for rule in registry.each("replication_configuration", "rule"):
            named = [found for one in rule.each("repository_filter") if (found := one.at("filter"))]
            if any(name and name.text.startswith(found.text) for found in named):
                regions += [found for one in rule.each("destination") if (found := one.at("region"))]
    if regions:
        recorder.add(ContainerRepository.copied_to, tuple(found.text for found in regions), *regions)
