"""The app of a matrix: every stack of every environment, and room for the team's own beside them."""

from __future__ import annotations

import os
import warnings
import weakref
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.layout import layout_of
from relinfra.output import replacing_stacks
from relinfra.reading.table import FrozenMapping
from relinfra.stacks.bootstrap import BootstrapStack, bootstrap_stacks
from relinfra.stacks.composition import compose_environments
from relinfra.stacks.contract import declare_made
from relinfra.stacks.declaration import write_declaration
from relinfra.stacks.deviations import deviations
from relinfra.stacks.formerly import keep_renamed
from relinfra.stacks.node_writing import node_writing
from relinfra.stacks.order import stacks_by_environment
from relinfra.stacks.overrides import apply_overrides
from relinfra.stacks.terraform_test import write_tests
from relinfra.stacks.value_contract import declare_values
from relinfra.stacks.versions import write_versions
from relinfra_constructs.cdk import App, TerraformStack

if TYPE_CHECKING:
    from relinfra.matrix import Matrix
    from relinfra.stacks.environment import EnvironmentStacks

__all__ = ["ReleaseApp"]


class ReleaseApp(App):
    """A cdktf app that holds the stacks of a matrix.

        app = ReleaseApp(Matrix.load("relinfra.yaml"))
        app.environments["production"].network.vpc_id      # an output, usable in any stack of the app
        app.synth()

    `environments` holds every environment that targets AWS, by name. `output` is where `synth` writes, by default the
    folder that cdktf asks for (`CDKTF_OUTDIR`) or `out/cdktf.out`; it is replaced whole when everything is written.
    The overrides of the matrix are applied at once, so that what is overridden in Python afterwards wins.
    `environments` names those to compose, all of them unless told.
    """

    def __init__(
        self, matrix: Matrix, output: str | Path | None = None, *, environments: Collection[str] | None = None
    ) -> None:
        self._matrix = matrix
        self._wanted = environments
        self._target = Path(output or os.environ.get("CDKTF_OUTDIR") or _usual_target())
        with ExitStack() as opened:
            self._begun = opened.enter_context(replacing_stacks(self._target))
            opened.enter_context(node_writing(self._target))
            super().__init__(outdir=str(self._begun.folder), stack_traces=False)
            self._compose(matrix)
            self._cleanup = opened.pop_all()
        weakref.finalize(self, self._cleanup.close)

    def _compose(self, matrix: Matrix) -> None:
        self._bootstrap = FrozenMapping(bootstrap_stacks(self, matrix))
        declare_made(tuple(self._bootstrap.values()))
        self._environments = FrozenMapping(compose_environments(self, matrix, self._wanted))
        keep_renamed(matrix, self._environments, str(self._begun.folder))
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
        with self._cleanup:
            folder = self._begun.folder
            declare_values(one for one in self.node.children if isinstance(one, TerraformStack))
            super().synth()
            write_versions(self, folder)
            write_tests(folder)
            stacks = stacks_by_environment(self, folder)
            write_declaration(folder, self._matrix, stacks, deviations(self, folder))
            self._begun.commit()


def _usual_target() -> Path:
    """Return where stacks go that nobody has named a folder for, and warn where that is none of today's."""
    layout = layout_of(Path())
    notice = layout.notice(layout.target)
    if notice:
        warnings.warn(notice, FutureWarning, stacklevel=4)  # jsii stands between
    return layout.target
