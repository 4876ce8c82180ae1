from time import process_time

import pytest

from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from relinfra.reading.secrets import COVER, covered, is_secret
from relinfra.reading.snippet import snippet
from tests.relinfra.matrix.mistakes import BASE

# Put together here, so that no scanner takes this file for one that holds secrets.
SECRETS = (
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4",
    "sk_live_" + "51H8abcdefgh",
    "xoxb-" + "1234567890-abcdef",
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0.x",
    "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY",
)
NAMES = (
    "shop/stripe",
    "database.main",
    "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/stripe-a1B2c3",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "platform-oncall@example.com",
    "https://status.shop.example.com/incidents",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_has_the_form_of_a_secret_is_covered(secret: str) -> None:
    """Whatever stands around it, and however long it is."""
    assert covered(f"a: {secret}, b: c") == f"a: {COVER}, b: c"


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown(name: str) -> None:
    """A message that hides what it is about helps nobody."""
    assert covered(name) == name


def test_a_password_in_an_address_is_covered() -> None:
    """The rest of the address stays."""
    assert covered("postgres://shop:hunter2@db/shop") == f"postgres://{COVER}@db/shop"


def test_what_a_variable_called_password_holds_is_covered() -> None:
    """Be it a word; what names a secret is shown."""
    plain = "environment: {DB_PASSWORD: hunter, LEVEL: info}"
    assert covered(plain) == plain.replace("hunter", COVER)
    assert covered("secrets: {DB_PASSWORD: shop/db}") == "secrets: {DB_PASSWORD: shop/db}"
    assert is_secret(("web", "environment", "DB_PASSWORD"), "hunter")
    assert not is_secret(("web", "secrets", "DB_PASSWORD"), "shop/db")


def test_no_problem_repeats_a_secret() -> None:
    """Neither its sentence nor its excerpt, wherever a secret was written by mistake."""
    for secret in SECRETS:
        text = BASE.replace("nat: single", f"nat: {secret}").replace("    nat:", f"    {secret}: 1\n    nat:")
        with pytest.raises(MatrixError) as caught:
            Matrix.parse(text.replace("port: 8000", f"port: {secret}").encode(), "m.yaml")
        assert len(caught.value.problems) > 1
        lines = [line for one in caught.value.problems for line in snippet(one.position, caught.value.sources)]
        assert not [one for one in (str(caught.value), str(lines)) if secret in one]


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "eyJ-", "a: ", 'a: "', "://a:", "password: A1b "])
def test_a_line_as_long_as_a_file_is_looked_through_once(piece: str) -> None:
    """Twenty times the line takes about twenty times as long, and not four hundred: a certificate is one line too."""
    short, long = (_seconds(piece * (length // len(piece))) for length in (10_000, 200_000))
    assert long < 100 * max(short, 0.001)


def _seconds(line: str) -> float:
    begin = process_time()
    covered(line)
    is_secret(("password",), line)
    return process_time() - begin
