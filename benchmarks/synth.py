"""Measure relinfra against its peers in one run: `python benchmarks/synth.py`, see README.md beside it."""

import sys

from relinfra_benchmarks.__main__ import main

sys.exit(main())
