import pytest

from relinfra_policies.shapes.block import Block


def test_a_value_comes_out_of_its_wrapping() -> None:
    """Checkov hands every argument over in a list of one."""
    block = Block({"name": ["web"], "ids": [["a", "b"]], "on": [True], "nothing": [None]})

    assert block.value("name") == "web"
    assert block.strings("ids") == ("a", "b")
    assert block.strings("name") == ("web",)
    assert block.value("on") is True
    assert block.value("nothing") is None
    assert block.value("absent") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [(30, 30), ("30", 30), (1.5, 1.5), (True, None), ("${local.x}", None), (None, None)],
)
def test_a_number_may_be_written_as_text(written: object, number: float | None) -> None:
    """As Terraform's own nullable numbers are; a flag or a reference is no number."""
    assert Block({"n": [written]}).number("n") == number


def test_a_missing_block_is_empty() -> None:
    """So that a predicate can ask on without asking whether it is there."""
    assert Block({}).block("alarms").value("enable") is None
    assert Block({"alarms": ["${local.alarms}"]}).blocks("alarms") == ()
