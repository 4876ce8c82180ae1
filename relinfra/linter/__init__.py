"""Anti-patterns of releases, looked for in the matrix, its stacks, the release file and the workflows.

for finding in lint(Matrix.load("relinfra.yaml"), Path("."), Path("out/cdktf.out"), today=date.today()):
    print(finding)

The names are those of `__init__.pyi`, imported on first use: a workflow is compared with a matrix without the rules.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
