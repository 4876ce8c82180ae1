"""Values of a release file that cannot both be meant are found, with both numbers."""

from __future__ import annotations

import pytest

from relinfra.release.arithmetic import contradictions
from relinfra.release.reading import parse_release

HEAD = "version: 2.5.0\ndate: 2026-12-08\n"
STEPPED = "flags: {new: {rollout_percent: [5, 25, 100]}}\n"
ON_CALL = "primary: {name: Tom, contact: +1 555 0100, from: 2026-12-07, to: 2026-12-11}"
DAY = "calendar: {day_hours: 8}\n"
AWAY = "absences: {ines: {name: Ines, from: 2026-11-23, to: 2026-11-30}}\n"
FIRST, SECOND = "description: A., service: web, minutes: 20", "description: B., service: web, minutes: 15"
CHANGES = f"database_changes: {{a: {{{FIRST}}}, b: {{{SECOND}}}}}\n"


def found(said: str, timeouts: dict[str, int] | None = None) -> list[tuple[str, str, str]]:
    """Return where each contradiction of a release stands, what was expected there, and what was found."""
    release = parse_release((HEAD + said).encode(), "releases/2.5.0.yaml", "2.5.0").release
    findings = contradictions(release, timeouts or {})
    return [(".".join(map(str, one.path)), one.expected, one.found or "") for one in findings]


@pytest.mark.parametrize(
    ("said", "timeouts", "place", "expected", "given"),
    [
        (
            "needs: {exposure: all_at_once}\n" + STEPPED,
            {},
            "flags.new.rollout_percent",
            "1 share, since `needs.exposure` is `all_at_once`",
            "3 shares: 5, 25, 100",
        ),
        (
            CHANGES,
            {"web": 30},
            "database_changes.b.minutes",
            "at most 30, after which the pipeline gives up the migration of `web`",
            "35 together with 1 before it",
        ),
        (
            "database_changes: {a: {description: A., minutes: 31}}\n",
            {"web": 30},
            "database_changes.a.minutes",
            "at most 30, after which the pipeline gives up the migration of `web`",
            "31",
        ),
        (
            "communications: {news: {channel: email, days_before: 3, text: News.}}\n",
            {},
            "communications.news.days_before",
            "4, which is 2026-12-04, the working day before it",
            "3 days before 2026-12-08, which is 2026-12-05, a saturday",
        ),
        (
            "communications: {customers: {channel: email, days_before: 7, text: News.}}\n",
            {},
            "communications.customers.days_before",
            "4, which is 2026-12-04, the customer notice of the schedule",
            "7 days before 2026-12-08, which is 2026-12-01, a tuesday",
        ),
        (
            "communications: {support: {channel: email, days_before: 4, text: News.}}\n",
            {},
            "communications.support.days_before",
            "1, which is 2026-12-07, the support reminder of the schedule",
            "4 days before 2026-12-08, which is 2026-12-04, a friday",
        ),
        (
            "planning_started: 2026-11-25\n",
            {},
            "planning_started",
            "a day not after 2026-11-24, the code freeze",
            "2026-11-25",
        ),
        (
            f"people: {{qa_lead: {{name: Ines}}}}\n{AWAY}",
            {},
            "absences.ines",
            "the qa lead there on 2026-11-27, the qa start, or a `cover`",
            "Ines away from 2026-11-23 to 2026-11-30",
        ),
        (
            "metrics: {orders: {title: Orders, baseline: 300, alert_below: 340}}\n",
            {},
            "metrics.orders.alert_below",
            "less than 300, the `baseline`",
            "340",
        ),
        (
            "metrics: {errors: {title: Errors, baseline: 5, alert_above: 5}}\n",
            {},
            "metrics.errors.alert_above",
            "more than 5, the `baseline`",
            "5",
        ),
        (
            "metrics: {load: {title: Load, alert_below: 9, alert_above: 8}}\n",
            {},
            "metrics.load.alert_below",
            "less than 8, the `alert_above`",
            "9",
        ),
        (
            'window: {start: "14:00", minutes: 60}\nupdates_minutes: 90\n',
            {},
            "updates_minutes",
            "at most 60, the `minutes` of the window",
            "90",
        ),
        (
            f"on_call: {{{ON_CALL}, escalation: [{{role: on_call, within_minutes: 30}}, "
            "{role: on_call, within_minutes: 15}]}\n",
            {},
            "on_call.escalation.1.within_minutes",
            "at least 30, which on_call has before",
            "15",
        ),
        (
            f"{DAY}people: {{qa_lead: {{name: Ines, team_size: 2, hours: {{testing: 72.5}}}}}}\n",
            {},
            "people.qa_lead.hours.testing",
            "at most 72, which 3 of them have on 3 working days",
            "72.5",
        ),
        (
            f"{DAY}people: {{release_manager: {{name: Dana, hours: {{planning: 40, release: 49}}}}}}\n",
            {},
            "people.release_manager.hours.release",
            "at most 48, which 1 of them have on 6 working days",
            "49",
        ),
    ],
)
def test_both_numbers_are_told(said: str, timeouts: dict[str, int], place: str, expected: str, given: str) -> None:
    """At the value that does not fit, with the one it does not fit to."""
    assert found(said, timeouts) == [(place, expected, given)]


@pytest.mark.parametrize(
    ("said", "timeouts"),
    [
        ("needs: {exposure: gradual}\n" + STEPPED, {}),
        ("needs: {exposure: all_at_once}\nflags: {new: {rollout_percent: [100]}}\n", {}),
        (STEPPED, {}),
        (CHANGES, {"web": 35}),
        (CHANGES, {"jobs": 10}),
        ("database_changes: {a: {description: A., minutes: 31}}\n", {"web": 30, "jobs": 30}),
        ("communications: {news: {channel: email, days_before: 4, text: News.}}\n", {}),
        ("communications: {news: {channel: email, days_after: 4, text: News.}}\n", {}),
        ("communications: {customers: {channel: email, days_before: 4, text: News.}}\n", {}),
        (
            f"people: {{qa_lead: {{name: Ines, backup: Lee}}}}\n{AWAY}",
            {},
        ),
        ("metrics: {orders: {title: Orders, baseline: 420, alert_below: 340}}\nplanning_started: 2026-11-24\n", {}),
        (f"{DAY}people: {{qa_lead: {{name: Ines, team_size: 2, hours: {{testing: 72}}}}}}\n", {}),
        ("people: {qa_lead: {name: Ines, hours: {testing: 500}}}\n", {}),
        ("calendar: {weekend: []}\ncommunications: {news: {channel: email, days_before: 3, text: News.}}\n", {}),
    ],
)
def test_what_goes_together_is_no_finding(said: str, timeouts: dict[str, int]) -> None:
    """Nor is what one of both does not say."""
    assert found(said, timeouts) == []
