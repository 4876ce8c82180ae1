"""`python -m relinfra` is the command `relinfra`."""

from relinfra.cli import main

main()
