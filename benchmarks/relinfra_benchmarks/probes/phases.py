"""Print, as JSON, the seconds of each phase of the main job on one example: `phases.py EXAMPLE OUT`."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

seconds: dict[str, float] = {}


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Note how long the body takes."""
    started = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - started


example, out = Path(sys.argv[1]), Path(sys.argv[2])
stacks = out / "cdktf.out"
with phase("import"):
    import relinfra
    from relinfra import Matrix, ReleaseApp
with phase("load"):
    matrix = Matrix.load(example / "relinfra.yaml")
with phase("build"):
    app = ReleaseApp(matrix, stacks)
with phase("synth"):
    app.synth()
with phase("check"):
    relinfra.check(stacks)
with phase("plan"):
    relinfra.write_plan(stacks, out, repository=example)
with phase("verify"):
    verified = relinfra.verify(stacks, out, repository=example)
if not verified.ok:
    sys.exit("\n".join(verified.findings[:20]))
print(json.dumps(seconds))
