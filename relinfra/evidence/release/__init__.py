"""Collectors of the release file and of the days that follow from it."""
