"""Collectors of what is said once for the whole project, one module each."""
