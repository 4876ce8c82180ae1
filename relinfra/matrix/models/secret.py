"""Secrets: where the value of a secret variable lies."""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator

from relinfra.matrix.values.arn import PARAMETER_ARN, SECRET_ARN, Arn, KeyArn
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model
from relinfra.reading.schema import AlsoText

__all__ = ["DATABASE_SECRET", "MASTER_USER", "SecretReference", "SecretSource"]

DATABASE_SECRET = "database."  # noqa: S105 - a prefix that tells a database's secret from a stored one
MASTER_USER = "postgres"
"""The master user of every database; a test compares it with what the stacks make."""
_RESERVED = ("pg_", "rds")

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
# The name of a role of PostgreSQL that needs no quotes.
DatabaseUser = Annotated[
    str,
    Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$"),
    expecting("a database user of 1 to 63 lower-case letters, digits and underscores that starts with a letter"),
]


class SecretSource(Model):
    """A secret in Secrets Manager or Parameter Store, or a login without one; text alone is short for `secret`."""

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

    login: Literal["iam"] | None = Field(
        None,
        description="`iam`: tasks log in to the database with a token that their role signs, and there is no secret to "
        "rotate. The application finds `<VARIABLE>_HOST`, `_PORT`, `_NAME`, `_USER` and `_REGION`, and the user needs "
        "`GRANT rds_iam` once, as the plan says. If absent, it gets the master user's password.",
        examples=["iam"],
    )
    user: DatabaseUser | None = Field(
        None,
        description="The database user that tasks log in as; required with `login: iam`, and never the master user.",
        examples=["web"],
    )

    @property
    def database(self) -> str | None:
        """The key of the database that it leads to."""
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
    if source.login or source.user:
        _check_login(source)
    if source.database and source.kms_key:
        refuse("no `kms_key` of a database's credentials: these stacks know it", "remove it", "`kms_key`")


def _check_login(source: SecretSource) -> None:
    if source.database is None:
        hint = f"write `{{secret: {DATABASE_SECRET}KEY, login: iam, user: NAME}}`"
        refuse("`login` and `user` of a database alone", hint, f"`{source.secret or source.parameter}`")
    if source.login is None:
        refuse("`login: iam` beside `user`: the password is the master user's", "add it, or remove `user`", "none")
    if source.user is None:
        hint = "any but the master user, for example the service's name; the plan says how to create it"
        refuse("`user` beside `login: iam`: whom tasks log in as", hint, "none")
    if source.user == MASTER_USER:
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
        hint = "with the grant for IAM it could no longer log in with the password that RDS keeps"
        refuse("another user than the master user", hint, f"`{MASTER_USER}`")
    if source.user.startswith(_RESERVED):
        refuse("a user of your own: PostgreSQL keeps `pg_…` and RDS `rds…`", "choose another name", f"`{source.user}`")
    if source.key:
        refuse("no `key` with `login: iam`, which has no secret", "remove it", "`key`")


SecretReference = Annotated[SecretSource, WrapValidator(_read), AlsoText(), expecting(_EXPECTED)]
