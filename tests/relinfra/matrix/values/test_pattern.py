import pytest
from pydantic import TypeAdapter, ValidationError

from relinfra.matrix.values.pattern import Pattern

PATTERN: TypeAdapter[str] = TypeAdapter(Pattern)


@pytest.mark.parametrize(
    "value",
    [
        "GET /healthz",
        r"(?<method>GET|HEAD) /\h+",
        "[[:space:]]+kube-probe",
        r"\p{Alpha}+(?!x)",
        "(?<=a)b",
        r"(?<q>['\"]).*\k<q>",
        "(?>a+)b",
        "a++b",
        r"[^\d]{2,3}$",
    ],
)
def test_what_onigmo_reads_is_taken(value: str) -> None:
    """Also where Python would write it otherwise."""
    assert PATTERN.validate_python(value) == value


@pytest.mark.parametrize("value", ["(a", "a)", "[a-", "*a", "+", "a{3,2}", "[z-a]", "a\\"])
def test_what_no_dialect_reads_is_refused(value: str) -> None:
    """Nothing to repeat, brackets that do not close, ranges backwards."""
    with pytest.raises(ValidationError):
        PATTERN.validate_python(value)
