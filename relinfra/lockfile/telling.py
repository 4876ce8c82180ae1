"""Losses as problems: where the matrix and the lock say what, what would be lost, and what to do."""

from __future__ import annotations

import fnmatch
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from relinfra.domain.stateful import NAMED_BY, loss_of
from relinfra.errors import LockError
from relinfra.lockfile.renaming import procedure_of_bucket, procedure_of_name
from relinfra.matrix import Position, Problem
from relinfra.reading.problems import in_order

if TYPE_CHECKING:
    from relinfra.lockfile.file import LockFile
    from relinfra.lockfile.loss import Loss
    from relinfra.matrix import Matrix

__all__ = ["refusal"]

_RULE = "locked"
_REASON = "nobody can make again what this holds, so that somebody has to say that it may go"
_LOST = {
    "backups_lost": "the backups in it",
    "data_lost": "the data in it",
    "images_lost": "the images in it",
    "key_lost": "whatever only it decrypts",
    "logs_lost": "the logs in it",
    "messages_lost": "the messages in it",
    "secret_lost": "its value",
}
_TABLES = {"aws_db_instance": "databases", "aws_rds_cluster": "databases", "aws_s3_bucket": "buckets"}
_FATES = {
    "destroyed": "would be destroyed, and {lost} with it",
    "elsewhere": "would be destroyed, and {lost} with it: {now} has it now, whose state does not know it",
    "renamed": "would be called `{now}`, which changes where it is found",
    "upgraded": "would get version {now} over {was} without being asked to",
    "lowered": "would get version {now} below {was}",
    "region": "would be made anew in {now}, empty, and {lost} left behind in {was}",
}
_MADE_ANEW = "would be destroyed and made anew, empty, since `{argument}` becomes `{now}` instead of `{was}`"
_OF_ALL = ("environment", "left", "state", "account", "region")
"""Kinds of losses that are told once of all stacks of an environment."""


def refusal(losses: Sequence[Loss], file: LockFile, matrix: Matrix) -> LockError:
    """Return the error that refuses losses, with how to do safely what was meant."""
    teller = _Teller(file, matrix)
    sources = {**matrix.sources, str(file.path): file.text}
    return LockError(in_order(teller.problems(losses)), sources, tuple(teller.procedure(losses)))


@dataclass(frozen=True)
class _Teller:
    file: LockFile
    matrix: Matrix

    def problems(self, losses: Sequence[Loss]) -> Iterator[Problem]:
        """Yield a problem for each loss; what all stacks of an environment share is told once."""
        ordered = sorted(losses, key=_group)
        for (_, whole, *_), found in groupby(ordered, key=_group):
            group = list(found)
            if whole:
                yield self._of_stacks(group)
            else:
                beside = {one: _beside(one, group) for one in group}
                told = {other for others in beside.values() for other in others}
                yield from (self._of_one(one, beside[one]) for one in group if one not in told)

    def procedure(self, losses: Sequence[Loss]) -> Iterator[str]:
        """Yield the steps of what can be done safely, though not by Terraform's `moved`."""
        lock, project = self.file.lock, self.matrix.project
        if any(loss.kind == "project" for loss in losses):
            yield from procedure_of_name(lock, lock.project, project)
        for environment in dict.fromkeys(loss.environment for loss in losses if loss.kind == "environment"):
            new = self._renamed_to(environment)
            if new:
                yield from procedure_of_name(lock, f"{project}-{environment}", f"{project}-{new}")
        states: dict[tuple[str, str], list[str]] = {}
        for loss in (loss for loss in losses if loss.kind == "state"):
            states.setdefault((_bucket(loss.before), _bucket(loss.after)), []).append(loss.stack)
        for (before, after), names in states.items():
            yield from procedure_of_bucket(lock, names, before, after)

    def _of_one(self, loss: Loss, beside: Sequence[Loss]) -> Problem:
        if loss.kind == "project":
            return self._of_project(loss)
        more = f" with {', '.join(f'`{one.address}`' for one in beside)}" if beside else ""
        what = f"`{loss.address}` of {loss.stack}{self._called(loss)}{more}"
        found = f"{what} {_fate(loss)}; {self._locked(loss)} keeps it"
        remedy = self._remedy(loss, [one.address for one in beside])
        return self._problem(self._path(loss), found, remedy, self._locked(loss))

    def _of_project(self, loss: Loss) -> Problem:
        stacks = len(self.file.lock.stacks)
        found = (
            f"`{loss.after}` instead of `{loss.before}` would make all {stacks} stacks anew, empty and under other "
            f"names, and leave the former ones behind; {self.file.position('project')} keeps them"
        )
        remedy = "keep the name, or follow the steps below"
        return self._problem(("project",), found, remedy, self.file.position("project"))

    def _of_stacks(self, losses: Sequence[Loss]) -> Problem:
        first = losses[0]
        names = list(dict.fromkeys(loss.stack for loss in losses))
        held = sum(len(self.file.lock.stacks[name].resources) for name in names)
        what = f"{_counted(names)} with {held} {'resource that holds' if held == 1 else 'resources that hold'} data"
        found = f"{what} {_fate_of_stacks(first)}; {self._locked(first)} keeps them"
        return self._problem(self._path(first), found, self._remedy_of_stacks(first, names), self._locked(first))

    def _problem(self, path: tuple[str, ...], found: str, hint: str, locked: Position) -> Problem:
        return Problem(self.matrix.nearest(*path), path, "", found, hint, rule=_RULE, reason=_REASON, related=(locked,))

    def _locked(self, loss: Loss) -> Position:
        below = (
            ("resources", loss.address, loss.argument) if loss.address else (loss.argument,) if loss.argument else ()
        )
        return self.file.position("stacks", loss.stack, *below)

    def _called(self, loss: Loss) -> str:
        was = self.file.lock.stacks[loss.stack].resources.get(loss.address, {})  # a moved one has another address there
        names = [str(was[name]) for name in NAMED_BY.get(loss.address.partition(".")[0], ()) if name in was]
        return f" (`{'/'.join(names)}`)" if names else ""

    def _of_recovery(self, loss: Loss) -> bool:
        return loss.stack.removeprefix(f"{self.matrix.project}-{loss.environment}-").startswith("recovery")

    def _path(self, loss: Loss) -> tuple[str, ...]:
        """Return the path of the matrix that decides on what would be lost."""
        environment = self.matrix.environments.get(loss.environment)
        if loss.kind == "state" and self._of_recovery(loss):
            return ("environments", loss.environment, "disaster_recovery", "state")
        if loss.kind == "state":
            return ("state", "bucket")
        if not loss.environment:
            return ("project",)
        here: tuple[str, ...] = ("environments", loss.environment)
        if environment is None or loss.kind == "left":
            return here
        if environment.target == "aws":
            further = next((name for name in environment.regions if self._is_in(loss, name)), None)
            here = (*here, "regions", further) if further else here
        if loss.kind in ("account", "region") and not loss.address:
            recovering = self._of_recovery(loss)
            return (
                (*here, "disaster_recovery", "region") if recovering and loss.kind == "region" else (*here, loss.kind)
            )
        return (*here, *self._key(loss, here))

    def _is_in(self, loss: Loss, region: str) -> bool:
        return loss.stack.startswith(f"{self.matrix.project}-{loss.environment}-{region}-")

    def _key(self, loss: Loss, here: tuple[str, ...]) -> tuple[str, ...]:
        type_, _, name = loss.address.partition(".")
        table = _TABLES.get(type_)
        if table is None:
            return ()
        key = name.replace("_", "-")
        field = {"major_version": ("version",), "engine": ("engine",)}.get(loss.argument, ())
        return (table, key, *field)

    def _remedy(self, loss: Loss, beside: Sequence[str]) -> str:
        forget = f"{_forget(loss.stack, loss.address, *beside)} lets it go"
        match loss.kind:
            case "upgraded":
                return f'`upgrade_from: "{loss.before}"` beside it declares the upgrade; there is no way back from it'
            case "lowered":
                return f'keep `version: "{loss.before}"`, since no engine goes back; {forget}'
            case "elsewhere":
                return f"`terraform state mv` between the two states keeps it, then {forget}"
            case "destroyed" if _type_of(loss) in _TABLES:
                return f"put it back; where its key was renamed, `formerly` under the new key keeps it; {forget}"
            case _:
                return f"put back what it was; {forget}"

    def _remedy_of_stacks(self, loss: Loss, names: Sequence[str]) -> str:
        forget = self._forget_all(loss.environment, names)
        match loss.kind:
            case "environment" if self._renamed_to(loss.environment):
                return f"keep the name, or follow the steps below; {forget}"
            case "environment" | "left":
                return f"put it back, or `terraform destroy` its stacks first; {forget}"
            case "state":
                return f"keep it, or follow the steps below; {forget}"
            case _:
                return f"put it back: what runs elsewhere is another environment, or one of `regions`; {forget}"

    def _forget_all(self, environment: str, names: Sequence[str]) -> str:
        pattern = names[0] if len(names) == 1 else f"{self.matrix.project}-{environment}-*"
        if set(fnmatch.filter(self.file.lock.stacks, pattern)) == set(names):
            return f"{_forget(pattern)} lets all of it go"
        return f"{_forget('STACK')} lets all of one go: {', '.join(names)}"

    def _renamed_to(self, environment: str) -> str | None:
        """Return the environment that took the place of one that is gone: of its account, and with nothing locked."""
        locked = {stack.environment for stack in self.file.lock.stacks.values()}
        accounts = {stack.account for stack in self.file.lock.stacks.values() if stack.environment == environment}
        found = (
            name
            for name, one in self.matrix.environments.items()
            if one.target == "aws" and name not in locked and one.account in accounts
        )
        return next(found, None)


def _group(loss: Loss) -> tuple[str, bool, str, str]:
    whole = loss.kind in _OF_ALL and not loss.address
    key = "" if loss.kind != "region" or not whole else f"{loss.before} {loss.after}"
    return (loss.environment, whole, loss.kind if whole else "", key)


def _beside(loss: Loss, others: Sequence[Loss]) -> tuple[Loss, ...]:
    """Return the losses that are told with one: the logs of a database that is destroyed with them."""
    if loss.kind != "destroyed" or _type_of(loss) not in _TABLES:
        return ()
    start = f"aws_cloudwatch_log_group.{loss.address.partition('.')[2]}_"
    return tuple(one for one in others if one.stack == loss.stack and one.address.startswith(start))


def _fate(loss: Loss) -> str:
    said = {"was": loss.before or "nothing", "now": loss.after or "nothing", "lost": _LOST[loss_of(loss.address)]}
    return _FATES.get(loss.kind, _MADE_ANEW).format(argument=loss.argument, **said)


def _fate_of_stacks(loss: Loss) -> str:
    match loss.kind:
        case "state":
            return f"would begin with empty states in {_bucket(loss.after)} instead of {_bucket(loss.before)}"
        case "account" | "region":
            what = f"the {loss.kind} {loss.after or 'of nobody'} instead of {loss.before}"
            return f"would be made anew, empty, in {what}, and what there is left behind"
        case _:
            return "would be left behind: no stack of that name is applied any more"


def _forget(*named: str) -> str:
    return f'`relinfra lock forget {" ".join(map(shlex.quote, named))} --reason "…"`'


def _type_of(loss: Loss) -> str:
    return loss.address.partition(".")[0]


def _counted(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} stacks ({names[0]} …)"


def _bucket(state: str) -> str:
    scheme, _, rest = state.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
