from relinfra.reading.problems import Position, Problem, in_order, render_path

HERE = Position("m.yaml", 3, 5)


def test_a_path_reads_as_the_user_would_write_it() -> None:
    """Indices and keys with other characters stand in brackets."""
    assert render_path(("tags", "a.b", 0, "min_x", "c-d")) == 'tags["a.b"][0].min_x.c-d'
    assert render_path(()) == ""


def test_a_problem_says_where_what_and_what_to_do() -> None:
    """One line: place, path, expected, found, advice as a sentence."""
    assert str(Problem(HERE, ("port",), "a port", '"x"', "remove it")) == (
        'm.yaml:3:5: port: expected a port, found "x". Remove it.'
    )
    assert str(Problem(HERE, (), "YAML", "nothing", "did you mean `a`?")) == (
        "m.yaml:3:5: expected YAML, found nothing. Did you mean `a`?"
    )


def test_problems_come_once_and_in_order() -> None:
    """The same mistake seen from three environments is one mistake."""
    first, again = Problem(HERE, ("a",), "x", "from staging"), Problem(HERE, ("a",), "x", "from production")
    earlier = Problem(Position("m.yaml", 2, 9), ("b",), "y", "z")
    assert in_order([first, again, earlier]) == (earlier, first)
