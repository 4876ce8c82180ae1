"""Smoke tests: section 9 of the plan asked of what runs: whether services answer, how soon, how many requests fail.

What is asked, and from where on it is too slow or too often, are facts of the stacks; how an error rate is measured are
the queries of the alarm that holds it. relinfra has no credentials: it prints the command, and reads what it printed.
"""

from relinfra.smoke.measure import Measured, Measurement, measurements_of
from relinfra.smoke.probe import Probe, Probed, probes_of
from relinfra.smoke.smoke import Smoke, run_smoke

__all__ = ["Measured", "Measurement", "Probe", "Probed", "Smoke", "measurements_of", "probes_of", "run_smoke"]
