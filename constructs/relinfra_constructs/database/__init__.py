"""PostgreSQL and its backups."""
