"""A container repository: images that nobody writes over, scanned, encrypted, and kept while they may run."""

from __future__ import annotations

import json
from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.props import Props

__all__ = ["ContainerRepository", "ContainerRepositoryProps", "ImagePuller", "ImagesKept"]

_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_UNTAGGED_DAYS = 7


class ImagePuller(Props):
    """The roles of another account that pull images: those that start tasks there.

    account: the account's root, by its ARN.
    roles: patterns of the roles' ARNs.
    """

    account: str
    roles: Sequence[str]

    def statement(self) -> Statement:
        """Return what the repository says of them."""
        # AWS refuses a principal that does not exist yet, and the repository comes before the roles: so the account is
        # named, and the condition leaves these roles of it.
        return Statement(
            sid=f"Pull{self.account.split(':')[4]}",
            actions=_PULL,
            principals={"AWS": [self.account]},
            conditions={"ArnLike": {"aws:PrincipalArn": list(self.roles)}},
        )


class ImagesKept(Props):
    """The time for which images are kept.

    stages: what begins the tags of images that were deployed, a stage each, such as `production`; the last stage first.
    releases: how many images are kept of each of them.
    unreleased_days: days that an image is kept which no stage was given.
    """

    stages: Sequence[str]
    releases: int
    unreleased_days: int

    def policy(self) -> str:
        """Return the life cycle policy.

        The first rule whose tags an image has decides of it alone, however it decides; and what a list of manifests
        names, such as the image of one processor or its attestation, goes with the list.
        https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
        """
        deployed = [
            _rule(
                f"What {stage} was given",
                _tagged(f"{stage}-*"),
                countType="imageCountMoreThan",
                countNumber=self.releases,
            )
            for stage in self.stages
        ]
        others = _rule("What no stage was given", _tagged("*"), **_days(self.unreleased_days))
        untagged = _rule("What was never finished", {"tagStatus": "untagged"}, **_days(_UNTAGGED_DAYS))
        rules = [*deployed, others, untagged]
        return json.dumps(
            {"rules": [{"rulePriority": number, **rule} for number, rule in enumerate(rules, start=1)]},
            sort_keys=True,
            separators=(",", ":"),
        )


class ContainerRepositoryProps(Props):
    """Props of a `ContainerRepository`.

    name: its name, such as `shop/web`.
    terraform_name: the Terraform name of the repository and of what belongs to it.
    key_arn: the KMS key of its images, which AWS lets nobody change later.
    kept: how long images are kept.
    pullers: who pulls from other accounts; nobody by default.
    region: set where the repository lies outside the region of the stack's provider.
    """

    name: str
    terraform_name: str
    key_arn: str
    kept: ImagesKept
    pullers: Sequence[ImagePuller] = ()
    region: str | None = None


class ContainerRepository(Construct):
    """A repository whose tags are given once, which Terraform refuses to destroy. Outputs: `arn`, `name`."""

    def __init__(self, scope: Construct, id: str, props: ContainerRepositoryProps) -> None:
        super().__init__(scope, id)
        repository = aws.EcrRepository(
            self,
            props.terraform_name,
            name=props.name,
            region=props.region,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configuration={"encryption_type": "KMS", "kms_key": props.key_arn},
            lifecycle={"prevent_destroy": True},
        )
        self.arn: str = repository.arn
        self.name: str = repository.name
        aws.EcrLifecyclePolicy(
            self, props.terraform_name, repository=repository.name, policy=props.kept.policy(), region=props.region
        )
        if props.pullers:
            aws.EcrRepositoryPolicy(
                self,
                props.terraform_name,
                repository=repository.name,
                policy=document(*(puller.statement() for puller in props.pullers)),
                region=props.region,
            )


def _rule(description: str, selection: dict[str, object], **count: object) -> dict[str, object]:
    return {"action": {"type": "expire"}, "description": description, "selection": {**selection, **count}}


def _tagged(pattern: str) -> dict[str, object]:
    return {"tagStatus": "tagged", "tagPatternList": [pattern]}


def _days(number: int) -> dict[str, object]:
    return {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": number}
