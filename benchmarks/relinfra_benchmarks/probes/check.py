"""Check a synthesized folder and print, as JSON, how often each policy passed and failed: `check.py FOLDER`."""

import json
import sys
from collections import Counter

import relinfra
from relinfra.policy.parity import PARITY

report = relinfra.check(sys.argv[1])
# What is waived or accepted has failed for Checkov, which knows neither, and no policy that compares environments.
asked = [one for one in report.findings if one.policy not in PARITY]
kinds = ("passed" if one.status == "passed" else "failed" for one in asked)
print(json.dumps(Counter(f"{one.policy} {kind}" for one, kind in zip(asked, kinds, strict=True))))
