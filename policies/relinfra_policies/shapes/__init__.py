"""The shapes questions take: a rule adds its metadata and one predicate."""
