"""The policies that each environment is held to, by the packs that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from relinfra.errors import OutputError
from relinfra.evidence.declared import Declarations
from relinfra.packs.default import DEFAULT
from relinfra.packs.finding_packs import packs
from relinfra.packs.pack import Pack
from relinfra.policy.rule import Rule
from relinfra.reading.nearest import nearest

__all__ = ["Selection", "select"]


@dataclass(frozen=True)
class Selection:
    """The packs of every environment; what a team wrote itself is asked whatever the packs are."""

    packs: Mapping[str, Mapping[str, Pack]]
    """By environment and name; an environment that is not here is held to everything."""
    rules: Mapping[str, Rule]
    """The rules of the release contract by id."""
    own: frozenset[str]
    """Ids of a team's own checks."""

    def asks(self, environment: str, policy: str) -> bool:
        """Whether a policy holds an environment."""
        named = self.packs.get(environment)
        if named is None or policy in self.own:
            return True
        rule = self.rules.get(policy)
        said = (rule.group, rule.level) if rule else ("", "")
        return any(pack.holds(policy, *said) for pack in named.values())

    def criteria(self, environment: str, policy: str) -> tuple[str, ...]:
        """Return the criteria of the environment's packs that a policy is evidence of, such as `soc2 CC6.1`."""
        rule = self.rules.get(policy)
        named = self.packs.get(environment, {}).items()
        return tuple(
            f"{name} {one}" for name, pack in named for one in pack.evidences(policy, rule.group if rule else "")
        )

    def left_out(self, policies: Iterable[str], environments: Iterable[str]) -> Iterator[str]:
        """Yield what the packs of each of `environments` leave out of `policies`: the release contract rule by rule."""
        everything, checked = frozenset(policies), frozenset(environments)
        for environment, named in self.packs.items():
            if environment not in checked:
                continue
            out = {policy for policy in everything if not self.asks(environment, policy)}
            ours = [self._reason(named, rule) for policy, rule in self.rules.items() if policy in out]
            others = len(out - self.rules.keys())
            parts = [f"of the release contract {', '.join(ours)}" if ours else "nothing of the release contract"]
            parts += [f"{others} other policies"] if others else []
            if ours or others:
                names = ", ".join(f"`{name}`" for name in named)
                yield f"{environment} is held to {names}, which leaves out {'; and '.join(parts)}"

    def _reason(self, named: Mapping[str, Pack], rule: Rule) -> str:
        reasons = [pack.without[rule.policy] for pack in named.values() if rule.policy in pack.without]
        return f"{rule.policy} ({'; '.join(reasons)})" if reasons else rule.policy


def select(declared: Declarations, rules: Mapping[str, Rule], own: Iterable[str]) -> Selection:
    """Return the selection that the matrix declared. Raises `OutputError` for a pack that is not installed here."""
    found: dict[str, Mapping[str, Pack]] = {}
    for environment in declared.environments:
        said = declared.of(environment, "policies")
        names = said.value if said and isinstance(said.value, tuple) else (DEFAULT,)
        if names != (DEFAULT,):
            found[environment] = {name: _pack(environment, name) for name in names}
    return Selection(found, rules, frozenset(own))


def _pack(environment: str, name: str) -> Pack:
    known = packs()
    if name not in known:
        raise OutputError(
            f"relinfra.json: {environment} is held to the pack `{name}`, which is not installed here; "
            f"{nearest(name, known)}; install the distribution that brings it"
        )
    return known[name]
