"""Props: values that are given by keyword and never change."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field, replace
from inspect import signature

import pytest

from relinfra_constructs.props import Props


class Shape(Props):
    """Something with sides."""

    sides: int
    name: str = "shape"
    tags: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.sides < 1:
            raise ValueError("expected a side")


class Square(Shape):
    """A shape with four sides."""

    sides: int = 4


def test_they_are_dataclasses() -> None:
    """What a dataclass takes, checks and copies, they do."""
    assert list(signature(Shape).parameters) == ["sides", "name", "tags"]
    assert replace(Shape(sides=3), name="triangle") == Shape(sides=3, name="triangle")
    assert Shape(sides=3).tags is not Shape(sides=3).tags
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'sides'"):
        Shape()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'side'"):
        Shape(side=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Shape(3)  # type: ignore[misc]
    with pytest.raises(ValueError, match="expected a side"):
        Shape(sides=0)


@pytest.mark.parametrize("name", ["sides", "name", "colour"])
def test_they_never_change(name: str) -> None:
    """No field is given another value or taken away, whether it was given or is a default; nor is one added."""
    shape = Shape(sides=3)
    with pytest.raises(FrozenInstanceError, match=name):
        setattr(shape, name, 4)
    with pytest.raises(FrozenInstanceError, match=name):
        delattr(shape, name)
    assert shape == Shape(sides=3)


def test_equal_values_of_one_class_are_the_same() -> None:
    """Two that say the same are one entry of a table; one of another class is another."""
    named = {Square(tags=()): "square"}  # type: ignore[arg-type]
    assert named[Square(name="shape", tags=())] == "square"  # type: ignore[arg-type]
    assert Square() == Square(name="shape")
    assert Square() != Square(name="field")
    assert Square() != Shape(sides=4)


def test_they_print_as_they_were_made() -> None:
    """A message shows a value as code would make it."""
    assert repr(Square(name="field")) == "Square(sides=4, name='field')"
