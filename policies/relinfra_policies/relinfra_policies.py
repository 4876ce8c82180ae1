"""Lets a Checkov without relinfra installed import the pack by its name.

Checkov puts the folder given as `--external-checks-dir` on `sys.path` and runs each file of it on its own.
There this module answers to `import relinfra_policies`, so that the rules find their shapes.
"""

from pathlib import Path

__path__ = [str(Path(__file__).parent)]
