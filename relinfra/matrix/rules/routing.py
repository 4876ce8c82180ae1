"""Every request has one service that answers it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import combinations
from typing import TYPE_CHECKING

from relinfra.matrix.priorities import listener_priorities
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Domain
    from relinfra.matrix.rules.finding import Scope

__all__ = ["paths_are_reached", "priorities_are_distinct", "shared_domains_are_divided", "synthetics_ask_their_service"]


def shared_domains_are_divided(scope: Scope) -> Iterator[Finding]:
    """Demand that of the services that share a name one, and only one, answers what the paths of the others leave.

    A request that no path takes would be answered by nobody, and one that two take by whichever is tried first.
    """
    for name, sharers in _shared(scope).items():
        rest = [key for key, domain in sharers.items() if not domain.paths]
        first = scope.at("services", next(iter(sharers)), "domain")
        if not rest:
            expected = f"one service without `paths` among those of {name}, which answers the rest"
            yield Finding((*first, "paths"), expected, "paths everywhere")
        for key in rest[1:]:
            found, related = f"none, as in `{rest[0]}`", (scope.at("services", rest[0], "domain"),)
            hint = "for example `paths: [/api, /api/*]`, or give it a domain of its own"
            yield Finding(scope.at("services", key, "domain", "paths"), f"paths below {name}", found, hint, related)
        for key, domain in sharers.items():
            zone = sharers[next(iter(sharers))].zone
            if domain.zone != zone:
                path = scope.at("services", key, "domain", "zone")
                yield Finding(path, f"the zone {zone}, where the same name already lies", related=((*first, "zone"),))


def priorities_are_distinct(scope: Scope) -> Iterator[Finding]:
    """Demand a number of its own for every rule of the load balancer.

    AWS tries rules in their order, and takes no number twice.
    """
    owners: dict[int, str] = {}
    for key, priority in listener_priorities(scope.environment.services).items():
        owner = owners.setdefault(priority, key)
        if owner != key:
            expected = f"a priority that `{owner}` does not have"
            related = (scope.at("services", owner, "domain"),)
            path = scope.at("services", key, "domain", "priority")
            yield Finding(path, expected, f"{priority}", "set `priority` in one of the two", related)


def paths_are_reached(scope: Scope) -> Iterator[Finding]:
    """Refuse paths that another service with the same name, whose rule is tried earlier, answers wholly."""
    priorities = listener_priorities(scope.environment.services)
    for sharers in _shared(scope).values():
        for early, late in combinations(sorted(sharers, key=priorities.__getitem__), 2):
            for number, path in enumerate(sharers[late].paths):
                taken = next((one for one in sharers[early].paths or ("*",) if fnmatchcase(path, one)), None)
                if taken is not None:
                    at, other = scope.at("services", late, "domain"), scope.at("services", early, "domain")
                    found = f"{path}, which `{early}` answers with {taken} before"
                    hint = f"give `{late}` a `priority` below {priorities[early]}"
                    yield Finding((*at, "paths", number), "a path that gets here", found, hint, (other,))


def synthetics_ask_their_service(scope: Scope) -> Iterator[Finding]:
    """Demand that a check from outside asks for a path that its service answers.

    Otherwise another one would answer, and the check would tell of that.
    """
    for key, service in scope.environment.services.items():
        domain, check = service.domain, service.synthetics
        if domain and check and not domain.answers(check.path):
            path = scope.at("services", key, "synthetics", "path")
            expected = f"a path that the service answers: {', '.join(domain.paths)}"
            related = (scope.at("services", key, "domain", "paths"),)
            yield Finding(path, expected, check.path, related=related)


def _shared(scope: Scope) -> dict[str, dict[str, Domain]]:
    """Return the services of every name that several have, by key."""
    found: dict[str, dict[str, Domain]] = {}
    for key, service in scope.environment.services.items():
        if service.domain:
            found.setdefault(service.domain.name, {})[key] = service.domain
    return {name: sharers for name, sharers in found.items() if len(sharers) > 1}
