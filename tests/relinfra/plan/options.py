"""Options that neither example uses, as additions to the minimal one: what a plan must say the truth about."""

from __future__ import annotations

from typing import Any

WEB_OPTIONS: dict[str, dict[str, Any]] = {
    "synthetics": {"synthetics": {"path": "/healthz", "interval_minutes": 10, "max_latency_ms": 300}},
}
PRODUCTION_OPTIONS: dict[str, dict[str, Any]] = {
    "firewall": {"edge": {"waf": "managed", "rate_limit_per_5_minutes": 2000}},
    "another edge": {"edge": {"waf": "none", "protection": "Cloudflare"}},
    "no NAT": {"network": {"nat": "none"}},
    "override": {"overrides": {"service": {"aws_lb.main": {"idle_timeout": 120, "enable_http2": None}}}},
}
MATRIX_OPTIONS: dict[str, dict[str, Any]] = {
    "bootstrap": {"bootstrap": {}},
}


def production(options: dict[str, Any]) -> dict[str, Any]:
    """Return options of the production environment."""
    return {"environments": {"production": options}}


OPTIONS: dict[str, dict[str, Any]] = {
    **{name: production({"services": {"web": one}}) for name, one in WEB_OPTIONS.items()},
    **{name: production(one) for name, one in PRODUCTION_OPTIONS.items()},
    **MATRIX_OPTIONS,
}
