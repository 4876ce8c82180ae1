"""One report, one file a format."""
