"""From a synthesized folder to facts, each with the Terraform address or the file that proves it.

`read_output` reads `cdktf.out`; `collect_facts` says what follows from it and from the repository. The names are those
of `__init__.pyi`, imported on first use: who only reads stacks loads neither history nor release files.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
