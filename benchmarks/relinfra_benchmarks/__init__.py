"""What `python benchmarks/synth.py` measures: relinfra and its peers, doing the same job in one run."""
