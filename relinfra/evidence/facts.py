"""Everything that is known of a project."""

from __future__ import annotations

from itertools import groupby

from relinfra.evidence.fact import value_of
from relinfra.evidence.record import Record, part, parts
from relinfra.evidence.records.change import Changes
from relinfra.evidence.records.execution import Execution
from relinfra.evidence.records.history import History
from relinfra.evidence.records.project import Project
from relinfra.evidence.records.release_file import Release
from relinfra.evidence.records.schedule import Schedule
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.table import FactTable

__all__ = ["Everything", "Facts"]


class Everything(Record):
    """The root record, whose id is empty: everything that is known hangs on it."""

    project = part(Project)
    release = part(Release)
    execution = part(Execution)
    schedule = part(Schedule)
    history = part(History)
    changes = part(Changes, "change")
    stages = parts(Stage, "")


class Facts(FactTable):
    """All facts of a project by id, and as records."""

    @property
    def project(self) -> Project:
        """The project as a whole."""
        return self._everything.project

    @property
    def release(self) -> Release:
        """The file of the release."""
        return self._everything.release

    @property
    def execution(self) -> Execution:
        """The record of the release as it was carried out, and its state."""
        return self._everything.execution

    @property
    def schedule(self) -> Schedule:
        """The days of the release."""
        return self._everything.schedule

    @property
    def history(self) -> History:
        """The commits of the release."""
        return self._everything.history

    @property
    def changes(self) -> Changes:
        """The changes since the output before."""
        return self._everything.changes

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Every stage in promotion order; another region of a stage follows its primary one."""
        return self.remember("stages", self._stages)

    def _stages(self) -> tuple[Stage, ...]:
        promotion = self.project.promotion
        order = promotion.value if promotion else ()
        named = (stage for stage in self._everything.stages if stage.name)
        return tuple(sorted(named, key=lambda stage: _rank(stage, order)))

    @property
    def live(self) -> tuple[Stage, ...]:
        """The stages that customers use: each live environment in each of its regions, in the order of the promotion.

        Where nothing says which are, or none of them is deployed, it is the last environment that is.
        """
        return self.remember("live", self._live)

    def _live(self) -> tuple[Stage, ...]:
        deployed = [stage for stage in self.stages if stage.region]
        said = value_of(self.project.live) or ()
        named = {stage.environment for stage in deployed} & set(said)
        environments = named or {stage.environment for stage in deployed[-1:]}
        return tuple(stage for stage in deployed if stage.environment in environments)

    @property
    def live_environments(self) -> tuple[tuple[Stage, ...], ...]:
        """The stages of each environment that customers use, its own region first, in the order of the promotion."""
        return tuple(tuple(regions) for _, regions in groupby(self.live, key=lambda stage: stage.environment))

    def stage(self, id: str) -> Stage:
        """Return one stage by its id, such as `production` or `production@eu-west-1`."""
        return Stage(self, id)

    @property
    def _everything(self) -> Everything:
        return Everything(self, "")


def _rank(stage: Stage, order: tuple[str, ...]) -> tuple[int, str, str]:
    name, _, region = stage.id.partition("@")
    return (order.index(name) if name in order else len(order), name, region)
