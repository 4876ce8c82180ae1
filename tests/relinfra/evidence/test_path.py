from hypothesis import given
from hypothesis import strategies as st

from relinfra.evidence.path import parsed, written

STEPS = st.one_of(st.integers(0, 50), st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]*", fullmatch=True), st.text(min_size=1))


@given(st.lists(STEPS).map(tuple))
def test_reads_back_what_it_writes(path: tuple[str | int, ...]) -> None:
    """Every path, whatever its keys contain, survives being written and read."""
    assert parsed(written(path)) == path


def test_writes_paths_as_terraform_does() -> None:
    """Names are joined by dots, indexes and odd keys stand in brackets."""
    assert written(("load_balancer", 0, "container_port")) == "load_balancer[0].container_port"
    assert written(("tags", "a.b")) == 'tags["a.b"]'
