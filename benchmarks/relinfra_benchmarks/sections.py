"""What the report says, one function for each section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .checkov_contest import Check
from .contest import Result
from .goal import Goal
from .growth import PHASES, Size
from .peer import PEERS, Peer
from .probing import Scale
from .report import Section, table

__all__ = ["check_section", "growth_section", "phase_section", "scale_section", "size_section", "synth_section"]

_MB = 1_000_000
_BARE_LIMIT = 1.3
_SIZE_LIMIT = 0.5
_MILLISECONDS_LIMIT = 2.0
_GROWTH_LIMIT = 1.2
_VERIFY_LIMIT = 1.0
_CHECKOV_LIMIT = 2.5


def synth_section(results: Sequence[Result], resources: int, stacks: int) -> Section:
    """Compare relinfra, which comes first, with the others."""
    ours = results[0]
    rows = [_synth_row(result, ours) for result in results]
    lines = table(("", "seconds", "ratio", "PSS MB", "ratio", "RSS MB", "ratio"), rows)
    lines += [f"{result.contestant.title}: {note}" for result in results for note in result.contestant.notes]
    goals = [goal for result in results[1:] for goal in _synth_goals(result, ours)]
    title = f"Warm synth of the same {resources} resources in {stacks} stacks, medians, over the process tree"
    return Section(title, lines, goals, {result.contestant.name: _synth_figures(result) for result in results})


def size_section(sizes: Mapping[str, int]) -> Section:
    """Compare what is installed: `relinfra`, `node`, and each peer, in bytes."""
    ours, node = sizes["relinfra"], sizes["node"]
    rows = [("relinfra, Checkov included", _mb(ours), "1.00"), ("  with the optional Node.js", _mb(ours + node), "")]
    goals = []
    for peer in PEERS:
        if peer.name in sizes:
            theirs = sizes[peer.name]
            rows.append((f"{peer.title} + checkov, jinja2, pydantic", _mb(theirs), f"{theirs / ours:.2f}"))
            goals.append(_at_most(f"installed size, share of {peer.name}", ours / theirs, _SIZE_LIMIT))
            goals.append(_at_most(f"the same with Node.js, share of {peer.name}", (ours + node) / theirs, _SIZE_LIMIT))
    return Section("Installed size, without bytecode", table(("", "MB", "ratio"), rows), goals, dict(sizes))


def phase_section(seconds: Mapping[str, float]) -> Section:
    """Show where the time of the main job goes."""
    rows = [(phase, f"{taken:.3f}") for phase, taken in seconds.items()]
    return Section("Phases of the main job, a fresh process", table(("", "seconds"), rows), (), dict(seconds))


def scale_section(scales: Sequence[Scale]) -> Section:
    """Show what a resource costs."""
    rows = [
        (
            f"{scale.count} resources",
            f"{scale.seconds:.2f}",
            f"{scale.milliseconds_each:.2f}",
            "" if scale.marginal_ms is None else f"{scale.marginal_ms:.2f}",
        )
        for scale in scales
    ]
    largest = scales[-1]
    goal = Goal(
        f"each of {largest.count} resources", largest.milliseconds_each, _MILLISECONDS_LIMIT, " ms", at_least=False
    )
    lines = table(("", "seconds", "ms each", "ms each more"), rows)
    figures = [{"count": s.count, "seconds": s.seconds, "marginal_ms": s.marginal_ms} for s in scales]
    return Section("Cost of a resource, 50 to a stack, everything included", lines, [goal], figures)


def growth_section(sizes: Sequence[Size]) -> Section:
    """Compare what each phase costs a resource in the smallest and the largest project, and verifying with planning."""
    rows = [_growth_row(phase, sizes) for phase in PHASES]
    units = [column for size in sizes for column in (f"s, {size.resources}", "ms each")]
    goals = [
        _at_most(f"{phase}, cost of a resource as projects grow", _growth(phase, sizes), _GROWTH_LIMIT)
        for phase in PHASES
    ]
    for size in sizes:
        share = size.seconds["verify"] / size.seconds["plan"]
        goals.append(_at_most(f"verify against plan, {size.resources} resources", share, _VERIFY_LIMIT))
    figures = [{"resources": size.resources, "seconds": dict(size.seconds)} for size in sizes]
    return Section("Phases as projects grow, medians", table(("", *units, "ratio"), rows), goals, figures)


def check_section(ours: Check, plain: Check, resources: int) -> Section:
    """Compare `relinfra check` with the command of Checkov, which gave the same verdicts."""
    rows = [_check_row(one, ours) for one in (ours, plain)]
    faster = plain.median_seconds / ours.median_seconds
    goal = Goal("check faster than Checkov's command", faster, _CHECKOV_LIMIT, "x", at_least=True)
    figures = {one.title: {"seconds": one.seconds, "processor_seconds": one.processor_seconds} for one in (ours, plain)}
    lines = table(("", "seconds", "ratio", "processor s", "ratio"), rows)
    return Section(f"Policies of {resources} resources, the whole process, medians", lines, [goal], figures)


def _check_row(one: Check, ours: Check) -> tuple[str, ...]:
    seconds, processor = one.median_seconds, one.median_processor_seconds
    ratios = seconds / ours.median_seconds, processor / ours.median_processor_seconds
    return (one.title, f"{seconds:.2f}", f"{ratios[0]:.2f}", f"{processor:.2f}", f"{ratios[1]:.2f}")


def _growth_row(phase: str, sizes: Sequence[Size]) -> tuple[str, ...]:
    cells = [cell for size in sizes for cell in (f"{size.seconds[phase]:.2f}", f"{size.milliseconds_each(phase):.2f}")]
    return (phase, *cells, f"{_growth(phase, sizes):.2f}")


def _growth(phase: str, sizes: Sequence[Size]) -> float:
    return sizes[-1].milliseconds_each(phase) / sizes[0].milliseconds_each(phase)


def _synth_goals(result: Result, ours: Result) -> list[Goal]:
    name = result.contestant.name
    peer = next((peer for peer in PEERS if peer.name == name), None)
    if peer:
        return _peer_goals(peer, result, ours)
    return [
        _at_most(f"time against {result.contestant.title}", ours.median_seconds / result.median_seconds, _BARE_LIMIT)
    ]


def _peer_goals(peer: Peer, result: Result, ours: Result) -> list[Goal]:
    memory, own = result.median_memory, ours.median_memory
    return [
        Goal(
            f"faster than {peer.name}",
            result.median_seconds / ours.median_seconds,
            peer.times_faster,
            "x",
            at_least=True,
        ),
        Goal(
            f"less memory than {peer.name}, PSS",
            memory.proportional / own.proportional,
            peer.memory_share,
            "x",
            at_least=True,
        ),
        Goal(
            f"less memory than {peer.name}, RSS", memory.resident / own.resident, peer.memory_share, "x", at_least=True
        ),
    ]


def _synth_row(result: Result, ours: Result) -> tuple[str, ...]:
    memory, own = result.median_memory, ours.median_memory
    return (
        result.contestant.title,
        f"{result.median_seconds:.2f}",
        f"{result.median_seconds / ours.median_seconds:.2f}",
        _mb(memory.proportional),
        f"{memory.proportional / own.proportional:.2f}",
        _mb(memory.resident),
        f"{memory.resident / own.resident:.2f}",
    )


def _synth_figures(result: Result) -> dict[str, object]:
    return {
        "seconds": result.seconds,
        "pss_bytes": [memory.proportional for memory in result.memory],
        "rss_bytes": [memory.resident for memory in result.memory],
        "notes": list(result.contestant.notes),
    }


def _at_most(name: str, value: float, limit: float) -> Goal:
    return Goal(name, value, limit, "x", at_least=False)


def _mb(size: float) -> str:
    return f"{size / _MB:.0f}"
