"""Check a synthesized folder and print, as JSON, how often each policy passed and failed: `check.py FOLDER`."""

import json
import sys
from collections import Counter

import relinfra

report = relinfra.check(sys.argv[1])
# What is waived or accepted has failed for Checkov, which knows neither.
kinds = ("passed" if one.status == "passed" else "failed" for one in report.findings)
print(json.dumps(Counter(f"{one.policy} {kind}" for one, kind in zip(report.findings, kinds, strict=True))))
