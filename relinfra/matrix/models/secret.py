"""Secrets: where the value of a secret variable lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, WrapValidator

from relinfra.matrix.values.arn import PARAMETER_ARN, SECRET_ARN, Arn, KeyArn
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model
from relinfra.reading.schema import AlsoText

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

__all__ = ["DATABASE_SECRET", "SecretReference", "SecretSource"]

DATABASE_SECRET = "database."  # noqa: S105 - a prefix that tells a database's secret from a stored one

_NAME = r"[A-Za-z0-9/_+=.@-]{1,512}"
_EXPECTED = (
    "the name or ARN of a secret such as shop/stripe, or `database.` and the key of a database, or a mapping with "
    "`secret` or `parameter`"
)
_WITH_KEY = re.compile(rf"(?P<secret>{SECRET_ARN}|{_NAME}):(?P<key>[^:]+)(::)?")

SecretName = Annotated[
    str,
    Field(pattern=rf"^({_NAME}|{SECRET_ARN})$"),
    expecting(
        "the name of a secret such as shop/partner, or its whole ARN, which ends in a hyphen and six letters or digits"
    ),
]
# https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
ParameterName = Annotated[
    str,
    Field(pattern=rf"^((/[A-Za-z0-9_.-]+){{1,15}}|[A-Za-z0-9_.-]+|{PARAMETER_ARN})$", max_length=1100),
    expecting("the name of a parameter such as /shop/dsn, which begins with / where it has levels, or its ARN"),
]
JsonKey = Annotated[
    str,
    Field(pattern=r"^[^:\s$%{}]+$", max_length=256),
    expecting("a key of the secret's JSON such as token, without colons and spaces"),
]


class SecretSource(Model):
    """A secret in AWS Secrets Manager or in Parameter Store; text alone is short for `secret`."""

    secret: SecretName | None = Field(
        None,
        description="Secrets Manager: the name, the ARN, or `database.` and the key of a database. Only an ARN reaches "
        "another account, whose policy of the secret has to let the execution role read it.",
        examples=["shop/partner"],
    )
    parameter: ParameterName | None = Field(
        None,
        description="Parameter Store: the name, or the ARN of another region; ECS reads none of another account.",
        examples=["/shop/dsn"],
    )
    key: JsonKey | None = Field(
        None, description="One key of a secret that holds a JSON object; the whole text if absent.", examples=["token"]
    )
    kms_key: KeyArn | None = Field(
        None,
        description="The key it is encrypted with, which the task may then use for it alone; required of another "
        "account's secret. If absent, any key of the account may be used for it.",
    )

    @property
    def database(self) -> str | None:
        """The key of the database whose managed credentials it is."""
        named = self.secret or ""
        return named.removeprefix(DATABASE_SECRET) if named.startswith(DATABASE_SECRET) else None

    @property
    def arn(self) -> Arn | None:
        """The parts of its ARN, where it is named by one."""
        return Arn.of(self.secret or self.parameter or "")


def _read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, SecretSource):
        return value
    if isinstance(value, str):
        value = _of_text(value)
    if not isinstance(value, dict):
        refuse(_EXPECTED)
    source = handler(value)
    _check(source)
    return source


def _of_text(text: str) -> dict[str, str]:
    if text.startswith("/"):
        hint = f"in Parameter Store it is `{{parameter: {text}}}`, in Secrets Manager `{{secret: {text}}}`"
        refuse("which of the two stores holds what begins with /", hint)
    if re.fullmatch(PARAMETER_ARN, text):
        return {"parameter": text}
    if not re.fullmatch(rf"{_NAME}|{SECRET_ARN}", text):
        keyed = _WITH_KEY.fullmatch(text)
        hint = f"one key of a secret is `{{secret: {keyed['secret']}, key: {keyed['key']}}}`" if keyed else ""
        refuse(_EXPECTED, hint)
    return {"secret": text}


def _check(source: SecretSource) -> None:
    if (source.secret is None) == (source.parameter is None):
        both = source.secret is not None
        hint = "null removes what `defaults` say" if both else "for example `secret: shop/stripe`"
        refuse("either `secret` or `parameter`", hint, "both" if both else "neither")
    if source.parameter and source.key:
        hint = "give each value a parameter of its own"
        refuse("no `key` beside `parameter`: ECS takes keys out of Secrets Manager's secrets alone", hint, "`key`")
    if source.database and source.kms_key:
        refuse("no `kms_key` of a database's credentials: these stacks know it", "remove it", "`kms_key`")


SecretReference = Annotated[SecretSource, WrapValidator(_read), AlsoText(), expecting(_EXPECTED)]
