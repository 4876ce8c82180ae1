"""The app of a matrix: every stack of every environment, and room for the team's own beside them."""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.output import replace_folder, staging_folder
from relinfra.reading.table import FrozenMapping
from relinfra.stacks.bootstrap import BootstrapStack, bootstrap_stacks
from relinfra.stacks.declaration import write_declaration
from relinfra.stacks.deviations import deviations
from relinfra.stacks.environment import EnvironmentStacks
from relinfra.stacks.order import stacks_by_environment
from relinfra.stacks.overrides import apply_overrides
from relinfra.stacks.terraform_test import write_tests
from relinfra.stacks.versions import write_versions
from relinfra_constructs.cdk import App

if TYPE_CHECKING:
    from relinfra.matrix import Matrix

__all__ = ["ReleaseApp"]


class ReleaseApp(App):
    """A cdktf app that holds the stacks of a matrix.

        app = ReleaseApp(Matrix.load("relinfra.yaml"))
        app.environments["production"].network.vpc_id      # an output, usable in any stack of the app
        app.synth()

    `environments` holds every environment that targets AWS, by name. `output` is where `synth` writes, by default the
    folder that cdktf asks for (`CDKTF_OUTDIR`) or `cdktf.out`; it is replaced whole when everything is written.
    The overrides of the matrix are applied at once, so that what is overridden in Python afterwards wins.
    """

    def __init__(self, matrix: Matrix, output: str | Path | None = None) -> None:
        self._matrix = matrix
        self._target = Path(output or os.environ.get("CDKTF_OUTDIR") or "cdktf.out")
        self._cleanup = ExitStack()
        self._staging = self._cleanup.enter_context(staging_folder(self._target))
        weakref.finalize(self, self._cleanup.close)
        super().__init__(outdir=str(self._staging), stack_traces=False)
        self._bootstrap = FrozenMapping(bootstrap_stacks(self, matrix))
        by_environment = groupby(matrix.deployments(), key=lambda deployment: deployment.environment.name)
        self._environments = FrozenMapping(
            {name: EnvironmentStacks(self, matrix, list(deployments)) for name, deployments in by_environment}
        )
        apply_overrides(matrix, self._environments)

    @property
    def environments(self) -> Mapping[str, EnvironmentStacks]:
        """The environments that target AWS, by name, in the order of the matrix."""
        return self._environments

    @property
    def bootstrap(self) -> Mapping[str, BootstrapStack]:
        """The stacks that prepare the accounts, by account; empty unless the matrix has a section `bootstrap`."""
        return self._bootstrap

    @property
    def output(self) -> Path:
        """The folder that `synth` replaces."""
        return self._target

    def synth(self) -> None:
        """Write the Terraform of every stack, and what the matrix declares, into `output`: all of it or nothing."""
        super().synth()
        write_versions(self._staging)
        write_tests(self._staging)
        stacks = stacks_by_environment(self, self._staging)
        write_declaration(self._staging, self._matrix, stacks, deviations(self, self._staging))
        replace_folder(self._staging, self._target)
        self._cleanup.close()
