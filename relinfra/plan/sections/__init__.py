"""Sections that several sets of documents share, one a file."""
