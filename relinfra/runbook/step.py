"""A procedure: steps in order, each of which says what it demands, learns, changes or waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias, assert_never

from relinfra.evidence import Fact

__all__ = ["Given", "Kind", "Procedure", "Step"]

Given: TypeAlias = Fact | tuple[Fact, ...] | str | None
"""Facts that fill a command or a sentence, or a word that no fact says."""
_INTERVAL = 15
"""Seconds between two looks at what is awaited."""


class Kind(Enum):
    """The kind of a step, by what a script does with its command."""

    DEMAND = "demand"
    """Its command has to print what is expected before anything is changed."""
    LEARN = "learn"
    """Its command prints what later steps need, kept in a variable."""
    ACT = "act"
    """Its command changes something."""
    ATTEMPT = "attempt"
    """Its command changes something that may be out of reach; where it fails, a person says that it is so."""
    AWAIT = "await"
    """Its command is repeated until it prints what is expected, up to a limit."""
    DECIDE = "decide"
    """A person does it, and says so."""


@dataclass(frozen=True)
class Step:
    """A step of a procedure; the sentences of its `key` say what is done, and what is seen then.

    `command` is the name of a command, empty where a person acts. `expected` is the pattern, as the shell's `case` has
    it, of what a demand or a wait wants to see; `failed` that of what ends a wait early. `minutes` is the limit of a
    wait, and `bounds` are the facts that it follows from. `variable` is what is learnt. `given` fills command and
    sentences.
    """

    key: str
    kind: Kind
    command: str = ""
    given: Mapping[str, Given] = field(default_factory=dict)
    expected: str = ""
    failed: str = ""
    minutes: int = 0
    variable: str = ""
    bounds: tuple[Fact, ...] = ()

    @property
    def around(self) -> tuple[str, str]:
        """The shell text around its command that keeps, or awaits, what the command prints."""
        match self.kind:
            case Kind.LEARN:
                # Terraform reads its variables from the environment.
                export = "export " if self.variable.startswith("TF_VAR_") else ""
                return f'{export}{self.variable}="$(', f')" && echo "${self.variable}"'
            case Kind.AWAIT:
                # Each look is shown, and a wait that can no longer end well ends: who waits would see neither else.
                ends = f'"$SEEN" == {self.expected}' + (f' || "$SEEN" == {self.failed}' if self.failed else "")
                return 'until SEEN="$(', f')"; echo "$SEEN"; [[ {ends} ]]; do sleep {_INTERVAL}; done'
            case Kind.DEMAND | Kind.ACT | Kind.ATTEMPT | Kind.DECIDE:
                return "", ""
            case _:
                assert_never(self.kind)


@dataclass(frozen=True)
class Procedure:
    """Steps that lead from a state in which something is wrong to the state that is promised.

    `kind` says which sort of procedure it is, and `about` is the id of the thing it is about; together they name it.
    `inputs` are variables that whoever runs it gives, `options` those that may be left out.
    """

    kind: str
    about: str
    title: Mapping[str, Given]
    steps: tuple[Step, ...]
    inputs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name, as files and logs have it."""
        return f"{self.kind}-{self.about}".replace(".", "-").replace("@", "-").replace("_", "-")

    @property
    def inputs_named(self) -> str:
        """The variables that whoever runs it gives, as one text."""
        return ", ".join(self.inputs)

    @property
    def options_named(self) -> str:
        """The variables that whoever runs it may give, as one text."""
        return ", ".join(self.options)

    @property
    def variables(self) -> tuple[str, ...]:
        """Every variable it gets or learns, each once."""
        learnt = (step.variable for step in self.steps if step.variable)
        return tuple(dict.fromkeys((*self.inputs, *self.options, *learnt)))
