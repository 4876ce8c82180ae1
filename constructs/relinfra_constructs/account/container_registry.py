"""A container registry: repositories of a project in one account and region, their key, where they are copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs import aws
from relinfra_constructs.account.container_repository import (
    ContainerRepository,
    ContainerRepositoryProps,
    ImagePuller,
    ImagesKept,
)
from relinfra_constructs.cdk import Construct
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["ContainerRegistry", "ContainerRegistryProps"]


class ContainerRegistryProps(Props):
    """Props of a `ContainerRegistry`.

    repositories: the names of the repositories, each with who pulls from other accounts.
    replicated: by region, the names of those that are copied there, whose own registry keeps them.
    key_name: the alias of its key without `alias/`, such as `shop-images`.
    placement: account and region.
    kept: how long images are kept.
    enhanced: whether Amazon Inspector scans them, which is a setting of the whole registry. False by default.
    suffix: what ends its Terraform names, empty for the first registry of a stack.
    region: set to `placement.region` where the registry lies outside the region of the stack's provider.
    """

    repositories: Mapping[str, Sequence[ImagePuller]]
    key_name: str
    placement: Placement
    kept: ImagesKept
    replicated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    enhanced: bool = False
    suffix: str = ""
    region: str | None = None


class ContainerRegistry(Construct):
    """Repositories under one key; what is copied elsewhere waits there as it is here. Output: `arns`, by name.

    No role needs a right to the key: ECR gives itself a grant when a repository is made.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
    """

    def __init__(self, scope: Construct, id: str, props: ContainerRegistryProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self._name = terraform_name(*filter(None, ("images", props.suffix)))
        key_arn = EncryptionKey(self, "key", self._key()).arn
        self.arns = {name: self._repository(name, key_arn) for name in sorted(props.repositories)}
        if props.replicated:
            self._replication()
        if props.enhanced:
            self._scanning()

    def _key(self) -> EncryptionKeyProps:
        return EncryptionKeyProps(
            name=self._props.key_name,
            terraform_name=self._name,
            description="Container images of releases",
            placement=self._props.placement,
            region=self._props.region,
        )

    def _repository(self, name: str, key_arn: str) -> str:
        props = ContainerRepositoryProps(
            name=name,
            terraform_name=_terraform_name(name, self._props.suffix),
            key_arn=key_arn,
            kept=self._props.kept,
            pullers=self._props.repositories[name],
            region=self._props.region,
        )
        return ContainerRepository(self, f"repository-{name.replace('/', '-')}", props).arn

    def _replication(self) -> None:
        """Copy what is pushed from now on; AWS has one configuration a registry, and a filter is a beginning of names.

        https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
        """
        account = self._props.placement.account
        aws.EcrReplicationConfiguration(
            self,
            self._name,
            region=self._props.region,
            replication_configuration={
                "rule": [
                    {
                        "destination": {"region": region, "registry_id": account},
                        "repository_filter": [
                            {"filter": name, "filter_type": "PREFIX_MATCH"} for name in sorted(names)
                        ],
                    }
                    for region, names in sorted(self._props.replicated.items())
                ]
            },
        )

    def _scanning(self) -> None:
        aws.EcrRegistryScanningConfiguration(
            self,
            self._name,
            region=self._props.region,
            scan_type="ENHANCED",
            rule={
                "scan_frequency": "CONTINUOUS_SCAN",
                "repository_filter": [
                    {"filter": name, "filter_type": "WILDCARD"} for name in sorted(self._props.repositories)
                ],
            },
        )


def _terraform_name(repository: str, suffix: str) -> str:
    parts = [part for part in (repository.replace("/", "_").replace(".", "_"), suffix) if part]
    return terraform_name(*parts)
