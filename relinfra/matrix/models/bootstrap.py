"""The bootstrap: what an account must have before anything can be deployed into it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from relinfra.matrix.models.images import Images
from relinfra.matrix.models.repository_ids import RepositoryIds
from relinfra.matrix.values.aws import AccountId
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT, Table, empty

__all__ = ["Bootstrap", "Evidence"]

_UNDELEGATED = ("account", "iam", "identitystore", "organizations", "sso", "sts")


def _delegable(service: str) -> str:
    if service in _UNDELEGATED:
        refuse("an AWS service that a release may manage", "rights and accounts are given by people, not by a release")
    return service


RetentionDays = Annotated[int, Field(ge=1, le=3650), expecting("a number of days from 1 to 3650")]
ServicePrefix = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]{1,39}$"),
    AfterValidator(_delegable),
    expecting("the IAM prefix of an AWS service such as dynamodb"),
]
Subject = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.:/@=#-]*(\{repository\}[A-Za-z0-9_.:/@=#-]*)?\{environment\}[A-Za-z0-9_.:/@=#-]*$",
        max_length=300,
    ),
    expecting("a GitHub subject that holds {environment}, such as repo:{repository}:environment:{environment}"),
]


TerraformType = Annotated[
    str,
    Field(pattern=r"^(data\.)?aws_[a-z0-9_]+$", max_length=100),
    expecting("a Terraform type such as aws_dynamodb_table, or data.aws_dynamodb_table"),
]
ReadActions = Annotated[
    tuple[
        Annotated[
            str,
            Field(pattern=r"^[a-z][a-z0-9-]{1,39}:(BatchGet|Describe|Get|List|Lookup|Search|View)[A-Za-z0-9]*$"),
            expecting("an IAM action that reads, such as dynamodb:DescribeTable"),
        ],
        ...,
    ],
    Field(min_length=1),
    DISTINCT,
    expecting("one or more IAM actions that read"),
]


class Evidence(Model):
    """The bucket of release evidence, whose objects nobody can remove before their time."""

    retention_days: RetentionDays = Field(365, description="How long an object cannot be removed, in days.")
    mode: Annotated[
        Literal["compliance", "governance"],
        choices(
            {
                "compliance": "Nobody may delete before the time, the account's root user neither.",
                "governance": "Whoever has the right `s3:BypassGovernanceRetention` may delete before the time.",
            }
        ),
    ] = Field(
        "compliance",
        description="`compliance` holds against everybody; `governance` yields to `s3:BypassGovernanceRetention`.",
    )


class Bootstrap(Model):
    """The stacks that prepare each account: buckets of state and evidence, GitHub's trust, roles of the pipeline."""

    state_account: AccountId | None = Field(
        None,
        description="Account of the state and evidence buckets; that of the last AWS environment of `promotion` if "
        "absent.",
        examples=["333333333333"],
    )
    evidence: Evidence = Field(Evidence.model_construct(), description="The bucket of release evidence.")
    images: Images | None = Field(
        None,
        description="Repositories of Amazon ECR for the services' images, in every account of the matrix that an "
        "`image` names; none are made if absent.",
        examples=[{}],
    )
    subject: Subject = Field(
        "repo:{repository}:environment:{environment}",
        description="How GitHub names a run in an environment: the `sub` claim of its token, compared letter by "
        "letter. `{repository}` is owner/name, with `repository_ids` also the form with ids; it has to say which "
        "repository runs, by `repo`, `repository` or `repository_id`.",
    )
    repository_ids: RepositoryIds | None = Field(
        None,
        description="Ids of the repository and its owner, which `gh api repos/OWNER/NAME --jq '.id, .owner.id'` tells. "
        "Runs are then trusted by either form of their name, and only of this repository where AWS compares ids. "
        "GitHub names runs with ids where a repository was made, renamed or transferred since 2026-07-15, or chose to.",
        examples=[{"owner": 123456, "repository": 456789}],
    )
    existing_providers: Annotated[tuple[AccountId, ...], DISTINCT] = Field(
        (), description="Accounts that have GitHub's OIDC provider already; AWS allows one each."
    )
    further_services: Annotated[tuple[ServicePrefix, ...], DISTINCT] = Field(
        (),
        description="IAM prefixes of AWS services that the team's own stacks also manage.",
        examples=[["dynamodb"]],
    )

    plan_reads: Table[TerraformType, ReadActions] = Field(
        default_factory=empty,
        description="IAM actions that a preview needs for Terraform types of the team's own stacks, by type; those of "
        "relinfra's are known. `relinfra validate` names what is missing from synthesized stacks.",
        examples=[{"aws_dynamodb_table": ["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"]}],
    )

    def names_of(self, repository: str) -> tuple[str, ...]:
        """Return `owner/name` in every form that GitHub may give it: as it is, and with ids where they are known.

        https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
        """
        ids = self.repository_ids
        return (repository, ids.name_with_ids(repository)) if ids else (repository,)

    def subjects_of(self, repository: str, environment: str) -> tuple[str, ...]:
        """Return every `sub` claim of a run of `repository` in the GitHub environment `environment`."""
        forms = (self.subject.replace("{repository}", name) for name in self.names_of(repository))
        return tuple(dict.fromkeys(form.replace("{environment}", environment) for form in forms))
