"""Permissions of the application itself on other resources of AWS."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT
from relinfra.reading.text import Line

__all__ = ["Permission"]

_ACTION = "an IAM action such as sqs:SendMessage"
_RESOURCE = "an ARN such as arn:{partition}:sqs:{region}:{account}:orders, or `*`"
_BELONGING = frozenset({"{partition}", "{region}", "{account}"})


def _action(action: str) -> str:
    if action == "*" or action.startswith("*:"):
        refuse(_ACTION, "name the service: nothing may do everything")
    return action


def _resource(resource: str) -> str:
    unknown = [found for found in re.findall(r"(?<!\$)\{[^}]*\}", resource) if found not in _BELONGING]
    if unknown:
        refuse(_RESOURCE, f"`{unknown[0]}` stands for nothing; {{partition}}, {{region}} and {{account}} do")
    return resource


Action = Annotated[
    str,
    Field(pattern=r"^(\*|\*:\*|[a-z][a-z0-9-]{1,39}:[A-Za-z0-9*?]+)$", max_length=128),
    AfterValidator(_action),
    expecting(_ACTION),
]
Resource = Annotated[
    str,
    Field(
        pattern=r"^(\*|arn:(aws[a-z-]*|\{partition\}):[a-z0-9-]+:([a-z0-9-]*|\*|\{region\}):"
        r'([0-9]{12}|aws|\*|\{account\}|):[^\s"\\]+)$',
        max_length=1024,
    ),
    AfterValidator(_resource),
    expecting(_RESOURCE),
]


class Permission(Model):
    """A statement of the task role's policy: what is allowed, and on what; nothing else of it is."""

    actions: Annotated[
        tuple[Action, ...], Field(min_length=1), DISTINCT, expecting("one IAM action or more, such as sqs:SendMessage")
    ] = Field(description="IAM actions; a part with `*` needs a `why`.", examples=[["sqs:SendMessage"]])
    resources: Annotated[tuple[Resource, ...], Field(min_length=1), DISTINCT, expecting("one ARN or more")] = Field(
        description="ARNs the actions are allowed on. `{partition}`, `{region}` and `{account}` are those the service "
        "runs in, in every region. `*` instead of a name, a region or an account needs a `why`.",
        examples=[["arn:aws:sqs:us-east-1:111111111111:orders"]],
    )
    why: Line | None = Field(
        None, description="Why a `*` is needed; the plan quotes it.", examples=["AWS takes no resource here"]
    )

    @property
    def open_actions(self) -> tuple[str, ...]:
        """The actions that stand for several."""
        return tuple(action for action in self.actions if set("*?") & set(action))

    @property
    def open_resources(self) -> tuple[str, ...]:
        """The resources that name nothing in particular."""
        return tuple(resource for resource in self.resources if _is_open(resource))


def _is_open(resource: str) -> bool:
    """Whether an ARN leaves region, account or name open; what lies below a name, as objects of a bucket, may be."""
    if resource == "*":
        return True
    _, _, service, region, account, name = resource.split(":", 5)
    named = re.split("[:/]", name.lstrip("/"))
    told = named[:1] if service == "s3" or len(named) == 1 else named[:2]
    return "*" in (region, account, *told)
