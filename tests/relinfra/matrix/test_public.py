import subprocess
import sys

import relinfra.matrix


def test_the_exports_are_complete_and_sorted() -> None:
    """`__all__` is the API, and everything in it exists."""
    names = relinfra.matrix.__all__
    assert sorted(names) == names
    assert all(hasattr(relinfra.matrix, name) for name in names)


def test_reading_a_matrix_loads_nothing_heavy() -> None:
    """Neither Node.js nor Checkov nor rendering is needed to read a file."""
    probe = "import sys, relinfra.matrix; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {"jsii", "cdktf", "constructs", "checkov", "jinja2", "rich", "click"} & set(run.stdout.split())
