"""Few combinations of levels among which every pair of two factors' levels occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from operator import itemgetter

__all__ = ["Choice", "Pair", "covering", "pairs", "pairs_of"]

Choice = tuple[str, str]
"""A factor and its level."""
Pair = frozenset[Choice]
Factors = Mapping[str, Sequence[str]]


def pairs(factors: Factors) -> set[Pair]:
    """Return every pair of levels of two factors."""
    return {
        frozenset({(one, level), (other, another)})
        for one, other in combinations(factors, 2)
        for level in factors[one]
        for another in factors[other]
    }


def pairs_of(row: Mapping[str, str]) -> set[Pair]:
    """Return the pairs that a combination covers."""
    return {frozenset(pair) for pair in combinations(row.items(), 2)}


def covering(factors: Factors, refused: set[Pair]) -> Iterator[dict[str, str]]:
    """Yield combinations without a refused pair until every other pair occurs; always the same ones.

    Greedy: each begins with the missing pair whose levels miss most, and is filled up with whatever covers most of
    what is missing. Raises ValueError where a pair that is not refused cannot occur for other pairs.
    """
    missing = set(pairs(factors) - refused)
    while missing:
        need = Counter(choice for pair in missing for choice in pair)
        seed = min(missing, key=lambda pair: (-sum(need[choice] for choice in pair), sorted(pair)))
        row = _filled(dict(sorted(seed)), factors, refused, missing, need)
        if row is None:
            raise ValueError(f"{sorted(seed)} is not refused, and no combination can hold it")
        yield {factor: row[factor] for factor in factors}
        missing -= pairs_of(row)


def _filled(
    row: dict[str, str], factors: Factors, refused: set[Pair], missing: set[Pair], need: Counter[Choice]
) -> dict[str, str] | None:
    """Return the row with a level for every factor, stepping back where one has no level left."""
    gains: dict[str, list[tuple[int, int, str]]] = {}
    for factor in (factor for factor in factors if factor not in row):
        gains[factor] = []
        for level in factors[factor]:
            made = {frozenset({(factor, level), choice}) for choice in row.items()}
            if not made & refused:
                gains[factor].append((-len(made & missing), -need[factor, level], level))
    if not gains:
        return row
    if not all(gains.values()):
        return None
    factor = min(gains, key=lambda one: min(gains[one])[:2])
    filled = (
        _filled({**row, factor: level}, factors, refused, missing, need)
        for *_, level in sorted(gains[factor], key=itemgetter(0, 1))
    )
    return next((one for one in filled if one), None)
