"""One environment matrix becomes CDKTF stacks, policy checks and a release plan proven by the stacks.

    import relinfra

    matrix = relinfra.load("relinfra.yaml")
    relinfra.synth(matrix)
    assert relinfra.check().ok
    relinfra.write_plan()
    assert relinfra.verify().ok

or all of it at once: `relinfra.build()`. Stacks lie in `out/cdktf.out` and documents in `out` unless told otherwise.
The names are those of `__init__.pyi`, imported on first use: reading a matrix starts no Node.js and loads no Checkov.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
