"""Packs: selections of policies by name, each one TOML file, found in the pack of relinfra and by entry point."""
